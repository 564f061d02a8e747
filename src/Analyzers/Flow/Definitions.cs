using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Flow;

/// <summary>
/// Which value each local, parameter and flow capture has where that is plain: it is written once in the whole outermost body, lambdas
/// and local functions included.
/// </summary>
internal sealed class Definitions
{
    /// <summary>An alias of an alias of …: no sensible program goes on for longer, and a broken one could go in circles.</summary>
    private const int MaxAliases = 16;

    private readonly Dictionary<ISymbol, Writes> writes = new(SymbolEqualityComparer.Default);
    private readonly Dictionary<CaptureId, Writes> captures = [];
    private readonly HashSet<CaptureId> targets = [];

    public Definitions(Body outermost)
    {
        foreach (var body in outermost.SelfAndNested)
        {
            foreach (var operation in body.Operations.All)
            {
                Record(operation);
            }
        }
    }

    /// <summary>The only value that the local ever gets; null if there are several or none is known.</summary>
    public IOperation? ValueOf(ILocalSymbol local) => writes.TryGetValue(local, out var found) && found.Count == 1 ? found.Value : null;

    public IOperation? ValueOf(CaptureId capture) => captures.TryGetValue(capture, out var found) && found.Count == 1 ? found.Value : null;

    /// <summary>The capture holds a place that is written to, and not only a value.</summary>
    public bool IsAssigned(CaptureId capture) => targets.Contains(capture);

    /// <summary>How often the local or parameter is written, its declaration included; any hand-over by reference counts.</summary>
    public int WritesTo(ISymbol variable) => writes.TryGetValue(variable, out var found) ? found.Count : 0;

    /// <summary>Looks through captures, conversions and parentheses at the expression that yields the value.</summary>
    public IOperation SkipWrappers(IOperation value)
    {
        while (Unwrap(value) is { } inner)
        {
            value = inner;
        }

        return value;
    }

    /// <summary>As <see cref="SkipWrappers"/>, and on through locals that have one definition.</summary>
    public IOperation Origin(IOperation value)
    {
        value = SkipWrappers(value);
        for (var steps = 0; steps < MaxAliases && value is ILocalReferenceOperation local && ValueOf(local.Local) is { } definition; steps++)
        {
            value = SkipWrappers(definition);
        }

        return value;
    }

    private IOperation? Unwrap(IOperation value) => value switch
    {
        IConversionOperation { OperatorMethod: null } conversion => conversion.Operand,
        IParenthesizedOperation parenthesized => parenthesized.Operand,
        IFlowCaptureReferenceOperation capture => ValueOf(capture.Id),
        _ => null,
    };

    private void Record(IOperation operation)
    {
        switch (operation)
        {
            case IFlowCaptureOperation capture:
                captures[capture.Id] = captures.TryGetValue(capture.Id, out var earlier) ? earlier.Again() : new(1, capture.Value);
                break;

            case ISimpleAssignmentOperation { IsRef: false } assignment:
                Write(assignment.Target, assignment.Value);
                break;

            case IAssignmentOperation assignment:
                Write(assignment.Target, null);
                break;

            case IIncrementOrDecrementOperation step:
                Write(step.Target, null);
                break;

            case IArgumentOperation { Parameter.RefKind: RefKind.Ref or RefKind.Out } argument:
                Write(argument.Value, null);
                break;

            case IAddressOfOperation address:
                Write(address.Reference, null);
                break;
        }
    }

    private void Write(IOperation target, IOperation? value)
    {
        switch (target)
        {
            case ILocalReferenceOperation local:
                Write(local.Local, value);
                break;

            case IParameterReferenceOperation parameter:
                Write(parameter.Parameter, value);
                break;

            case IDeclarationExpressionOperation declaration:
                Write(declaration.Expression, value);
                break;

            case IFlowCaptureReferenceOperation reference when captures.TryGetValue(reference.Id, out var captured):
                targets.Add(reference.Id);
                Write(captured.Value, value);
                break;

            case ITupleOperation tuple:
                foreach (var element in tuple.Elements)
                {
                    Write(element, null);
                }

                break;
        }
    }

    private void Write(ISymbol variable, IOperation? value) =>
        writes[variable] = writes.TryGetValue(variable, out var earlier) ? earlier.Again() : new(1, value!);

    private readonly record struct Writes(int Count, IOperation Value)
    {
        public Writes Again() => this with { Count = Count + 1 };
    }
}
