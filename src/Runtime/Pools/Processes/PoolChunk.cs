using System.Diagnostics.CodeAnalysis;

namespace ConcurrencyAnalyzers.Runtime.Pools;

/// <summary>Several items of a map that one worker does in one go.</summary>
internal sealed class PoolChunk<TResult>(ProcessTarget target, byte[] payload, int count, Action<ChunkResult<TResult>> onDone)
    : PoolTask(target, context: null, payload)
{
    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "Who submitted the task was warned there.")]
    [UnconditionalSuppressMessage("AOT", "IL3050", Justification = "Who submitted the task was warned there.")]
    protected override void OnCompleted(WireReader result, int processId)
    {
        ChunkResult<TResult> done;
        try
        {
            done = Read(result, processId);
        }
        catch (Exception exception)
        {
            done = new ChunkResult<TResult>([], exception);
        }

        onDone(done);
    }

    protected override void OnFailed(Exception exception) => onDone(new ChunkResult<TResult>([], exception));

    [RequiresUnreferencedCode(TargetId.TrimMessage)]
    [RequiresDynamicCode(TargetId.TrimMessage)]
    private ChunkResult<TResult> Read(WireReader result, int processId)
    {
        int done = result.ReadInt32();
        if (done < 0 || done > count)
        {
            throw new WireFormatException($"A chunk of {count} items came back with {done}.");
        }

        var values = new TResult[done];
        for (int i = 0; i < done; i++)
        {
            values[i] = Target.ResultType == typeof(void) ? default! : Target.ReadResult<TResult>(result);
        }

        return new ChunkResult<TResult>(values, done == count ? null : TaskFailure.Read(result, processId));
    }
}
