using System.Diagnostics.CodeAnalysis;

namespace ConcurrencyAnalyzers.Runtime.Hosting;

/// <summary>
/// What a call leaves behind in the parent: receivers of progress.
/// </summary>
internal sealed class ParentCall : WireContext
{
    private List<IProgressReceiver>? _receivers;

    internal override void WriteProgress<T>(WireWriter writer, IProgress<T> progress)
    {
        _receivers ??= [];
        writer.WriteInt32(_receivers.Count);
        _receivers.Add(new ProgressReceiver<T>(progress));
    }

    /// <summary>Hands a report of the child on to the receiver it was made for.</summary>
    internal void Report(WireReader report)
    {
        int receiver = report.ReadInt32();
        if (_receivers is null || receiver < 0 || receiver >= _receivers.Count)
        {
            throw new WireFormatException($"There is no receiver {receiver} of progress.");
        }

        _receivers[receiver].Report(report);
    }

    private interface IProgressReceiver
    {
        void Report(WireReader report);
    }

    private sealed class ProgressReceiver<T>(IProgress<T> progress) : IProgressReceiver
    {
        [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "Who passed the receiver as an argument was warned there.")]
        [UnconditionalSuppressMessage("AOT", "IL3050", Justification = "Who passed the receiver as an argument was warned there.")]
        public void Report(WireReader report)
        {
            T value = report.ReadValue<T>();
            try
            {
                progress.Report(value);
            }
            catch (Exception exception)
            {
                // The child's work is not to blame for its listener.
                Threads.WriteError("Exception in an IProgress<T> that a child reports to:", exception);
            }
        }
    }
}
