using System.Reflection;
using System.Runtime.ExceptionServices;

namespace ConcurrencyAnalyzers.Runtime;

/// <summary>Any method: with an object, with tokens, asynchronous, of many parameters.</summary>
internal sealed class ReflectionInvoker(TargetShape shape) : TargetInvoker
{
    private readonly MethodInvoker _method = MethodInvoker.Create(shape.Method);
    private readonly object? _closure = shape.NeedsClosure ? shape.MakeClosure() : null;

    internal override object? Invoke(object?[] arguments)
    {
        try
        {
            return shape.Awaiter is { } awaiter ? awaiter.Wait(Call(arguments)) : Call(arguments);
        }
        catch (TargetInvocationException wrapped) when (wrapped.InnerException is { } inner)
        {
            ExceptionDispatchInfo.Throw(inner);
            throw;
        }
    }

    protected override void Run(WireReader reader, WireWriter writer, CancellationToken token, ref Step step)
    {
        object?[] arguments = shape.ReadArguments(reader);
        shape.FillTokens(arguments, token);
        step = Step.Calling;
        object? result = Invoke(arguments);
        step = Step.Writing;
        shape.WriteResult(writer, result);
    }

    private object? Call(object?[] arguments) => shape.ReceiverType is null
        ? _method.Invoke(_closure, arguments.AsSpan())
        : _method.Invoke(arguments[0], arguments.AsSpan(1));
}
