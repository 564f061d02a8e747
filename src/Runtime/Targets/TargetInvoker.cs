namespace ConcurrencyAnalyzers.Runtime;

/// <summary>Calls a target. Made once per method; thread-safe.</summary>
internal abstract class TargetInvoker
{
    protected enum Step
    {
        Reading,
        Calling,
        Writing,
    }

    /// <summary>Calls with all parameters of the method in their order, and waits for the end if the method is asynchronous.</summary>
    internal abstract object? Invoke(object?[] arguments);

    /// <summary>Reads arguments, calls, writes the result. Never throws; what failed is in <paramref name="exception"/>, and then nothing is written.</summary>
    internal TargetOutcome Run(WireReader reader, WireWriter writer, CancellationToken token, out Exception? exception)
    {
        int start = writer.Length;
        var step = Step.Reading;
        try
        {
            Run(reader, writer, token, ref step);
            exception = null;
            return TargetOutcome.Completed;
        }
        catch (Exception caught)
        {
            writer.Truncate(start);
            exception = caught;
            return step switch
            {
                Step.Reading => TargetOutcome.ArgumentsUnreadable,
                Step.Writing => TargetOutcome.ResultUnwritable,
                _ => caught is OperationCanceledException && token.IsCancellationRequested ? TargetOutcome.Canceled : TargetOutcome.Failed,
            };
        }
    }

    protected abstract void Run(WireReader reader, WireWriter writer, CancellationToken token, ref Step step);
}
