using System.Collections.Immutable;
using ConcurrencyAnalyzers.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Flow;

/// <summary>One executable body: a method, an accessor, an initializer, a lambda or a local function. Everything derived is made on demand and shared by all rules.</summary>
internal sealed class Body
{
    private readonly Lazy<ControlFlowGraph> graph;
    private readonly Lazy<BodyOperations> operations;
    private readonly Lazy<ImmutableArray<Body>> nested;
    private readonly Lazy<Definitions> definitions;

    public Body(TypeFacts type, ISymbol owner, IOperation? source, Func<ControlFlowGraph> graph, Body? parent)
    {
        Source = source;
        Type = type;
        Owner = owner;
        Parent = parent;
        this.graph = new(graph);
        operations = new(() => new(Graph));
        nested = new(FindNested);
        definitions = new(() => parent is null ? new Definitions(this) : parent.Definitions);
    }

    public TypeFacts Type { get; }

    public ConcurrencyModel Model => Type.Model;

    /// <summary>The method that runs the body, or the field or property that an initializer belongs to.</summary>
    public ISymbol Owner { get; }

    public IMethodSymbol? Method => Owner as IMethodSymbol;

    /// <summary>The body that a lambda or local function stands in.</summary>
    public Body? Parent { get; }

    public Body Outermost => Parent?.Outermost ?? this;

    public bool IsAnonymous => Method?.MethodKind is MethodKind.AnonymousFunction;

    /// <summary>The tree of operations that the graph is made of, lambdas included; null for a nested body.</summary>
    public IOperation? Source { get; }

    /// <summary>The operation that the graph was made of.</summary>
    public IOperation Root => Source ?? Graph.OriginalOperation;

    public ControlFlowGraph Graph => graph.Value;

    public BodyOperations Operations => operations.Value;

    /// <summary>Lambdas and local functions that stand directly in this body.</summary>
    public ImmutableArray<Body> Nested => nested.Value;

    public Definitions Definitions => definitions.Value;

    /// <summary>The lambda or local function of this body, however deep, that the symbol stands for.</summary>
    public Body? NestedBodyOf(IMethodSymbol function) =>
        SelfAndNested.FirstOrDefault(body => SymbolEqualityComparer.Default.Equals(body.Owner, function.OriginalDefinition));

    public IEnumerable<Body> SelfAndNested => Nested.SelectMany(static body => body.SelfAndNested).Prepend(this);

    /// <summary>Whether one of the words stands in the body's text.</summary>
    public bool ContainsAny(WordSet words) =>
        CompilationFacts.WordsOf(Root.Syntax.SyntaxTree, CancellationToken.None).ContainsAny(words, Root.Syntax.Span);

    public override string ToString() => Owner.ToDisplayString();

    private ImmutableArray<Body> FindNested()
    {
        var bodies = ImmutableArray.CreateBuilder<Body>();
        var inGraph = Graph;
        foreach (var function in inGraph.LocalFunctions)
        {
            bodies.Add(new(Type, function, null, () => inGraph.GetLocalFunctionControlFlowGraph(function), this));
        }

        foreach (var operation in Operations.All)
        {
            if (operation is IFlowAnonymousFunctionOperation lambda)
            {
                bodies.Add(new(Type, lambda.Symbol, null, () => inGraph.GetAnonymousFunctionControlFlowGraph(lambda), this));
            }
        }

        return bodies.ToImmutable();
    }
}
