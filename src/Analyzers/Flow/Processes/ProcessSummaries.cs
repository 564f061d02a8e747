using System.Collections.Concurrent;
using ConcurrencyAnalyzers.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Flow.Processes;

/// <summary>
/// What the methods of a type do with processes: what they return, what they do to one that they are given, and what the private fields hold. Thread-safe.
/// </summary>
internal sealed class ProcessSummaries(TypeFacts type)
{
    /// <summary>How many calls deep the analysis looks. Ends recursion too.</summary>
    public const int MaxDepth = 3;

    private readonly ConcurrentDictionary<(Body Callee, int Depth), ReturnedProcess?> returned = new();
    private readonly ConcurrentDictionary<(Body Callee, IParameterSymbol Parameter, int Depth), GivenProcess?> given = new();
    private readonly ConcurrentDictionary<IFieldSymbol, ProcessFields> fields = new(SymbolEqualityComparer.Default);

    public static ProcessSummaries Of(Body body) => body.Type.Analysis(static facts => new ProcessSummaries(facts));

    /// <summary>The process or the settings that a call of the type's own method yields; null where it may be any.</summary>
    public ReturnedProcess? Returned(IOperation call, Body caller, int depth = MaxDepth) =>
        depth > 0 && CallSite.Of(call, caller) is { Callee: { Method: { IsAsync: false, ReturnsByRef: false } } callee }
            ? returned.GetOrAdd((callee, depth), key => ReturnedBy(key.Callee, key.Depth))
            : null;

    /// <summary>The processes that a query makes, one for each element: <c>names.Select(Launch)</c>.</summary>
    public ReturnedProcess? Selected(IOperation operation, Body caller, int depth = MaxDepth)
    {
        if (depth == 0 || operation is not IInvocationOperation { TargetMethod: { Name: "Select", ContainingType.Name: "Enumerable" }, Arguments: [_, { Value: { } selector }] })
        {
            return null;
        }

        var maker = caller.Definitions.Origin(selector) is not IDelegateCreationOperation { Target: var target } ? null
            : target is IFlowAnonymousFunctionOperation lambda ? caller.Outermost.NestedBodyOf(lambda.Symbol)
            : target is IMethodReferenceOperation reference ? type.BodyOf(reference.Method) : null;
        return maker is { Method.IsAsync: false } ? returned.GetOrAdd((maker, depth), key => ReturnedBy(key.Callee, key.Depth)) : null;
    }

    /// <summary>What the type's own method does to the process that is passed for the parameter; null where it keeps it or hands it on.</summary>
    public GivenProcess? Given(IArgumentOperation argument, Body caller, int depth = MaxDepth) =>
        depth > 0 && argument is { Parent: { } call, Parameter: { RefKind: RefKind.None } parameter }
        && CallSite.Of(call, caller) is { Callee: { Method: { IsAsync: false } method } callee }
        && method.Parameters.FirstOrDefault(other => other.Ordinal == parameter.Ordinal) is { } own
            ? given.GetOrAdd((callee, own, depth), key => GivenTo(key.Callee, key.Parameter, key.Depth))
            : null;

    /// <summary>What is known of the field's process, or settings, wherever a body begins.</summary>
    public ProcessFields Field(IFieldSymbol field) => fields.GetOrAdd(field, key => new(key, type));

    private static ReturnedProcess? ReturnedBy(Body callee, int depth)
    {
        var names = new ProcessNames(callee);
        if (!names.IsFollowed(callee.Method!.ReturnType))
        {
            return null;
        }

        var flow = new ProcessFlow(callee, names, depth - 1);
        var result = flow.Run(ProcessState.Entry);
        var values = new HashSet<IOperation>(callee.Graph.Blocks
            .Where(static block => block is { IsReachable: true, FallThroughSuccessor.Semantics: ControlFlowBranchSemantics.Return })
            .Select(static block => block.BranchValue)
            .OfType<IOperation>());
        var nested = new NestedReaders(callee, names);
        var isKnown = !result.IsOverBudget && values.Count > 0;
        ReturnedProcess? found = null;
        result.Visit((operation, state) =>
        {
            if (!values.Contains(operation) || operation.ConstantValue is { HasValue: true, Value: null })
            {
                return;
            }

            if (names.KeyOf(operation) is not { } key || key.Identity is AccessPath { Root: not PathRoot.Local } || IsKept(key, names, callee))
            {
                isKnown = false;
                return;
            }

            var after = flow.Transfer(operation, state);
            var one = new ReturnedProcess(Free(after[key], nested.Of(key)), names.IsProcess(operation.Type) ? Free(after[key.Settings], ProcessStreams.None) : ProcessFacts.Nothing);
            found = found is null ? one : new(found.Facts.Join(one.Facts), found.Settings.Join(one.Settings));
        });
        return isKnown ? found : null;
    }

    private static GivenProcess? GivenTo(Body callee, IParameterSymbol parameter, int depth)
    {
        var names = new ProcessNames(callee);
        if (!names.IsProcess(parameter.Type) || AccessPaths.Of(callee.Operations.All.FirstOrDefault(operation => operation is IParameterReferenceOperation reference && SymbolEqualityComparer.Default.Equals(reference.Parameter, parameter)), callee) is not { IsStable: true } path)
        {
            return null;
        }

        var key = new ProcessKey(path);
        var flow = new ProcessFlow(callee, names, depth - 1);
        var result = flow.Run(ProcessState.Entry);
        if (result.IsOverBudget || IsKept(key, names, callee))
        {
            return null;
        }

        var nested = new NestedReaders(callee, names).Of(key);
        var (undrained, drained, waits) = (ProcessStreams.None, nested, ProcessStreams.None);
        result.Visit((operation, state) =>
        {
            drained |= flow.Transfer(operation, state)[key].Drained;
            if (flow.WaitOf(operation) is { } wait && wait.Process == key)
            {
                waits |= ProcessFacts.Outputs;
                undrained |= wait.Undrained(state[key], nested);
            }
        });

        // What the callee reads after its own wait is the callee's mistake.
        return (drained & undrained) != ProcessStreams.None ? null : new(undrained, drained);
    }

    private static ProcessFacts Free(ProcessFacts facts, ProcessStreams alsoDrained) => new(facts.Redirected, facts.Drained | alsoDrained, ProcessFacts.Nothing.Waits);

    /// <summary>The method puts the process where others find it.</summary>
    private static bool IsKept(ProcessKey key, ProcessNames names, Body callee) => callee.Operations.All.Any(operation => operation switch
    {
        ISimpleAssignmentOperation { Target: IFieldReferenceOperation or IPropertyReferenceOperation or IArrayElementReferenceOperation } assignment => names.IsFollowed(assignment.Value.Type) && names.KeyOf(assignment.Value) == key && !IsOwnSettings(assignment, names),
        _ => names.Elements.Additions(operation) is var (_, added) && added.Any(value => names.KeyOf(value) == key),
    });

    private static bool IsOwnSettings(ISimpleAssignmentOperation assignment, ProcessNames names) =>
        assignment.Target is IPropertyReferenceOperation { Instance: { } process } && names.IsProcess(process.Type);
}
