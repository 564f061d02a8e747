using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Rules.SharedState;

/// <summary>A question whether a field has its value yet: <c>x == null</c>, <c>x is null</c>, <c>!flag</c>.</summary>
internal static class LazyCheck
{
    /// <summary>The field that must be empty for the condition to hold; null where the condition asks something else, or more.</summary>
    public static IFieldReferenceOperation? FieldOf(IOperation condition)
    {
        condition = Unwrap(condition);
        return condition switch
        {
            IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals } equals when IsEmpty(equals.RightOperand) => OwnField(equals.LeftOperand),
            IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals } equals when IsEmpty(equals.LeftOperand) => OwnField(equals.RightOperand),
            IIsPatternOperation { Pattern: IConstantPatternOperation { Value: { } value } } pattern when IsEmpty(value) => OwnField(pattern.Value),
            IUnaryOperation { OperatorKind: UnaryOperatorKind.Not } not => OwnField(not.Operand),
            _ => null,
        };
    }

    /// <summary>The field that has its value already where the condition holds: <c>x != null</c>, <c>x is not null</c>, <c>flag</c>.</summary>
    public static IFieldReferenceOperation? FilledFieldOf(IOperation condition)
    {
        condition = Unwrap(condition);
        return condition switch
        {
            IBinaryOperation { OperatorKind: BinaryOperatorKind.NotEquals } differs when IsEmpty(differs.RightOperand) => OwnField(differs.LeftOperand),
            IBinaryOperation { OperatorKind: BinaryOperatorKind.NotEquals } differs when IsEmpty(differs.LeftOperand) => OwnField(differs.RightOperand),
            IIsPatternOperation { Pattern: INegatedPatternOperation { Pattern: IConstantPatternOperation { Value: { } value } } } pattern when IsEmpty(value) => OwnField(pattern.Value),
            IFieldReferenceOperation { Type.SpecialType: SpecialType.System_Boolean } => OwnField(condition),
            _ => null,
        };
    }

    /// <summary>A field of this object or of the type.</summary>
    public static IFieldReferenceOperation? OwnField(IOperation operation) =>
        Unwrap(operation) is IFieldReferenceOperation { Field.IsReadOnly: false, Instance: null or IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ContainingTypeInstance } } field ? field : null;

    public static bool Mentions(IOperation operation, IFieldSymbol field) =>
        Flow.BodyOperations.Evaluation(operation).Any(inner => inner is IFieldReferenceOperation reference && Is(reference, field));

    public static bool Is(IFieldReferenceOperation reference, IFieldSymbol field) => SymbolEqualityComparer.Default.Equals(reference.Field, field);

    public static IOperation Unwrap(IOperation operation)
    {
        while (operation is IConversionOperation { OperatorMethod: null } or IParenthesizedOperation)
        {
            operation = operation is IConversionOperation conversion ? conversion.Operand : ((IParenthesizedOperation)operation).Operand;
        }

        return operation;
    }

    private static bool IsEmpty(IOperation value) => Unwrap(value) is { ConstantValue: { HasValue: true, Value: null or false } } or IDefaultValueOperation;
}
