using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Flow;

/// <summary>Says which operations can throw, leaving out what only fails when the program is beyond repair (stack, memory, abort).</summary>
internal static class ThrowOracle
{
    public static bool CanThrow(IOperation operation) => operation switch
    {
        IInvocationOperation call => CanThrow(call.TargetMethod),
        IPropertyReferenceOperation property => !IsAutoProperty(property.Property),
        IObjectCreationOperation or IDynamicInvocationOperation or IDynamicMemberReferenceOperation or IFunctionPointerInvocationOperation => true,
        IAwaitOperation or IThrowOperation => true,
        IArrayElementReferenceOperation => true,
        IConversionOperation conversion => conversion.OperatorMethod is not null || IsChecked(conversion),
        IBinaryOperation binary => binary.OperatorMethod is not null || IsIntegerDivision(binary.OperatorKind, binary.Type, binary.RightOperand),
        ICompoundAssignmentOperation compound => compound.OperatorMethod is not null || IsIntegerDivision(compound.OperatorKind, compound.Type, compound.Value),
        _ => false,
    };

    private static bool CanThrow(IMethodSymbol method) => method.ContainingType?.Name switch
    {
        // What a lock's protocol itself is made of: an exception edge before a release would only say that releases can fail.
        "Monitor" => method.Name is not ("Exit" or "Pulse" or "PulseAll" or "IsEntered"),
        "Interlocked" or "Volatile" => false,
        "Debug" => method.Name != "Assert",
        "Scope" or "Lock" => method.Name is not ("Dispose" or "Exit"),
        _ => true,
    };

    private static bool IsAutoProperty(IPropertySymbol property) =>
        !property.IsIndexer
        && !property.IsVirtual
        && !property.IsAbstract
        && !property.IsOverride
        && property.ContainingType.TypeKind != TypeKind.Interface
        && Symbols.SymbolExtensions.IsAutoProperty(property);

    private static bool IsChecked(IConversionOperation conversion) => conversion.Conversion switch
    {
        _ when conversion.IsTryCast => false,
        { IsReference: true, IsImplicit: false } => true,
        { IsImplicit: false } when IsUnboxing(conversion) => true,
        { IsNumeric: true } => conversion.IsChecked,
        _ => false,
    };

    private static bool IsUnboxing(IConversionOperation conversion) =>
        conversion.Type?.IsValueType == true && conversion.Operand.Type is { IsReferenceType: true, SpecialType: not SpecialType.System_String };

    private static bool IsIntegerDivision(BinaryOperatorKind kind, ITypeSymbol? type, IOperation divisor) =>
        kind is BinaryOperatorKind.Divide or BinaryOperatorKind.Remainder
        && type?.SpecialType is >= SpecialType.System_SByte and <= SpecialType.System_UInt64
        && divisor.ConstantValue is not { HasValue: true };
}
