using ConcurrencyAnalyzers.Flow.Handles;
using ConcurrencyAnalyzers.Model;
using ConcurrencyAnalyzers.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Flow.Processes;

/// <summary>Which expressions of a body mean an element of a list, an array or a dictionary of processes, and what puts processes into one.</summary>
internal sealed class ProcessElements(Body body)
{
    private static readonly HashSet<string> Views = new(StringComparer.Ordinal) { "ToList", "ToArray", "AsEnumerable", "Reverse", "Values" };

    private static readonly HashSet<string> Removals = new(StringComparer.Ordinal) { "Remove", "RemoveAt", "RemoveAll", "ContainsKey", "Keys" };

    private readonly CountingLoops loops = new(body);
    private Dictionary<CountingLoop, HashSet<object>>? indexed;

    /// <summary>The element that the expression yields; null where it yields something else.</summary>
    public ElementIdentity? Of(IOperation origin)
    {
        if (origin is IPropertyReferenceOperation { Property.Name: "Value", Instance: { } pair } && body.Definitions.Origin(pair) is IPropertyReferenceOperation { Property.Name: "Current" } entry)
        {
            origin = entry;
        }

        if (origin is IPropertyReferenceOperation { Property.Name: "Current", Instance: { } enumerator })
        {
            return body.Definitions.Origin(enumerator) is IInvocationOperation call && EnumeratedBy(call) is { } enumerated ? new(enumerated, call) : null;
        }

        return HandleReader.ElementAccess(origin) is var (collection, index) && CollectionOf(collection) is { } whole ? new(whole, loops.WithIndex(index)?.Condition) : null;
    }

    /// <summary>What names the collection, views and copies of it included.</summary>
    public object? CollectionOf(IOperation? expression)
    {
        while (expression is not null)
        {
            var origin = body.Definitions.Origin(expression);
            var inner = origin switch
            {
                IInvocationOperation call when Views.Contains(call.TargetMethod.Name) => call.Instance ?? (call.Arguments.Length > 0 ? call.Arguments[0].Value : null),
                IPropertyReferenceOperation property when Views.Contains(property.Property.Name) => property.Instance,
                _ => null,
            };
            if (inner is null)
            {
                return origin is IObjectCreationOperation or IArrayCreationOperation or IInvocationOperation ? origin : AccessPaths.Of(origin, body) ?? (object?)AccessPaths.Of(expression, body);
            }

            expression = inner;
        }

        return null;
    }

    /// <summary>The collection whose enumerator the call gets.</summary>
    public object? EnumeratedBy(IInvocationOperation call) =>
        call.TargetMethod.Name == "GetEnumerator" && HoldsProcesses((call.Instance ?? call.Arguments.FirstOrDefault()?.Value) is { } collection ? Strip(collection).Type : null)
            ? CollectionOf(call.Instance ?? call.Arguments[0].Value)
            : null;

    /// <summary>The collections that a counting loop indexes, by the condition or by the assignment that begins it.</summary>
    public IEnumerable<ElementIdentity> LoopOf(IOperation operation, bool isEntry)
    {
        if (loops.IsEmpty)
        {
            return [];
        }

        var loop = isEntry ? operation is ISimpleAssignmentOperation assignment ? loops.StartedBy(assignment) : null : loops.WithCondition(operation);
        return loop is not null && Indexed.TryGetValue(loop, out var collections) ? collections.Select(collection => new ElementIdentity(collection, loop.Condition)) : [];
    }

    /// <summary>The processes that the operation puts into a collection.</summary>
    public (object Collection, IEnumerable<IOperation> Added)? Additions(IOperation operation)
    {
        switch (operation)
        {
            case IInvocationOperation { Instance: { } list, Arguments.Length: > 0 } call
                when CollectionMembers.Of(call.TargetMethod.Name) == CollectionEffect.Add && HoldsProcesses(Strip(list).Type) && CollectionOf(list) is { } collection:
                return (collection, [call.Arguments[call.Arguments.Length - 1].Value]);

            case ISimpleAssignmentOperation assignment when HandleReader.ElementAccess(assignment.Target) is var (array, _) && IsProcess(assignment.Target.Type) && CollectionOf(array) is { } collection:
                return (collection, [assignment.Value]);

            case IArrayCreationOperation { Initializer: { ElementValues: { Length: > 0 } values } } creation when HoldsProcesses(creation.Type):
                return (creation, values);

            default:
                return null;
        }
    }

