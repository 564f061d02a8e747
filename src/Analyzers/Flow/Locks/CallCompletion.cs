using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Flow.Locks;

/// <summary>Whether what a call does is done when the caller goes on.</summary>
internal static class CallCompletion
{
    /// <summary>True for a call that returns no task, and for one whose task the caller awaits, waits for or hands on.</summary>
    public static bool IsSynchronous(CallSite call) =>
        call.Callee.Method is not { } method || !ReturnsTask(method) || LockEvents.IsWaitedFor(call.Operation);

    private static bool ReturnsTask(IMethodSymbol method) =>
        method.IsAsync || method.ReturnType.Name is "Task" or "ValueTask";
}
