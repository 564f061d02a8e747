using ConcurrencyAnalyzers.Model;
using ConcurrencyAnalyzers.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Flow.Processes;

/// <summary>
/// The waits for a process whose input was written to and never closed. A child that reads to the end of its input waits for more, as <c>sort</c> does; one that
/// reads a line and goes does not.
/// </summary>
internal static class OpenInputs
{
    private static readonly HashSet<string> Writes = new(StringComparer.Ordinal) { "Write", "WriteAsync", "WriteLine", "WriteLineAsync" };

    /// <summary>What a child that is talked to is told at the end.</summary>
    private static readonly HashSet<string> Farewells = new(StringComparer.OrdinalIgnoreCase) { "bye", "end", "exit", "exit 0", "logout", "q", "quit", "stop" };

    public static IEnumerable<(IOperation Wait, IOperation Process, IPropertyReferenceOperation Input)> In(Body body)
    {
        var names = new ProcessNames(body);
        foreach (var uses in InputsIn(body).GroupBy(use => names.KeyOf(use.Instance)))
        {
            if (uses.Key is { Identity: not AccessPath { IsField: true } } process
                && uses.Any(IsWrite) && uses.All(static use => IsWrite(use) || IsNeutral(use))
                && !body.Outermost.SelfAndNested.Any(other => !ReferenceEquals(other, body) && InputsIn(other).Any())
                && !IsEndedOrHandedOn(process, names, body)
                && WaitAfter(uses.Last(), process, names, body) is var (wait, expression))
            {
                yield return (wait, expression, uses.First());
            }
        }
    }

    private static IEnumerable<IPropertyReferenceOperation> InputsIn(Body body) => body.Operations.All.OfType<IPropertyReferenceOperation>()
        .Where(property => body.Model.EffectOf(property.Property, isWrite: false) is { Effect: Effect.OpenStream, Streams: ProcessStreams.Input });

    private static bool IsWrite(IPropertyReferenceOperation input) =>
        input.Parent is IInvocationOperation { Instance: { } instance } call && instance == input && Writes.Contains(call.TargetMethod.Name)
        && !call.Arguments.Any(static argument => argument.Value.ConstantValue is { HasValue: true, Value: string text } && Farewells.Contains(text.Trim()));

    private static bool IsNeutral(IPropertyReferenceOperation input) => input.Parent switch
    {
        IInvocationOperation { TargetMethod.Name: "Flush" or "FlushAsync" } => true,
        IPropertyReferenceOperation { Property.Name: "AutoFlush" or "NewLine" } => true,
        _ => false,
    };

    /// <summary>Somebody else may close the input, or the child goes without.</summary>
    private static bool IsEndedOrHandedOn(ProcessKey process, ProcessNames names, Body body) => body.Operations.All.Any(operation => operation switch
    {
        IInvocationOperation { Instance: { } instance } call when names.IsProcess(instance.Type) => body.Model.EffectOf(call) is { Effect: Effect.Stop or Effect.Dispose } && !call.IsImplicit && names.KeyOf(instance) == process,
        IArgumentOperation argument => names.IsProcess(argument.Value.Type) && names.KeyOf(argument.Value) == process,
        ISimpleAssignmentOperation { Target: IFieldReferenceOperation or IPropertyReferenceOperation } assignment => names.IsProcess(assignment.Value.Type) && names.KeyOf(assignment.Value) == process,
        _ => false,
    });

    /// <summary>The first wait without a limit behind the last write.</summary>
    private static (IOperation Wait, IOperation Process)? WaitAfter(IOperation last, ProcessKey process, ProcessNames names, Body body)
    {
        var flow = new ProcessFlow(body, names);
        foreach (var operation in body.Operations.All)
        {
            if (operation.Syntax.SpanStart > last.Syntax.SpanStart && flow.WaitOf(operation) is { Call: var call } found && found.Process == process
                && (call is not IInvocationOperation waiting || body.Model.EffectOf(waiting) is not { Effect: Effect.TryJoin } effect || WaitTimes.Of(effect, waiting) == WaitTime.Infinite))
            {
                return (operation.Syntax.Span.Contains(call.Syntax.Span) ? call : operation, found.Expression);
            }
        }

        return null;
    }
}
