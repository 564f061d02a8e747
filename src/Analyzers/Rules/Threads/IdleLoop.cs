using ConcurrencyAnalyzers.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Rules.Threads;

/// <summary>Loops that do nothing but let time pass.</summary>
internal static class IdleLoop
{
    public static bool IsIdle(IOperation body, List<EndQuestion> questions, ConcurrencyModel model) => body switch
    {
        IBlockOperation block => block.Operations.All(inner => IsIdle(inner, questions, model)),
        IEmptyOperation => true,
        IExpressionStatementOperation { Operation: IInvocationOperation call } => IsIdle(call, questions, model),
        _ => false,
    };

    private static bool IsIdle(IInvocationOperation call, List<EndQuestion> questions, ConcurrencyModel model)
    {
        if (call.Instance is { } instance)
        {
            return model.EffectOf(call) switch
            {
                // SpinWait.SpinOnce, and Process.Refresh, which makes the answer new.
                { Effect: Effect.Fence } => true,
                { Effect: Effect.None, Type.Kind: PrimitiveKind.Process } => call.Arguments.IsEmpty && questions.Exists(question => question.Asked?.Syntax.IsEquivalentTo(instance.Syntax) == true),
                _ => false,
            };
        }

        // Sleep, Yield and SpinWait; what blocks otherwise does work.
        return call.TargetMethod.ContainingType is { Name: "Thread", ContainingNamespace.Name: "Threading" }
            && model.EffectOf(call) is { Effect: Effect.Block or Effect.None or Effect.Fence, Type.Kind: PrimitiveKind.Thread };
    }
}
