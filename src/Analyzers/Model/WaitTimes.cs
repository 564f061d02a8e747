using ConcurrencyAnalyzers.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Model;

/// <summary>Reads the timeout of a call: milliseconds or a TimeSpan, −1 ms and null for ever, and a bool that forbids to wait.</summary>
internal static class WaitTimes
{
    public static WaitTime Of(MemberEffect effect, IInvocationOperation call)
    {
        var blocking = effect.BlockingParameter == MemberEffect.Absent ? true : Constant<bool>(call, effect.BlockingParameter);
        return blocking switch
        {
            null => WaitTime.Unknown,
            false => WaitTime.Zero,
            _ when effect.TimeoutParameter != MemberEffect.Absent => OfTimeout(call.ArgumentFor(effect.TimeoutParameter)?.Value),
            _ => IsTry(effect) && effect.BlockingParameter == MemberEffect.Absent ? WaitTime.Zero : WaitTime.Infinite,
        };
    }

    private static bool IsTry(MemberEffect effect) => effect.Effect is Effect.TryAcquire or Effect.TryAcquireAll or Effect.TryJoin or Effect.TryJoinAll
        or Effect.TryJoinQueue or Effect.TryPut or Effect.TrySignalAndWait or Effect.TryTake or Effect.TryWait;

    private static T? Constant<T>(IInvocationOperation call, int ordinal)
        where T : struct =>
        call.ArgumentFor(ordinal)?.Value.ConstantValue is { HasValue: true, Value: T value } ? value : null;

    private static WaitTime OfTimeout(IOperation? timeout)
    {
        while (timeout is IConversionOperation { OperatorMethod: null } conversion)
        {
            timeout = conversion.Operand;
        }

        return timeout switch
        {
            { ConstantValue: { HasValue: true, Value: var value } } => OfConstant(value),
            IDefaultValueOperation { Type: { } type } => IsNullable(type) ? WaitTime.Infinite : WaitTime.Zero,
            IFieldReferenceOperation { Field: { Name: "InfiniteTimeSpan", ContainingType.Name: nameof(Timeout) } } => WaitTime.Infinite,
            IFieldReferenceOperation { Field: { Name: nameof(TimeSpan.Zero), ContainingType.Name: nameof(TimeSpan) } } => WaitTime.Zero,
            IFieldReferenceOperation { Field: { Name: nameof(TimeSpan.MaxValue), ContainingType.Name: nameof(TimeSpan) } } => WaitTime.Finite,
            IInvocationOperation { TargetMethod: { IsStatic: true, ContainingType.Name: nameof(TimeSpan) } } factory => OfFactory(factory),
            _ => WaitTime.Unknown,
        };
    }

    /// <summary>TimeSpan.FromMilliseconds(-1) is for ever, TimeSpan.FromSeconds(2) is not.</summary>
    private static WaitTime OfFactory(IInvocationOperation factory)
    {
        if (factory.Arguments.Length == 0 || factory.ArgumentFor(0)?.Value.ConstantValue is not { HasValue: true, Value: { } value })
        {
            return WaitTime.Unknown;
        }

        var time = OfConstant(value);
        return time == WaitTime.Infinite && factory.TargetMethod.Name != nameof(TimeSpan.FromMilliseconds) ? WaitTime.Unknown
            : time == WaitTime.Zero && factory.Arguments.Length > 1 ? WaitTime.Unknown
            : time;
    }

    private static WaitTime OfConstant(object? value) => value switch
    {
        null => WaitTime.Infinite,
        -1 or -1L or -1d or uint.MaxValue => WaitTime.Infinite,
        0 or 0L or 0d or 0u => WaitTime.Zero,
        int or long or double or uint => WaitTime.Finite,
        _ => WaitTime.Unknown,
    };

    private static bool IsNullable(ITypeSymbol type) => type.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T;
}
