namespace ConcurrencyAnalyzers.Runtime;

// Typed calls of small static methods: no boxing on the way from the wire to the method and back.

internal sealed class ActionInvoker(Action target) : TargetInvoker
{
    internal override object? Invoke(object?[] arguments)
    {
        target();
        return null;
    }

    protected override void Run(WireReader reader, WireWriter writer, CancellationToken token, ref Step step)
    {
        step = Step.Calling;
        target();
    }
}

internal sealed class ActionInvoker<T1>(Action<T1> target, WireFormatter<T1> first) : TargetInvoker
{
    internal override object? Invoke(object?[] arguments)
    {
        target((T1)arguments[0]!);
        return null;
    }

    protected override void Run(WireReader reader, WireWriter writer, CancellationToken token, ref Step step)
    {
        T1 arg1 = first.Read(reader);
        step = Step.Calling;
        target(arg1);
    }
}

internal sealed class ActionInvoker<T1, T2>(Action<T1, T2> target, WireFormatter<T1> first, WireFormatter<T2> second) : TargetInvoker
{
    internal override object? Invoke(object?[] arguments)
    {
        target((T1)arguments[0]!, (T2)arguments[1]!);
        return null;
    }

    protected override void Run(WireReader reader, WireWriter writer, CancellationToken token, ref Step step)
    {
        T1 arg1 = first.Read(reader);
        T2 arg2 = second.Read(reader);
        step = Step.Calling;
        target(arg1, arg2);
    }
}

internal sealed class FuncInvoker<TResult>(Func<TResult> target, WireFormatter<TResult> result) : TargetInvoker
{
    internal override object? Invoke(object?[] arguments) => target();

    protected override void Run(WireReader reader, WireWriter writer, CancellationToken token, ref Step step)
    {
        step = Step.Calling;
        TResult value = target();
        step = Step.Writing;
        result.Write(writer, value);
    }
}

internal sealed class FuncInvoker<T1, TResult>(Func<T1, TResult> target, WireFormatter<T1> first, WireFormatter<TResult> result) : TargetInvoker
{
    internal override object? Invoke(object?[] arguments) => target((T1)arguments[0]!);

    protected override void Run(WireReader reader, WireWriter writer, CancellationToken token, ref Step step)
    {
        T1 arg1 = first.Read(reader);
        step = Step.Calling;
        TResult value = target(arg1);
        step = Step.Writing;
        result.Write(writer, value);
    }
}

internal sealed class FuncInvoker<T1, T2, TResult>(Func<T1, T2, TResult> target, WireFormatter<T1> first, WireFormatter<T2> second, WireFormatter<TResult> result) : TargetInvoker
{
    internal override object? Invoke(object?[] arguments) => target((T1)arguments[0]!, (T2)arguments[1]!);

    protected override void Run(WireReader reader, WireWriter writer, CancellationToken token, ref Step step)
    {
        T1 arg1 = first.Read(reader);
        T2 arg2 = second.Read(reader);
        step = Step.Calling;
        TResult value = target(arg1, arg2);
        step = Step.Writing;
        result.Write(writer, value);
    }
}
