using ConcurrencyAnalyzers.Flow;
using ConcurrencyAnalyzers.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Rules.Queues;

/// <summary>A question to a concurrent collection, and a call behind it that relies on the answer.</summary>
/// <param name="Check">The question.</param>
/// <param name="Act">The first call that relies on it.</param>
/// <param name="Row">What the call does.</param>
/// <param name="Path">The collection.</param>
internal sealed record CheckedAct(IOperation Check, IOperation Act, MemberEffect Row, AccessPath Path)
{
    /// <summary>The question was whether the queue still takes items.</summary>
    public bool IsAboutEnd { get; init; }

    public static IEnumerable<CheckedAct> In(Body body)
    {
        foreach (var operation in BodyOperations.Evaluation(body.Root))
        {
            var found = operation switch
            {
                IConditionalOperation choice => Of(choice.Condition, Branch.WhenTrue(choice), Branch.WhenFalse(choice), body),
                IWhileLoopOperation { ConditionIsTop: true, Condition: { } condition } loop => Of(condition, [loop.Body], [], body),
                _ => null,
            };
            if (found is not null)
            {
                yield return found;
            }
        }
    }

    private static CheckedAct? Of(IOperation condition, IReadOnlyList<IOperation> whenTrue, IReadOnlyList<IOperation> whenFalse, Body body)
    {
        // Every part of a conjunction holds in the first branch, none of the parts of a disjunction in the second one.
        foreach (var (part, holdsInFirst, failsInSecond) in Parts(condition))
        {
            var question = Question.Of(part, body);
            if (question is not { Operation: { } asked, Row: { } row } || AccessPaths.Of(question.Receiver, body) is not { } path)
            {
                continue;
            }

            var yes = question.IsNegated ? failsInSecond ? whenFalse : [] : holdsInFirst ? whenTrue : [];
            var no = question.IsNegated ? holdsInFirst ? whenTrue : [] : failsInSecond ? whenFalse : [];
            var act = question.Key is { } key ? ByKey(key, path, yes, no, body) : Taking(row, path, yes, body);
            if (act is var (operation, effect))
            {
                return new(asked, operation, effect, path) { IsAboutEnd = row.Effect == Effect.QueryAlive };
            }
        }

        return null;
    }

    private static IEnumerable<(IOperation Part, bool HoldsInFirst, bool FailsInSecond)> Parts(IOperation condition)
    {
        var kind = condition is IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalAnd or BinaryOperatorKind.ConditionalOr } binary ? binary.OperatorKind : BinaryOperatorKind.None;
        while (condition is IBinaryOperation both && both.OperatorKind == kind)
        {
            yield return (both.RightOperand, kind == BinaryOperatorKind.ConditionalAnd, kind == BinaryOperatorKind.ConditionalOr);
            condition = both.LeftOperand;
        }

        yield return (condition, kind != BinaryOperatorKind.ConditionalOr, kind != BinaryOperatorKind.ConditionalAnd);
    }

    /// <summary>Absent, so it is written; or there, so it is read.</summary>
    private static (IOperation, MemberEffect)? ByKey(IOperation key, AccessPath path, IReadOnlyList<IOperation> there, IReadOnlyList<IOperation> absent, Body body) =>
        IsSteady(key) ? Find(there, Effect.ReadItem, path, key, body) ?? Find(absent, Effect.WriteItem, path, key, body) : null;

    private static (IOperation, MemberEffect)? Find(IReadOnlyList<IOperation> branch, Effect effect, AccessPath path, IOperation key, Body body)
    {
        foreach (var operation in branch.SelectMany(BodyOperations.Evaluation))
        {
            if (operation is IPropertyReferenceOperation { Property.IsIndexer: true, Arguments: [var index] } item && path.Equals(AccessPaths.Of(item.Instance, body)))
            {
                var isWrite = item.Parent is IAssignmentOperation { Target: var target } && target == item;
                return isWrite == (effect == Effect.WriteItem)
                    && body.Model.EffectOf(item.Property, isWrite) is { } row && row.Effect == effect
                    && index.Value.Syntax.ToString() == key.Syntax.ToString()
                        ? (item, row)
                        : null;
            }

            // Whatever else is done to the collection in between makes another answer count.
            if (operation is IInvocationOperation { Instance: { } receiver } call && body.Model.EffectOf(call) is { Effect: not Effect.None } && path.Equals(AccessPaths.Of(receiver, body)))
            {
                return null;
            }
        }

        return null;
    }

    /// <summary>There was an element, so it is taken, as if it must still be there.</summary>
    private static (IOperation, MemberEffect)? Taking(MemberEffect check, AccessPath path, IReadOnlyList<IOperation> branch, Body body)
    {
        foreach (var call in branch.SelectMany(BodyOperations.Evaluation).OfType<IInvocationOperation>())
        {
            if (body.Model.EffectOf(call) is { Effect: not Effect.None } row && path.Equals(AccessPaths.Of(call.Instance, body)))
            {
                var isTake = row is { Effect: Effect.Take, IsAsync: false } && check.Type.Kind == PrimitiveKind.Queue && call.Arguments.All(static argument => argument.IsImplicit);
                var isTry = row is { Effect: Effect.TryTake, IsAsync: false, TimeoutParameter: MemberEffect.Absent } && call.Parent is IExpressionStatementOperation && check.Effect == Effect.Check && call.Arguments.Length == 1;
                return row.KeyParameter == MemberEffect.Absent && (isTake || isTry) ? (call, row) : null;
            }
        }

        return null;
    }

    /// <summary>The same text means the same value a moment later.</summary>
    private static bool IsSteady(IOperation key) => !key.Syntax.DescendantNodesAndSelf().Any(static node => node is InvocationExpressionSyntax or BaseObjectCreationExpressionSyntax or AssignmentExpressionSyntax or AwaitExpressionSyntax or PostfixUnaryExpressionSyntax or ElementAccessExpressionSyntax);
}
