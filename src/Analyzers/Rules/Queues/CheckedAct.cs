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

    /// <summary>What is written is made of what was there.</summary>
    public bool IsUpdate { get; init; }

    /// <summary>There was nothing, so a collection is made and put there: another thread may have done so, too, and have begun to fill its own.</summary>
    public bool IsMiss { get; init; }

    /// <summary>The acts of a body; where one question has two, they follow each other.</summary>
    public static IEnumerable<CheckedAct> In(Body body) => BodyOperations.Evaluation(body.Root).SelectMany(operation => operation switch
    {
        IConditionalOperation choice => Of(choice.Condition, Branch.WhenTrue(choice), Branch.WhenFalse(choice), AssignedBy(choice), body),
        IWhileLoopOperation { ConditionIsTop: true, Condition: { } condition } loop => Of(condition, [loop.Body], [], null, body),
        _ => [],
    });

    private static IEnumerable<CheckedAct> Of(IOperation condition, IReadOnlyList<IOperation> whenTrue, IReadOnlyList<IOperation> whenFalse, ISimpleAssignmentOperation? assigned, Body body)
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
            if (question.Key is { } key)
            {
                foreach (var act in IsSteady(key) ? ByKey(question, key, path, yes, no, assigned, body) : [])
                {
                    yield return act;
                }
            }
            else if (Taking(row, path, yes, body) is var (operation, effect))
            {
                yield return new(asked, operation, effect, path) { IsAboutEnd = row.Effect == Effect.QueryAlive };
            }
        }
    }

    /// <summary>The assignment whose value the choice is.</summary>
    private static ISimpleAssignmentOperation? AssignedBy(IConditionalOperation choice)
    {
        var parent = choice.Parent;
        while (parent is IConversionOperation or IParenthesizedOperation)
        {
            parent = parent.Parent;
        }

        return parent as ISimpleAssignmentOperation;
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

    /// <summary>There, so it is read; or absent, so it is written; or there, and what is written is made of it.</summary>
    private static IEnumerable<CheckedAct> ByKey(Question question, IOperation key, AccessPath path, IReadOnlyList<IOperation> there, IReadOnlyList<IOperation> absent, ISimpleAssignmentOperation? assigned, Body body)
    {
        var value = question.Value;
        if (value is null && Find(there, Effect.ReadItem, path, key, body) is var (read, reading))
        {
            yield return new(question.Operation, read, reading, path);
        }

        if (value is null && Find(absent, Effect.WriteItem, path, key, body) is var (write, writing))
        {
            yield return new(question.Operation, write, writing, path);
        }

        if (value is not null && Find(there, Effect.WriteItem, path, key, body) is var (change, changing) && change.Parent is ISimpleAssignmentOperation { Value: var made } && IsMadeOf(made, value))
        {
            yield return new(question.Operation, change, changing, path) { IsUpdate = true };
        }

        if (value is not null && Find(absent, Effect.WriteItem, path, key, body) is var (put, putting) && put.Parent is ISimpleAssignmentOperation { Value: var added } && IsNewCollection(added, value, absent))
        {
            yield return new(question.Operation, put, putting, path) { IsMiss = true };
        }

        if (assigned is not null && Find([assigned], Effect.WriteItem, path, key, body) is var (whole, setting) && whole == assigned.Target
            && there.Any(part => value is null ? Find([part], Effect.ReadItem, path, key, body) is not null : IsMadeOf(part, value)))
        {
            yield return new(question.Operation, whole, setting, path) { IsUpdate = true };
        }
    }

    /// <summary>A collection that is made here, or the variable that has just got one: whatever others put into theirs is lost.</summary>
    private static bool IsNewCollection(IOperation added, ILocalSymbol value, IReadOnlyList<IOperation> branch)
    {
        var made = Strip(added);
        if (made is ILocalReferenceOperation local && SymbolEqualityComparer.Default.Equals(local.Local, value))
        {
            var writes = branch.SelectMany(BodyOperations.Evaluation).OfType<ISimpleAssignmentOperation>()
                .Where(write => write.Target is ILocalReferenceOperation target && SymbolEqualityComparer.Default.Equals(target.Local, value)).ToList();
            made = writes is [{ Value: var only }] ? Strip(only) : made;
        }

        made = made is ISimpleAssignmentOperation { Value: var inner } ? Strip(inner) : made;
        return made is IObjectCreationOperation { Type: { SpecialType: not SpecialType.System_String } type }
            && type.AllInterfaces.Any(static implemented => implemented.SpecialType == SpecialType.System_Collections_IEnumerable)
            && type.AllInterfaces.Any(static implemented => implemented.Name is "ICollection" or "IProducerConsumerCollection");
    }

    private static IOperation Strip(IOperation value)
    {
        while (value is IConversionOperation { OperatorMethod: null } conversion)
        {
            value = conversion.Operand;
        }

        return value;
    }

    /// <summary>The value comes up in the expression, and is not all of it.</summary>
    private static bool IsMadeOf(IOperation made, ILocalSymbol value) =>
        made is not ILocalReferenceOperation && BodyOperations.Evaluation(made).Any(part => part is ILocalReferenceOperation local && SymbolEqualityComparer.Default.Equals(local.Local, value));

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