    /// <summary>Whether the use hands the collection to code that is not followed.</summary>
    public bool Escapes(IOperation use)
    {
        use = use.Converted();
        return use.Parent switch
        {
            IFlowCaptureOperation or IArrayElementReferenceOperation or IBinaryOperation or IIsNullOperation => false,
            ISimpleAssignmentOperation assignment => assignment.Target != use && !(assignment.Target is ILocalReferenceOperation { Local: var local } && body.Definitions.WritesTo(local) == 1),
            IPropertyReferenceOperation property => property.Instance != use,
            IInvocationOperation call => call.Instance != use || !IsKnown(call),
            IArgumentOperation { Parent: IInvocationOperation { TargetMethod.ContainingType.Name: "Enumerable" } call } => !IsQueryOfWaits(call) && !Views.Contains(call.TargetMethod.Name),
            IArgumentOperation { Parent: IInvocationOperation call } => EnumeratedBy(call) is null,
            _ => true,
        };
    }

    public bool HoldsProcesses(ITypeSymbol? type) => type switch
    {
        IArrayTypeSymbol array => IsProcess(array.ElementType),
        INamedTypeSymbol { IsGenericType: true } named => named.TypeArguments.Any(IsProcess),
        _ => false,
    };

    /// <summary><c>all.Select(p => p.WaitForExitAsync())</c>: the collection whose elements are waited for.</summary>
    public IOperation? WaitedByQuery(IOperation query) =>
        body.Definitions.Origin(query) is IInvocationOperation call && IsQueryOfWaits(call) ? call.Arguments[0].Value : null;

    private Dictionary<CountingLoop, HashSet<object>> Indexed
    {
        get
        {
            if (indexed is null)
            {
                indexed = [];
                foreach (var operation in body.Operations.All)
                {
                    if (HandleReader.ElementAccess(operation) is var (array, index) && IsProcess(operation.Type) && loops.WithIndex(index) is { } loop && CollectionOf(array) is { } collection)
                    {
                        if (!indexed.TryGetValue(loop, out var found))
                        {
                            indexed.Add(loop, found = []);
                        }

                        found.Add(collection);
                    }
                }
            }

            return indexed;
        }
    }

    private static bool IsKnown(IInvocationOperation call) =>
        CollectionMembers.Of(call.TargetMethod.Name) is not (CollectionEffect.Unknown or CollectionEffect.ForEach or CollectionEffect.AddAll) || Removals.Contains(call.TargetMethod.Name);

    private bool IsQueryOfWaits(IInvocationOperation call) =>
        call is { TargetMethod: { Name: "Select", ContainingType.Name: "Enumerable" }, Arguments: [_, { Value: { } selector }] }
        && body.Definitions.Origin(selector) is IDelegateCreationOperation { Target: IFlowAnonymousFunctionOperation lambda }
        && body.Outermost.NestedBodyOf(lambda.Symbol) is { } round
        && round.Operations.All.OfType<IInvocationOperation>().ToList() is [{ Instance: { } process } wait]
        && round.Definitions.SkipWrappers(process) is IParameterReferenceOperation
        && body.Model.EffectOf(wait) is { Effect: Effect.Join, IsAsync: true, Type.Kind: PrimitiveKind.Process };

    private bool IsProcess(ITypeSymbol? type) => body.Model.TypeOf(type) is { Kind: PrimitiveKind.Process, IsRuntime: false };

    private static IOperation Strip(IOperation expression) => HandleReader.Strip(expression);
}
