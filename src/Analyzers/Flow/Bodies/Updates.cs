using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Flow.Bodies;

/// <summary>Writes whose new value is made of the old one, in more than one step.</summary>
internal static class Updates
{
    public static bool Is(Access write, Body body) => StepOf(write.Operation) switch
    {
        IIncrementOrDecrementOperation or ICompoundAssignmentOperation => true,
        ISimpleAssignmentOperation assignment => IsMadeOf(assignment.Value, write.Location, body),
        _ => false,
    };

    /// <summary>The operation that writes to the place; null where it is not the target of one.</summary>
    public static IOperation? StepOf(IOperation place)
    {
        // A field of a struct is a part of the variable that holds the struct.
        while (place.Parent is IFieldReferenceOperation { Instance.Type.IsValueType: true } part && part.Instance == place)
        {
            place = part;
        }

        return place.Parent switch
        {
            IIncrementOrDecrementOperation step => step,
            IAssignmentOperation assignment when assignment.Target == place => assignment,
            _ => null,
        };
    }

    private static bool IsMadeOf(IOperation value, MemoryLocation location, Body body)
    {
        value = body.Definitions.SkipWrappers(value);
        return value switch
        {
            IBinaryOperation binary => IsAt(binary.LeftOperand, location, body) || IsAt(binary.RightOperand, location, body),
            IInvocationOperation { TargetMethod.ContainingType.Name: "Math", Arguments.Length: 2 } choice => choice.Arguments.Any(argument => IsAt(argument.Value, location, body)),
            IInvocationOperation { Instance: { } instance } call => call.TargetMethod.ContainingType.Name.StartsWith("Immutable", StringComparison.Ordinal) && IsAt(instance, location, body),
            _ => false,
        };
    }

    /// <summary>The operand is the location, or the first operand of a chain is: <c>x + a + b</c>.</summary>
    private static bool IsAt(IOperation operand, MemoryLocation location, Body body)
    {
        operand = body.Definitions.SkipWrappers(operand);
        while (operand is IBinaryOperation inner)
        {
            operand = body.Definitions.SkipWrappers(inner.LeftOperand);
        }

        return Accesses.Plain(operand, body) is { } access && access.Location.Equals(location);
    }
}
