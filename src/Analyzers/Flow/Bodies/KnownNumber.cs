using ConcurrencyAnalyzers.Flow.ForkJoin;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Flow.Bodies;

/// <summary>The number that an expression has in any run: a constant, a variable that only ever gets one, the length of an array that is written down.</summary>
internal static class KnownNumber
{
    private const int MaxDepth = 8;

    /// <returns>Null where the number depends on something.</returns>
    public static int? Of(IOperation value, Body body) => Of(value, body, MaxDepth);

    private static int? Of(IOperation value, Body body, int depth)
    {
        value = body.Definitions.SkipWrappers(value);
        if (value.ConstantValue is { HasValue: true, Value: var constant })
        {
            return constant as int?;
        }

        return depth == 0 ? null : value switch
        {
            ILocalReferenceOperation { Local: var local } when body.Definitions.ValueOf(local) is { } only => Of(only, body, depth - 1),
            IFieldReferenceOperation { Field: { IsReadOnly: true } field } => OfField(field, body.Type, depth - 1),
            IBinaryOperation { OperatorMethod: null } sum when Of(sum.LeftOperand, body, depth - 1) is { } left && Of(sum.RightOperand, body, depth - 1) is { } right => Combine(sum.OperatorKind, left, right),
            IPropertyReferenceOperation { Property: { Name: "Length", ContainingType.SpecialType: SpecialType.System_Array }, Instance: { } array } => LengthOf(array, body, depth - 1),
            _ => null,
        };
    }

    /// <summary>The number of elements of an array that the body makes, or the type keeps for good.</summary>
    public static int? LengthOf(IOperation array, Body body) => LengthOf(array, body, MaxDepth);

    private static int? LengthOf(IOperation array, Body body, int depth) => body.Definitions.Origin(array) switch
    {
        IArrayCreationOperation { Initializer: { } all, DimensionSizes.Length: 1 } => all.ElementValues.Length,
        IArrayCreationOperation { DimensionSizes: [var size] } when depth > 0 => Of(size, body, depth - 1),
        IFieldReferenceOperation { Field: { IsReadOnly: true } field } when depth > 0 && ValueOf(field, body.Type) is var (value, place) => LengthOf(value, place, depth - 1),
        _ => null,
    };

    private static int? OfField(IFieldSymbol field, TypeFacts type, int depth) =>
        ValueOf(field, type) is var (value, place) ? Of(value, place, depth) : null;

    /// <summary>The value of the field's initializer, where no constructor gives it another.</summary>
    private static (IOperation Value, Body Body)? ValueOf(IFieldSymbol field, TypeFacts type)
    {
        var values = FieldValues.Of(field, type);
        if (field.DeclaredAccessibility == Accessibility.Private && values.Count != 1)
        {
            return null;
        }

        foreach (var body in type.Bodies)
        {
            if (SymbolEqualityComparer.Default.Equals(body.Owner, field)
                && (field.DeclaredAccessibility == Accessibility.Private || field is { IsStatic: true } && !HasStaticConstructor(field.ContainingType)))
            {
                return body.Operations.All.OfType<ISimpleAssignmentOperation>().LastOrDefault() is { Value: var value } ? (value, body) : null;
            }
        }

        return null;
    }

    private static bool HasStaticConstructor(INamedTypeSymbol type) => type.StaticConstructors.Any(static constructor => !constructor.IsImplicitlyDeclared);

    private static int? Combine(BinaryOperatorKind kind, int left, int right) => kind switch
    {
        BinaryOperatorKind.Add => left + right,
        BinaryOperatorKind.Subtract => left - right,
        BinaryOperatorKind.Multiply => left * right,
        _ => null,
    };
}
