using System.Collections.Immutable;
using ConcurrencyAnalyzers.Flow;
using ConcurrencyAnalyzers.Model;
using ConcurrencyAnalyzers.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Rules.LockObjects;

/// <summary>Every place of a type that acquires a lock, in the order of the source. No graphs: only which object it is matters here.</summary>
internal sealed class LockUses
{
    private static readonly WordSet Words = Vocabulary.Set(PrimitiveTable.BuiltIn.Names(static (_, member) => IsAcquire(member)).Append("lock"));

    public LockUses(TypeFacts type)
    {
        var all = ImmutableArray.CreateBuilder<LockUse>();
        foreach (var body in type.Bodies)
        {
            if (!body.ContainsAny(Words))
            {
                continue;
            }

            foreach (var operation in BodyOperations.Evaluation(body.Root))
            {
                if (Of(operation, body) is { } use)
                {
                    all.Add(use);
                }
            }
        }

        All = all.ToImmutable();
    }

    public ImmutableArray<LockUse> All { get; }

    /// <summary>The value before it was converted.</summary>
    public static IOperation Unwrap(IOperation value)
    {
        while (true)
        {
            switch (value)
            {
                case IConversionOperation { OperatorMethod: null } conversion:
                    value = conversion.Operand;
                    break;

                case IParenthesizedOperation parenthesized:
                    value = parenthesized.Operand;
                    break;

                default:
                    return value;
            }
        }
    }

    private static bool IsAcquire(MemberEffect member) => member.Effect is Effect.Acquire or Effect.TryAcquire;

    private static LockUse? Of(IOperation operation, Body body)
    {
        switch (operation)
        {
            case ILockOperation statement:
                return new(Unwrap(statement.LockedValue), statement, null, false, body);

            case IInvocationOperation call when body.Model.EffectOf(call) is { } effect && IsAcquire(effect):
                var key = effect.KeyParameter == MemberEffect.Absent ? call.Instance : call.ArgumentFor(effect.KeyParameter)?.Value;
                return key is null ? null : new(Unwrap(key), call, effect, IsBoxing(key), body);

            default:
                return null;
        }
    }

    private static bool IsBoxing(IOperation value) => value is IConversionOperation { Type.IsReferenceType: true } && Unwrap(value).Type is { IsValueType: true };
}
