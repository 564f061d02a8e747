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

    private CompilationFacts(Compilation compilation) => Model = ConcurrencyModel.Of(compilation);

    public ConcurrencyModel Model { get; }

    public static CompilationFacts Of(Compilation compilation) => All.GetValue(compilation, static key => new(key));

    public TypeFacts For(INamedTypeSymbol outermostType) => types.GetOrAdd(outermostType, type => new(type, this));

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
