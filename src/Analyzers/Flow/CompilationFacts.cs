using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using ConcurrencyAnalyzers.Model;
using Microsoft.CodeAnalysis;

namespace ConcurrencyAnalyzers.Flow;

/// <summary>What all rules share about one compilation; dies with it. Thread-safe.</summary>
internal sealed class CompilationFacts
{
    private static readonly ConditionalWeakTable<Compilation, CompilationFacts> All = new();

    /// <summary>Across compilations: an edit in the editor changes one tree and leaves the index of all others standing.</summary>
    private static readonly ConditionalWeakTable<SyntaxTree, WordIndex> Words = new();

    private readonly ConcurrentDictionary<INamedTypeSymbol, TypeFacts> types = new(SymbolEqualityComparer.Default);

    private readonly Lazy<HashSet<IMethodSymbol>> overridden;
    private readonly Lazy<bool> hasProcessClasses;

    private CompilationFacts(Compilation compilation)
    {
        Model = ConcurrencyModel.Of(compilation);

        // The compilation must not be kept alive by its own facts.
        var assembly = compilation.Assembly;
        overridden = new(() => FindOverridden(assembly.GlobalNamespace));
        hasProcessClasses = new(() => MembersOf(assembly.GlobalNamespace).OfType<INamedTypeSymbol>().Any(type => type.TypeKind == TypeKind.Class && Model.TypeOf(type.BaseType) is { IsRuntime: true, Kind: PrimitiveKind.Process }));
    }

    public ConcurrencyModel Model { get; }

    public static CompilationFacts Of(Compilation compilation) => All.GetValue(compilation, static key => new(key));

    public TypeFacts For(INamedTypeSymbol outermostType) => types.GetOrAdd(outermostType, type => new(type, this));

    /// <summary>Whether no type of this compilation overrides the method.</summary>
    public bool IsNeverOverridden(IMethodSymbol method) => !overridden.Value.Contains(method.OriginalDefinition);

    /// <summary>Whether some class of this compilation derives from a process of the Runtime: only such objects live in two processes.</summary>
    public bool HasProcessClasses => hasProcessClasses.Value;

    private static HashSet<IMethodSymbol> FindOverridden(INamespaceSymbol root)
    {
        var found = new HashSet<IMethodSymbol>(SymbolEqualityComparer.Default);
        foreach (var member in MembersOf(root))
        {
            if (member is IMethodSymbol { OverriddenMethod: { } target })
            {
                found.Add(target.OriginalDefinition);
            }
        }

        return found;
    }

    /// <summary>All namespaces, types and members in a namespace, however deep.</summary>
    private static IEnumerable<ISymbol> MembersOf(INamespaceSymbol root)
    {
        var pending = new Stack<INamespaceOrTypeSymbol>();
        pending.Push(root);
        while (pending.Count > 0)
        {
            foreach (var member in pending.Pop().GetMembers())
            {
                yield return member;
                if (member is INamespaceOrTypeSymbol inner)
                {
                    pending.Push(inner);
                }
            }
        }
    }

    public static WordIndex WordsOf(SyntaxTree tree, CancellationToken cancellationToken)
    {
        if (!Words.TryGetValue(tree, out var index))
        {
            var text = tree.GetText(cancellationToken);
            index = Words.GetValue(tree, _ => WordIndex.Of(text));
        }

        return index;
    }
}
