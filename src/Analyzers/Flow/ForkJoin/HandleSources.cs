using ConcurrencyAnalyzers.Flow.Bodies;
using ConcurrencyAnalyzers.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Flow.ForkJoin;

/// <summary>
/// Where the threads and tasks of a type come from: which creations may stand behind a variable, a field, or an element of a collection.
/// Without regard to order; that is the flow's business.
/// </summary>
internal sealed class HandleSources
{
    private const int MaxSteps = 200;

    private static readonly HashSet<string> Adders = new(StringComparer.Ordinal) { "Add", "Enqueue", "Push", "AddLast", "AddFirst", "Insert" };

    private readonly Dictionary<ISymbol, List<PutValue>> held = new(SymbolEqualityComparer.Default);
    private readonly Dictionary<IOperation, List<PutValue>> filled = [];
    private readonly ConcurrencyModel model;
    private readonly Func<PrimitiveKind, bool> isMeant;

    /// <param name="model">The model of the compilation.</param>
    /// <param name="bodies">Where the handles may be made, and put into variables.</param>
    /// <param name="isMeant">Which kinds of handles are meant; threads and tasks where nothing else is said.</param>
    public HandleSources(ConcurrencyModel model, IEnumerable<Body> bodies, Func<PrimitiveKind, bool>? isMeant = null)
    {
        this.model = model;
        this.isMeant = isMeant ?? (static kind => kind is PrimitiveKind.Thread or PrimitiveKind.Task);
        Record(bodies);
    }

    /// <summary>The methods whose calls count as creations; null while nothing is known of any.</summary>
    public HandleFactories? Factories { get; private set; }

    /// <summary>Takes into account what more bodies put into variables and fields. Not while others may ask.</summary>
    public void Record(IEnumerable<Body> bodies)
    {
        foreach (var body in bodies.SelectMany(static body => body.SelfAndNested))
        {
            foreach (var operation in body.Operations.All)
            {
                Record(operation, body);
            }
        }
    }

    /// <summary>Every variable and field that may hold one of the type's handles, or a collection of them.</summary>
    public IEnumerable<ISymbol> Holders => held.Keys;

    /// <summary>From now on a call of a method that makes handles is a creation.</summary>
    public void FindFactories(TypeFacts type, IEnumerable<Body> makers)
    {
        Factories = new(type, this);
        Factories.FindCallers(makers);
    }

    /// <summary>The creations whose handle the expression may yield, or whose handles the collection may contain.</summary>
    public HandleSet Of(IOperation value, Body body)
    {
        var search = new Search();
        Find(value, body, search);
        return search.Result;
    }

    /// <summary>As <see cref="Of(IOperation, Body)"/>; a variable that is assigned again and again holds, in the block that assigns it, what was assigned last.</summary>
    public HandleSet Latest(IOperation handle, IOperation use, Body body)
    {
        if (HolderOf(handle, body) is { } holder)
        {
            foreach (var block in body.Graph.Blocks)
            {
                var operations = body.Operations[block];
                for (var i = operations.IndexOf(use) - 1; i >= 0; i--)
                {
                    if (operations[i] is ISimpleAssignmentOperation assignment && SymbolEqualityComparer.Default.Equals(HolderOf(assignment.Target, body), holder))
                    {
                        return Of(assignment.Value, body);
                    }
                }
            }
        }

        return Of(handle, body);
    }

    public HandleSet Of(ISymbol holder)
    {
        var search = new Search();
        Find(holder, search);
        return search.Result;
    }

    public bool IsHandle(ITypeSymbol? type) => isMeant(model.KindOf(type));

    /// <summary>The variable or field that is named; null where the expression names none.</summary>
    public static ISymbol? HolderOf(IOperation expression, Body body) => body.Definitions.SkipWrappers(expression) switch
    {
        ILocalReferenceOperation local => local.Local,
        IParameterReferenceOperation parameter => parameter.Parameter,
        IFieldReferenceOperation field => field.Field,
        IPropertyReferenceOperation { Property: { IsIndexer: false, DeclaringSyntaxReferences.IsEmpty: false } } property => property.Property,
        _ => null,
    };

