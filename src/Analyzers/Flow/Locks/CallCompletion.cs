using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Flow.Locks;

/// <summary>Whether what a call does is done when the caller goes on.</summary>
internal static class CallCompletion
{
    /// <summary>True for a call that returns no task, and for one whose task the caller awaits, waits for or hands on.</summary>
    public static bool IsSynchronous(CallSite call) =>
        call.Callee.Method is not { } method || !ReturnsTask(method) || LockEvents.IsWaitedFor(call.Operation);

    /// <summary>Whether the method says that it throws, or ends the process.</summary>
    public static bool NeverReturns(IMethodSymbol method)
    {
        foreach (var attribute in method.GetAttributes())
        {
            if (attribute.AttributeClass is { Name: "DoesNotReturnAttribute", ContainingNamespace.Name: "CodeAnalysis" })
            {
                return true;
            }
        }

        return EndsProcess(method);
    }

    /// <summary>Nobody is left that could wait for a lock.</summary>
    public static bool EndsProcess(IMethodSymbol method) =>
        method is { Name: nameof(Environment.Exit) or nameof(Environment.FailFast), ContainingType: { Name: nameof(Environment), ContainingNamespace.Name: nameof(System) } };

    private static bool ReturnsTask(IMethodSymbol method) =>
        method.IsAsync || method.ReturnType.Name is "Task" or "ValueTask";
}
