using ConcurrencyAnalyzers.Flow;
using ConcurrencyAnalyzers.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Rules.Queues;

/// <summary>A question to a concurrent collection: is the key there, is there an element, will there be one?</summary>
/// <param name="Operation">The call or the property.</param>
/// <param name="Row">What the model knows of it.</param>
/// <param name="IsNegated">The condition holds where the answer is no.</param>
internal sealed record Question(IOperation Operation, MemberEffect Row, bool IsNegated)
{
    public IOperation? Receiver => Source ?? Operation switch
    {
        IInvocationOperation call => call.Instance,
        IPropertyReferenceOperation property => property.Instance,
        _ => null,
    };

    /// <summary>The collection, where a query asks it: <c>queue.Any()</c>.</summary>
    private IOperation? Source { get; init; }

    /// <summary>The one key that it is about.</summary>
    public IOperation? Key => Source is null && Operation is IInvocationOperation { Arguments: [{ Value: var key, Parameter.RefKind: RefKind.None }, ..] } ? key : null;

    /// <summary>The variable that gets the value: who has asked that way needs no second look-up.</summary>
    public ILocalSymbol? Value => Operation is IInvocationOperation { Arguments: [_, { Parameter.RefKind: RefKind.Out, Value: var variable }] }
        ? ((variable as IDeclarationExpressionOperation)?.Expression ?? variable) switch { ILocalReferenceOperation local => local.Local, _ => null }
        : null;

    /// <returns>Null where the condition is no such question.</returns>
    public static Question? Of(IOperation condition, Body body)
    {
        var asked = Strip(condition, out var isNegated);
        if (asked is IBinaryOperation comparison)
        {
            return IsPositive(comparison) is { } isPositive && RowOf(comparison.LeftOperand, body) is { Effect: Effect.Check } counted && comparison.LeftOperand is IPropertyReferenceOperation
                ? new(comparison.LeftOperand, counted, isNegated == isPositive)
                : null;
        }

        if (asked is IInvocationOperation { TargetMethod: { Name: "Any", ContainingType: { Name: "Enumerable", ContainingNamespace.Name: "Linq" } }, Arguments: [{ Value: var elements }] })
        {
            var source = body.Definitions.SkipWrappers(elements);
            return CountOf(source.Type, body) is { } count ? new(asked, count, isNegated) { Source = source } : null;
        }

        return (asked, RowOf(asked, body)) switch
        {
            (IInvocationOperation { Arguments: [{ Parameter.RefKind: RefKind.None }] or [{ Parameter.RefKind: RefKind.None }, { Parameter.RefKind: RefKind.Out }] }, { Effect: Effect.Check } row) => new(asked, row, isNegated),

            // Both ask for the contrary: whether it is empty, whether nothing will come any more.
            (IPropertyReferenceOperation, { Effect: Effect.Check or Effect.QueryAlive } row) => new(asked, row, !isNegated),
            _ => null,
        };
    }

    /// <summary>What the collection itself would be asked for.</summary>
    private static MemberEffect? CountOf(ITypeSymbol? type, Body body) =>
        body.Model.TypeOf(type)?.Members.FirstOrDefault(static row => row is { Effect: Effect.Check, Name: "Count" });

    private static IOperation Strip(IOperation condition, out bool isNegated)
    {
        isNegated = false;
        while (true)
        {
            switch (condition)
            {
                case IUnaryOperation { OperatorKind: UnaryOperatorKind.Not } not:
                    isNegated = !isNegated;
                    condition = not.Operand;
                    continue;

                case IParenthesizedOperation inner:
                    condition = inner.Operand;
                    continue;

                case IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals, RightOperand.ConstantValue: { HasValue: true, Value: bool expected } } test:
                    isNegated ^= !expected;
                    condition = test.LeftOperand;
                    continue;

                default:
                    return condition;
            }
        }
    }

    /// <summary>A number of elements in a comparison with a small constant: true for "there are some", false for "there is none".</summary>
    private static bool? IsPositive(IBinaryOperation comparison) => (comparison.OperatorKind, comparison.RightOperand.ConstantValue) switch
    {
        (BinaryOperatorKind.GreaterThan or BinaryOperatorKind.NotEquals, { HasValue: true, Value: 0 }) => true,
        (BinaryOperatorKind.GreaterThanOrEqual, { HasValue: true, Value: 1 }) => true,
        (BinaryOperatorKind.Equals or BinaryOperatorKind.LessThanOrEqual, { HasValue: true, Value: 0 }) => false,
        (BinaryOperatorKind.LessThan, { HasValue: true, Value: 1 }) => false,
        _ => null,
    };

    private static MemberEffect? RowOf(IOperation question, Body body) => question switch
    {
        IInvocationOperation call => body.Model.EffectOf(call),
        IPropertyReferenceOperation property => body.Model.EffectOf(property.Property, isWrite: false),
        _ => null,
    };
}