    /// <summary>The collection that the expression takes one element from; null where it does not.</summary>
    public static IOperation? CollectionOf(IOperation expression, Body body)
    {
        switch (body.Definitions.SkipWrappers(expression))
        {
            case IArrayElementReferenceOperation element:
                return element.ArrayReference;

            case IPropertyReferenceOperation { Property.IsIndexer: true, Instance: { } instance }:
                return instance;

            case IPropertyReferenceOperation { Property.Name: "Current", Instance: { } enumerator }
                when body.Definitions.SkipWrappers(enumerator) is IInvocationOperation { TargetMethod.Name: "GetEnumerator", Instance: { } enumerated }:
                return enumerated;

            case IInvocationOperation { TargetMethod: { Name: "First" or "Last" or "Single" or "ElementAt", ContainingType.Name: "Enumerable" } } call:
                return call.Arguments[0].Value;

            case { Kind: OperationKind.ImplicitIndexerReference } indexer:
                return indexer.ChildOperations.FirstOrDefault();

            default:
                return null;
        }
    }

    private void Record(IOperation operation, Body body)
    {
        switch (operation)
        {
            case ISimpleAssignmentOperation assignment when MayHold(assignment.Value.Type):
                Put(Target(assignment.Target, body), assignment.Value, body);
                break;

            case IInvocationOperation { Instance: { } instance } call when Adders.Contains(call.TargetMethod.Name) && call.Arguments.Length > 0 && IsHandle(call.Arguments[call.Arguments.Length - 1].Value.Type):
                Put(body.Definitions.SkipWrappers(instance), call.Arguments[call.Arguments.Length - 1].Value, body);
                break;

            case IArgumentOperation { Parameter.RefKind: RefKind.Ref or RefKind.Out } argument when MayHold(argument.Value.Type):
                Put(Target(argument.Value, body), null, body);
                break;
        }
    }

    private static IOperation Target(IOperation target, Body body) => CollectionOf(target, body) is { } collection ? body.Definitions.SkipWrappers(collection) : target;

    private void Put(IOperation target, IOperation? value, Body body)
    {
        List<PutValue> puts;
        if (HolderOf(target, body) is { } holder)
        {
            if (!held.TryGetValue(holder, out puts!))
            {
                held.Add(holder, puts = []);
            }
        }
        else if (!filled.TryGetValue(target, out puts!))
        {
            filled.Add(target, puts = []);
        }

        puts.Add(new(value, body));
    }

    /// <summary>The type is that of a handle, or of a list or array of handles.</summary>
    public bool MayHold(ITypeSymbol? type) => IsHandle(type) || type switch
    {
        IArrayTypeSymbol array => IsHandle(array.ElementType),
        INamedTypeSymbol { TypeArguments.Length: 1 } named => IsHandle(named.TypeArguments[0]) && model.KindOf(named) is PrimitiveKind.None or PrimitiveKind.Unsynchronized,
        _ => false,
    };

    private void Find(ISymbol holder, Search search)
    {
        if (!search.Enter(holder))
        {
            return;
        }

        if (!held.TryGetValue(holder, out var puts) || holder is IParameterSymbol || holder is IFieldSymbol { DeclaredAccessibility: not Accessibility.Private } or IPropertySymbol)
        {
            search.IsComplete = false;
            return;
        }

        Find(puts, search);
    }

    private void Find(List<PutValue> puts, Search search)
    {
        foreach (var put in puts)
        {
            if (put.Value is null)
            {
                search.IsComplete = false;
            }
            else
            {
                Find(put.Value, put.Body, search);
            }
        }
    }

