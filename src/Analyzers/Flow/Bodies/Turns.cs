using ConcurrencyAnalyzers.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Flow.Bodies;

/// <summary>Ways to keep other threads out that are no lock of the table: taking turns with signals, claiming by an atomic exchange, a lock of the user's own.</summary>
internal static class Turns
{
    private static readonly string[] LockWords = ["lock", "enter", "acquire", "mutex", "synchron", "exclusive", "critical", "semaphore", "wait", "await", "throttle", "guard"];

    public static bool IsTurn(MemberEffect effect, IOperation operation) => effect.Effect switch
    {
        // Whoever waits for a gate that stays open is not alone behind it.
        Effect.Wait or Effect.TryWait => operation is not IInvocationOperation { Instance.Type: { } type } || !(type.Name is "ManualResetEvent" or "ManualResetEventSlim" or "EventFlag"),
        Effect.SignalAndWait or Effect.TrySignalAndWait or Effect.JoinQueue or Effect.TryJoinQueue => true,
        Effect.Atomic when effect.Type.SimpleName == "Interlocked" => effect.Name is "CompareExchange" or "Exchange" || IsCompared(operation),
        _ => EffectGroups.IsJoin(effect.Effect),
    };

    /// <summary>An await of anything but time, input and output, or items.</summary>
    public static bool IsTurn(IAwaitOperation await, Body body)
    {
        var awaited = body.Definitions.SkipWrappers(await.Operation);
        while (awaited is IInvocationOperation { TargetMethod.Name: "ConfigureAwait", Instance: { } inner })
        {
            awaited = body.Definitions.SkipWrappers(inner);
        }

        return Calls.EffectOf(awaited, body) is not { Effect: Effect.Block or Effect.Take or Effect.TryTake or Effect.Put or Effect.TryPut or Effect.Acquire or Effect.TryAcquire }
            && awaited is not IInvocationOperation { TargetMethod: { Name: "Yield", ContainingType.Name: "Task" } };
    }

    /// <summary>Code that is not known here, and whose name or use says that it may be a lock.</summary>
    public static bool IsTurn(IOperation unknown) => unknown switch
    {
        IInvocationOperation call => IsLockWord(call.TargetMethod.Name) || IsLockWord(call.TargetMethod.ContainingType?.Name ?? "") || IsDisposable(call.Type),
        IObjectCreationOperation creation => IsLockWord(creation.Type?.Name ?? ""),
        IPropertyReferenceOperation => false,
        _ => true,
    };

    /// <summary>The body calls something before that has the name of a lock, or of taking one.</summary>
    public static bool IsAfterLockName(IOperation place, Body body) => body.Operations.All.Any(operation =>
        operation is IInvocationOperation call && call.Syntax.SpanStart < place.Syntax.SpanStart && IsLockWord(call.TargetMethod.Name) && Calls.EffectOf(call, body) is null);

    private static bool IsLockWord(string name) => LockWords.Any(word => name.IndexOf(word, StringComparison.OrdinalIgnoreCase) >= 0);

    private static bool IsDisposable(ITypeSymbol? type) =>
        type is { SpecialType: SpecialType.System_IDisposable } || type?.AllInterfaces.Any(static one => one.SpecialType == SpecialType.System_IDisposable) == true;

    /// <summary>One of all who count gets a certain number: the first, or the last.</summary>
    private static bool IsCompared(IOperation count)
    {
        var parent = count.Parent;
        while (parent is IConversionOperation or IParenthesizedOperation)
        {
            parent = parent.Parent;
        }

        return parent is IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals } or IIsPatternOperation;
    }
}
