using System.Collections.Concurrent;
using System.Collections.Immutable;
using ConcurrencyAnalyzers.Model;
using ConcurrencyAnalyzers.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ConcurrencyAnalyzers.Flow;

/// <summary>
/// What all rules share about one outermost type, its nested types and partial declarations included: its bodies, and every analysis of
/// them that some rule has asked for. Collected while the compiler walks over the bodies, used once the last one has been seen. Thread-safe.
/// </summary>
internal sealed class TypeFacts(INamedTypeSymbol symbol, CompilationFacts compilation)
{
    private readonly ConcurrentDictionary<SyntaxNode, Body> collected = new();
    private readonly ConcurrentDictionary<Type, Lazy<object>> analyses = new();
    private readonly object gate = new();
    private ImmutableArray<Body> bodies;
    private Dictionary<ISymbol, Body>? bodyOf;

    public INamedTypeSymbol Symbol { get; } = symbol;

    public CompilationFacts Compilation { get; } = compilation;

    public ConcurrencyModel Model => Compilation.Model;

    /// <summary>The outermost bodies in the order of the source. Ask only at the end of the type's symbol.</summary>
    public ImmutableArray<Body> Bodies
    {
        get
        {
            lock (gate)
            {
                if (bodies.IsDefault || bodies.Length != collected.Count)
                {
                    bodies = collected
                        .OrderBy(static pair => pair.Key.SyntaxTree.FilePath, StringComparer.Ordinal)
                        .ThenBy(static pair => pair.Key.SpanStart)
                        .Select(static pair => pair.Value)
                        .ToImmutableArray();
                    bodyOf = null;
                }

                return bodies;
            }
        }
    }

    /// <summary>Remembers the bodies of one member. They are bound only when some analysis asks for them: that is most of what a rule costs.</summary>
    public void Add(CodeBlockAnalysisContext context)
    {
        var (owner, model) = (context.OwningSymbol, context.SemanticModel);
        foreach (var syntax in Executables.In(context.CodeBlock, owner))
        {
            if (!Executables.IsCertain(syntax) && Executables.OperationOf(syntax, model) is null)
            {
                continue;
            }

            collected.GetOrAdd(syntax, key => new Body(this, owner, key, () => Executables.OperationOf(key, model)!));
        }
    }

    /// <summary>The body that runs when the method is called; null where it is not in this type.</summary>
    public Body? BodyOf(IMethodSymbol method)
    {
        var definition = method.OriginalDefinition;
        if (definition.MethodKind == MethodKind.LocalFunction)
        {
            return OutermostMethod(definition) is { } outermost ? BodyOf(outermost)?.NestedBodyOf(definition) : null;
        }

        definition = definition.PartialImplementationPart ?? definition;
        var all = Bodies;
        lock (gate)
        {
            if (bodyOf is null)
            {
                bodyOf = new(SymbolEqualityComparer.Default);
                foreach (var body in all)
                {
                    bodyOf[body.Owner] = body;
                }
            }

            return bodyOf.TryGetValue(definition, out var found) ? found : null;
        }
    }

    /// <summary>An analysis of the whole type, made once whichever rule asks first.</summary>
    public T Analysis<T>(Func<TypeFacts, T> create)
        where T : class =>
        (T)analyses.GetOrAdd(typeof(T), _ => new(() => create(this))).Value;

    /// <summary>The bodies whose text has one of the words, and all that call them, however indirectly.</summary>
    public IEnumerable<Body> BodiesThatReach(WordSet words)
    {
        var scan = Analysis(static type => new TypeScan(type));
        var reached = new HashSet<Body>(Bodies.Where(body => body.ContainsAny(words)));
        var pending = new Stack<Body>(reached);
        while (pending.Count > 0)
        {
            foreach (var caller in scan.CallersOf(pending.Pop().Owner))
            {
                if (reached.Add(caller))
                {
                    pending.Push(caller);
                }
            }
        }

        return Bodies.Where(reached.Contains);
    }

    /// <summary>Whether all members of the path keep the value they had when their object was built.</summary>
    public bool IsNeverReassigned(AccessPath path)
    {
        foreach (var member in path.Members)
        {
            if (!member.IsStable()
                && (member.DeclaredAccessibility != Accessibility.Private || Analysis(static type => new TypeScan(type)).IsReassigned(member)))
            {
                return false;
            }
        }

        return path.Root is not (PathRoot.Local or PathRoot.Parameter) || path.IsStable || !path.Members.IsEmpty;
    }

    private static IMethodSymbol? OutermostMethod(IMethodSymbol function)
    {
        ISymbol? symbol = function;
        while (symbol is IMethodSymbol { MethodKind: MethodKind.LocalFunction or MethodKind.AnonymousFunction })
        {
            symbol = symbol.ContainingSymbol;
        }

        return symbol as IMethodSymbol;
    }
}
