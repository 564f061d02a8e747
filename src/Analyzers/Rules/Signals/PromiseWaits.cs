using ConcurrencyAnalyzers.Flow;
using ConcurrencyAnalyzers.Flow.Handles;
using ConcurrencyAnalyzers.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Rules.Signals;

/// <summary>Who waits for a promise that one call alone can fulfil.</summary>
internal static class PromiseWaits
{
    /// <returns>Null where somebody else may fulfil it, or nobody waits without a limit; uncertain where the task is handed out.</returns>
    public static (IOperation Wait, Body Body, bool IsCertain)? For(IInvocationOperation signal, TypeFacts type)
    {
        var own = type.Analysis(static facts => new OwnPromises(facts)).All.FirstOrDefault(promise => promise.Uses.Any(use => use.Operation == signal));
        if (own is null || own.With(Effect.Signal).Count() != 1)
        {
            return null;
        }

        (IOperation, Body, bool)? returned = null;
        foreach (var use in own.With(Effect.Obtain))
        {
            if (EndlessWait(use.Operation) is { } wait)
            {
                return (wait, use.Body, true);
            }

            returned = use.Operation.Syntax.Parent is ReturnStatementSyntax or ArrowExpressionClauseSyntax ? (use.Operation, use.Body, false) : returned;
        }

        return returned;
    }

    /// <summary><c>await promise.Task</c>, <c>promise.Task.Wait()</c>, <c>promise.Task.Result</c>.</summary>
    private static IOperation? EndlessWait(IOperation task) => task.Parent switch
    {
        IAwaitOperation wait => wait,
        IConversionOperation conversion => EndlessWait(conversion),
        IPropertyReferenceOperation { Property.Name: nameof(System.Threading.Tasks.Task<int>.Result) } result => result,
        IInvocationOperation { Instance: { } instance } call when instance == task => call.TargetMethod.Name switch
        {
            "ConfigureAwait" or "GetAwaiter" => EndlessWait(call),
            "Wait" when call.Arguments.IsEmpty => call,
            "GetResult" => call,
            _ => null,
        },
        _ => null,
    };
}
