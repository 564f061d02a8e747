using ConcurrencyAnalyzers.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Rules.Threads;

/// <summary>A question whether a thread or process still runs.</summary>
/// <param name="Query">The property or call that asks.</param>
/// <param name="Asked">Of what it asks; null where it asks how many there are.</param>
/// <param name="Collection">Of which elements it asks, where it asks of any of several.</param>
internal sealed record EndQuestion(IOperation Query, IOperation? Asked, IOperation? Collection)
{
    /// <summary>The questions of a condition that holds as long as one of the things asked about runs, and no longer.</summary>
    /// <returns>Null where the condition depends on something else too.</returns>
    public static List<EndQuestion>? AllIn(IOperation condition, bool whileTrue, ConcurrencyModel model)
    {
        var questions = new List<EndQuestion>();
        return Collect(condition, whileTrue, model, questions) ? questions : null;
    }

    private static bool Collect(IOperation condition, bool whileTrue, ConcurrencyModel model, List<EndQuestion> questions)
    {
        while (condition is IParenthesizedOperation or IConversionOperation { IsImplicit: true })
        {
            condition = condition.ChildOperations.First();
        }

        switch (condition)
        {
            case IUnaryOperation { OperatorKind: UnaryOperatorKind.Not } not:
                return Collect(not.Operand, !whileTrue, model, questions);

            // "One or the other runs" waits for both; "one and the other" only for the first.
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalOr } either when whileTrue:
                return Collect(either.LeftOperand, whileTrue, model, questions) && Collect(either.RightOperand, whileTrue, model, questions);

            case IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalAnd } both when !whileTrue:
                return Collect(both.LeftOperand, whileTrue, model, questions) && Collect(both.RightOperand, whileTrue, model, questions);

            case IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals, RightOperand.ConstantValue: { HasValue: true, Value: bool expected } } test:
                return Collect(test.LeftOperand, (test.OperatorKind == BinaryOperatorKind.Equals) == expected ? whileTrue : !whileTrue, model, questions);

            case IBinaryOperation { LeftOperand: IPropertyReferenceOperation { Instance: { } stated, Type.TypeKind: TypeKind.Enum }, RightOperand: IFieldReferenceOperation { Field.Name: nameof(System.Threading.ThreadState.Stopped) } } state:
                return state.OperatorKind == (whileTrue ? BinaryOperatorKind.NotEquals : BinaryOperatorKind.Equals) && Add(EffectOf(state.LeftOperand, model), state.LeftOperand, stated);

            case IBinaryOperation { RightOperand.ConstantValue: { HasValue: true, Value: int } } count:
                return Add(count.LeftOperand is IPropertyReferenceOperation { Instance: null } or IInvocationOperation { Instance: null } && IsCount(count, whileTrue) ? EffectOf(count.LeftOperand, model) : null, count.LeftOperand, null);

            case IPropertyReferenceOperation { Instance: { } asked, Type.SpecialType: SpecialType.System_Boolean }:
                return EffectOf(condition, model) is { } effect && effect.TellsEnd != whileTrue && Add(effect, condition, asked);

            case IInvocationOperation { Instance: null, TargetMethod.Name: "Any" or "All", Arguments: [var source, var predicate] } call when call.TargetMethod.Name == "Any" == whileTrue && call.TargetMethod.ContainingNamespace.Name == "Linq":
                return CollectAny(call, source.Value, predicate.Value, whileTrue, model, questions);

            default:
                return false;
        }

        bool Add(MemberEffect? effect, IOperation query, IOperation? asked)
        {
            if (effect is not null)
            {
                questions.Add(new(query, asked, null));
            }

            return effect is not null;
        }
    }

    private static bool IsCount(IBinaryOperation count, bool whileTrue) => count.OperatorKind switch
    {
        BinaryOperatorKind.NotEquals or BinaryOperatorKind.GreaterThan or BinaryOperatorKind.GreaterThanOrEqual => whileTrue,
        BinaryOperatorKind.Equals or BinaryOperatorKind.LessThan or BinaryOperatorKind.LessThanOrEqual => !whileTrue,
        _ => false,
    };

    private static MemberEffect? EffectOf(IOperation query, ConcurrencyModel model)
    {
        var effect = query switch
        {
            IPropertyReferenceOperation property => model.EffectOf(property.Property, isWrite: false),
            IInvocationOperation call => model.EffectOf(call),
            _ => null,
        };
        return effect is { Effect: Effect.QueryAlive } && CONC311BusyWaitingAnalyzer.IsOfKind(effect.Type) ? effect : null;
    }

    private static bool CollectAny(IInvocationOperation call, IOperation source, IOperation predicate, bool whileTrue, ConcurrencyModel model, List<EndQuestion> questions)
    {
        while (source is IConversionOperation conversion)
        {
            source = conversion.Operand;
        }

        var inner = new List<EndQuestion>();
        if (predicate is not IDelegateCreationOperation { Target: IAnonymousFunctionOperation { Body.Operations: [IReturnOperation { ReturnedValue: { } returned }], Symbol.Parameters: [var element] } }
            || !Collect(returned, whileTrue, model, inner)
            || inner is not [{ Asked: IParameterReferenceOperation asked }]
            || !SymbolEqualityComparer.Default.Equals(asked.Parameter, element))
        {
            return false;
        }

        questions.Add(new(call, inner[0].Asked, source));
        return true;
    }
}