    private void Find(IOperation expression, Body body, Search search)
    {
        // What is spread into a collection is a collection itself.
        var value = body.Definitions.SkipWrappers(expression.Syntax.RawKind == SpreadElement ? expression.ChildOperations.First() : expression);
        if (value.ConstantValue is { HasValue: true, Value: null } || value is IDefaultValueOperation || !search.Step())
        {
            return;
        }

        if (HolderOf(value, body) is { } holder)
        {
            Find(holder, search);
        }
        else if (CollectionOf(value, body) is { } collection)
        {
            Find(collection, body, search);
        }
        else if (IsHandle(value.Type))
        {
            FindHandle(value, body, search);
        }
        else
        {
            FindCollection(value, body, search);
        }
    }

    private void FindHandle(IOperation value, Body body, Search search)
    {
        var effect = Calls.EffectOf(value, body);
        if (effect?.Effect is Effect.Create or Effect.CreateStarted || Factories?.At(value, body) is not null)
        {
            search.Add(value);
        }
        else if (value is IInvocationOperation { Instance: { } instance } && effect is { ReturnsReceiver: true })
        {
            Find(instance, body, search);
        }
        else
        {
            search.IsComplete = false;
        }
    }

    private void FindCollection(IOperation value, Body body, Search search)
    {
        if (filled.TryGetValue(value, out var puts))
        {
            Find(puts, search);
        }

        switch (value)
        {
            case IArrayCreationOperation { Initializer: { } initializer }:
                FindAll(initializer.ElementValues, body, search);
                break;

            case IArrayCreationOperation:
            case IObjectCreationOperation { Arguments.Length: 0 }:
            case IObjectCreationOperation { Constructor: { } constructor } when constructor.Parameters.All(static parameter => parameter.Type.SpecialType == SpecialType.System_Int32):
                break;

            case IInvocationOperation { TargetMethod: { Name: "ToList" or "ToArray", ContainingType.Name: "Enumerable" } } copy:
                Find(copy.Arguments[0].Value, body, search);
                break;

            case IInvocationOperation { TargetMethod: { Name: "Select", ContainingType.Name: "Enumerable" } } select:
                FindSelected(select, body, search);
                break;

            case { Syntax.RawKind: CollectionExpression }:
                FindAll(value.ChildOperations, body, search);
                break;

            case IInvocationOperation when Factories?.At(value, body) is not null:
                search.Add(value);
                break;

            default:
                search.IsComplete = false;
                break;
        }
    }

    /// <summary>The kind of <c>[a, b]</c>, which the oldest Roslyn we load in does not know.</summary>
    public const int CollectionExpression = 9076;

    private const int SpreadElement = 9078;

    private void FindAll(IEnumerable<IOperation> elements, Body body, Search search)
    {
        foreach (var element in elements)
        {
            Find(element, body, search);
        }
    }

    /// <summary>What a query's selector returns is what the query contains.</summary>
    private void FindSelected(IInvocationOperation select, Body body, Search search)
    {
        if (BodyFinder.OfDelegate(select.Arguments[select.Arguments.Length - 1].Value, body) is not { } selector)
        {
            search.IsComplete = false;
            return;
        }

        foreach (var block in selector.Body.Graph.Blocks)
        {
            if (block is { BranchValue: { } value, FallThroughSuccessor.Semantics: ControlFlowBranchSemantics.Return })
            {
                Find(value, selector.Body, search);
            }
        }
    }

    private sealed record PutValue(IOperation? Value, Body Body);

    private sealed class Search
    {
        private readonly HashSet<ISymbol> seen = new(SymbolEqualityComparer.Default);
        private readonly List<IOperation> creations = [];
        private int stepsLeft = MaxSteps;

        public bool IsComplete { get; set; } = true;

        public HandleSet Result => new(creations, IsComplete);

        public bool Enter(ISymbol holder) => seen.Add(holder);

        public bool Step()
        {
            IsComplete &= --stepsLeft > 0;
            return stepsLeft > 0;
        }

        public void Add(IOperation creation)
        {
            if (!creations.Contains(creation))
            {
                creations.Add(creation);
            }
        }
    }
}
