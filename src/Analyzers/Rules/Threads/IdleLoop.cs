using ConcurrencyAnalyzers.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Rules.Threads;

/// <summary>Loops that do nothing but let time pass, or tell without a pause that they wait.</summary>
internal static class IdleLoop
{
    public static bool IsIdle(IOperation body, List<EndQuestion> questions, ConcurrencyModel model) =>
        IsIdle(body, questions, model, mayPrint: !body.Descendants().Any(operation => operation is IInvocationOperation call && model.EffectOf(call) is { Effect: Effect.Block }));

    /// <summary>Each round does nothing but give the processor away for a while.</summary>
    public static bool LetsTimePass(IOperation body, ConcurrencyModel model) => body switch
    {
        IBlockOperation { Operations: [var only] } => LetsTimePass(only, model),
        IExpressionStatementOperation { Operation: IAwaitOperation pause } => IsDelay(pause.Operation, model),
        IExpressionStatementOperation { Operation: IInvocationOperation call } => IsIdle(call, [], model) || (call is { TargetMethod.Name: "Wait", Arguments.IsEmpty: true, Instance: { } delay } && IsDelay(delay, model)),
        _ => false,
    };

    /// <summary><c>Task.Delay</c> without a token, and <c>Task.Yield</c>.</summary>
    private static bool IsDelay(IOperation pause, ConcurrencyModel model)
    {
        while (pause is IInvocationOperation { Instance: { } inner } view && model.EffectOf(view) is { ReturnsReceiver: true })
        {
            pause = inner;
        }

        return pause is IInvocationOperation { TargetMethod: { Name: "Delay" or "Yield", ContainingType: { Name: "Task", ContainingNamespace.Name: "Tasks" } }, Arguments.Length: <= 1 };
    }

    /// <summary>Something is written to the console in each round.</summary>
    public static bool Prints(IOperation body) => body.Descendants().Any(static operation => operation is IInvocationOperation call && IsOutput(call));

    private static bool IsIdle(IOperation body, List<EndQuestion> questions, ConcurrencyModel model, bool mayPrint) => body switch
    {
        IBlockOperation block => block.Operations.All(inner => IsIdle(inner, questions, model, mayPrint)),
        IEmptyOperation => true,
        IExpressionStatementOperation { Operation: IAwaitOperation pause } => IsDelay(pause.Operation, model) && questions.TrueForAll(question => model.KindOf(question.Asked?.Type) is PrimitiveKind.Task or PrimitiveKind.Process),
        IExpressionStatementOperation { Operation: IInvocationOperation { TargetMethod.Name: "Wait", Arguments.IsEmpty: true, Instance: { } delay } } => IsDelay(delay, model),
        IExpressionStatementOperation { Operation: IInvocationOperation call } => (mayPrint && IsOutput(call)) || IsIdle(call, questions, model),
        _ => false,
    };

    /// <summary>Tells the same again and again, as fast as it can.</summary>
    private static bool IsOutput(IInvocationOperation call) =>
        call.TargetMethod is { Name: "Write" or "WriteLine", ContainingType: { Name: "Console", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } } }
        && !call.Descendants().Any(static inner => inner is IInvocationOperation or IObjectCreationOperation or IIncrementOrDecrementOperation or IAssignmentOperation or IAwaitOperation);

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
