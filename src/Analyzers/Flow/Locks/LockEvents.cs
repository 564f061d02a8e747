using ConcurrencyAnalyzers.Model;
using ConcurrencyAnalyzers.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Flow.Locks;

/// <summary>Reads off an operation what it does to a lock.</summary>
internal static class LockEvents
{
    /// <returns>Null for an operation that touches no lock, or one that cannot be named.</returns>
    public static LockEvent? Of(IOperation operation, Body body) => operation switch
    {
        IInvocationOperation call => Of(call, body),
        IPropertyReferenceOperation property => OfProperty(property, body),
        _ => null,
    };

    /// <summary>The call behind a value, if the value is its result, awaited or not: <c>await gate.WaitAsync().ConfigureAwait(false)</c>.</summary>
    public static IInvocationOperation? CallBehind(IOperation value, Body body)
    {
        while (true)
        {
            switch (body.Definitions.SkipWrappers(value))
            {
                case IAwaitOperation awaited:
                    value = awaited.Operation;
                    continue;

                case IInvocationOperation { Instance: { } instance, TargetMethod.Name: "ConfigureAwait" or "GetAwaiter" or "GetResult" or "AsTask" } through:
                    value = instance;
                    continue;

                case IInvocationOperation call:
                    return call;

                default:
                    return null;
            }
        }
    }

    private static LockEvent? Of(IInvocationOperation call, Body body)
    {
        if (call.TargetMethod.Name is "Dispose" or "DisposeAsync" && call.Arguments.IsEmpty && call.Instance is { } scope)
        {
            return OfScopeEnd(call, scope, body);
        }

        if (body.Model.EffectOf(call) is not { } effect || KindOf(effect, call) is not { } kind)
        {
            return null;
        }

        var key = AccessPaths.Of(KeyOperand(call, effect), body);
        return key is null ? null : new(kind, key, effect, call, CountOf(call, effect), TakenOf(call, effect, body));
    }

    private static LockEvent? OfScopeEnd(IInvocationOperation dispose, IOperation scope, Body body)
    {
        if (CallBehind(body.Definitions.Origin(scope), body) is { } enter
            && body.Model.EffectOf(enter) is { ReturnsScope: true } effect
            && AccessPaths.Of(KeyOperand(enter, effect), body) is { } key)
        {
            return new(LockEventKind.Release, key, effect, dispose);
        }

        return body.Definitions.SkipWrappers(scope) is ILocalReferenceOperation { Local: var local } ? OfOutScopeEnd(dispose, local, body) : null;
    }

    /// <summary><c>if (gate.TryEnter(timeout, out var scope)) using (scope) …</c></summary>
    private static LockEvent? OfOutScopeEnd(IInvocationOperation dispose, ILocalSymbol scope, Body body)
    {
        if (body.Model.TypeOf(scope.Type)?.Kind != PrimitiveKind.Scope)
        {
            return null;
        }

        foreach (var operation in body.Operations.All)
        {
            if (operation is IInvocationOperation enter
                && body.Model.EffectOf(enter) is { ScopeParameter: not MemberEffect.Absent } effect
                && enter.ArgumentFor(effect.ScopeParameter)?.Value is { } argument
                && LocalOf(argument) is { } local
                && SymbolEqualityComparer.Default.Equals(local, scope)
                && AccessPaths.Of(KeyOperand(enter, effect), body) is { } key)
            {
                return new(LockEventKind.Release, key, effect, dispose);
            }
        }

        return null;
    }

    private static ILocalSymbol? LocalOf(IOperation argument) => argument switch
    {
        ILocalReferenceOperation local => local.Local,
        IDeclarationExpressionOperation { Expression: ILocalReferenceOperation local } => local.Local,
        _ => null,
    };

    private static LockEvent? OfProperty(IPropertyReferenceOperation property, Body body) =>
        property.Instance is { } instance
        && body.Model.EffectOf(property.Property, isWrite: false) is { Effect: Effect.QueryHeld } effect
        && AccessPaths.Of(instance, body) is { } key
            ? new(LockEventKind.Query, key, effect, property)
            : null;

    private static LockEventKind? KindOf(MemberEffect effect, IInvocationOperation call) => effect.Effect switch
    {
        Effect.Acquire => effect.IsAsync && !IsWaitedFor(call) ? LockEventKind.PendingAcquire : LockEventKind.Acquire,
        Effect.TryAcquire when WaitTimes.Of(effect, call) == WaitTime.Infinite => effect.IsAsync && !IsWaitedFor(call) ? LockEventKind.PendingAcquire : LockEventKind.Acquire,
        Effect.TryAcquire => effect.IsAsync && !IsWaitedFor(call) ? LockEventKind.PendingAcquire : LockEventKind.TryAcquire,
        Effect.Release => LockEventKind.Release,
        Effect.QueryHeld or Effect.ChangeMode => LockEventKind.Query,
        _ => null,
    };

    private static IOperation? KeyOperand(IInvocationOperation call, MemberEffect effect) =>
        effect.KeyParameter == MemberEffect.Absent ? call.Instance : call.ArgumentFor(effect.KeyParameter)?.Value;

    private static int? CountOf(IInvocationOperation call, MemberEffect effect)
    {
        if (effect.CountParameter == MemberEffect.Absent || effect.ReturnsScope)
        {
            return 1;
        }

        return call.ArgumentFor(effect.CountParameter)?.Value.ConstantValue is { HasValue: true, Value: int count } ? count : null;
    }

    private static ILocalSymbol? TakenOf(IInvocationOperation call, MemberEffect effect, Body body) =>
        effect.TakenParameter != MemberEffect.Absent
        && call.ArgumentFor(effect.TakenParameter) is { } argument
        && body.Definitions.SkipWrappers(argument.Value) is ILocalReferenceOperation local
            ? local.Local
            : null;

    /// <summary>Whether the operation is nothing but the question of a condition, or of an assertion: its answer leads somewhere else or nowhere.</summary>
    public static bool IsCondition(IOperation query)
    {
        if (query.Type?.SpecialType != SpecialType.System_Boolean)
        {
            return false;
        }

        var parent = query.Parent;
        while (parent is IUnaryOperation { OperatorKind: UnaryOperatorKind.Not } or IParenthesizedOperation or IConversionOperation)
        {
            parent = parent.Parent;
        }

        return parent is null or IArgumentOperation { Parent: IInvocationOperation { TargetMethod: { Name: "Assert", ContainingType.Name: "Debug" or "Trace" } } };
    }

    /// <summary>Whether this body, or whoever gets the task as this body's result, goes on only once the task has ended.</summary>
    public static bool IsWaitedFor(IOperation call)
    {
        for (var parent = call.Parent; parent is not null; parent = parent.Parent)
        {
            switch (parent)
            {
                case IAwaitOperation or IReturnOperation:
                    return true;

                case IInvocationOperation { TargetMethod.Name: "ConfigureAwait" or "GetAwaiter" or "AsTask" } or IConversionOperation or IParenthesizedOperation:
                    continue;

                case IInvocationOperation { TargetMethod.Name: "GetResult" or "Wait" } wait:
                    return wait.Arguments.IsEmpty;

                case IPropertyReferenceOperation { Property.Name: "Result" }:
                    return true;

                default:
                    return false;
            }
        }

        // The value of a branch: what a return statement or an expression body hands on.
        return true;
    }
}
