using System.Collections.Immutable;
using ConcurrencyAnalyzers.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Flow;

/// <summary>One executable body: a method, an accessor, an initializer, a lambda or a local function. Everything derived is made on demand and shared by all rules.</summary>
internal sealed class Body
{
    private readonly SyntaxNode? syntax;
    private readonly Lazy<IOperation>? source;
    private readonly Lazy<ControlFlowGraph> graph;
    private readonly Lazy<BodyOperations> operations;
    private readonly Lazy<ImmutableArray<Body>> nested;
    private readonly Lazy<Definitions> definitions;

    /// <summary>An outermost body, which is bound and gets its graph when somebody asks for it.</summary>
    public Body(TypeFacts type, ISymbol owner, SyntaxNode syntax, Func<IOperation> bind)
        : this(type, owner, parent: null)
    {
        this.syntax = syntax;
        source = new(bind);
        graph = new(() => Executables.GraphOf(source.Value));
        definitions = new(() => new(this));
    }

    /// <summary>A lambda or a local function.</summary>
    private Body(Body parent, IMethodSymbol function, Func<ControlFlowGraph> graph)
        : this(parent.Type, function, parent)
    {
        this.graph = new(graph);
        definitions = new(() => parent.Definitions);
    }

    private Body(TypeFacts type, ISymbol owner, Body? parent)
    {
        Type = type;
        Owner = owner;
        Parent = parent;
        graph = null!;
        definitions = null!;
        operations = new(() => new(Graph));
        nested = new(FindNested);
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
    public IOperation? Source => source?.Value;

    /// <summary>The operation that the graph was made of.</summary>
    public IOperation Root => Source ?? Graph.OriginalOperation;

    /// <summary>Whether anybody has asked for the operations.</summary>
    public bool IsBound => source is null or { IsValueCreated: true };

    /// <summary>What stands in the source. To ask an outermost body for it does not bind it.</summary>
    public SyntaxNode Syntax => syntax ?? Root.Syntax;

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
        CompilationFacts.WordsOf(Syntax.SyntaxTree, CancellationToken.None).ContainsAny(words, Syntax.Span);

    /// <summary>Whether the word, which need not be of the <see cref="Vocabulary"/>, stands in the body's text.</summary>
    public bool Mentions(string word) => CompilationFacts.WordsOf(Syntax.SyntaxTree, CancellationToken.None).Mentions(word, Syntax.Span);

    /// <summary>Whether an object of one of the types may be made here: only <c>new(…)</c> does not name the type.</summary>
    public bool MayCreate(WordSet types) => ContainsAny(types) || HasUntypedCreation;

    /// <summary>Whether an object may be made here whose type is not named.</summary>
    public bool HasUntypedCreation => Contains("new(") || Contains("new (");

    /// <summary>Whether a task may be made here by its constructor. Half of all async code names the type, and hardly any does that.</summary>
    public bool MayCreateTask => Contains("new Task") || Contains("Tasks.Task(") || Contains("Tasks.Task<") || (HasUntypedCreation && Mentions(nameof(Task)));

    /// <summary>Whether an object of the type may be made here.</summary>
    public bool MayCreate(INamedTypeSymbol type) => Mentions(type) || HasUntypedCreation;

    /// <summary>Whether the characters stand anywhere in the body's text.</summary>
    public bool Contains(string characters) => CompilationFacts.WordsOf(Syntax.SyntaxTree, CancellationToken.None).Contains(characters, Syntax.Span);

    /// <summary>Whether the body may name the symbol: without the name in its text it cannot.</summary>
    public bool Mentions(ISymbol symbol) => symbol is IPropertySymbol { IsIndexer: true } || Mentions(symbol.Name);

    public override string ToString() => Owner.ToDisplayString();

    private ImmutableArray<Body> FindNested()
    {
        var bodies = ImmutableArray.CreateBuilder<Body>();
        var inGraph = Graph;
        foreach (var function in inGraph.LocalFunctions)
        {
            bodies.Add(new(this, function, () => inGraph.GetLocalFunctionControlFlowGraph(function)));
        }

        foreach (var operation in Operations.All)
        {
            if (operation is IFlowAnonymousFunctionOperation lambda)
            {
                bodies.Add(new(this, lambda.Symbol, () => inGraph.GetAnonymousFunctionControlFlowGraph(lambda)));
            }
        }

        return bodies.ToImmutable();
    }
}
