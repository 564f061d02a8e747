using System.Diagnostics.CodeAnalysis;

namespace ConcurrencyAnalyzers.Runtime.Hosting;

/// <summary>The other end of <see cref="ParentCall"/>: progress that goes back to the parent.</summary>
internal sealed class ChildCall(ChildSession session) : WireContext
{
    /// <summary>The call whose arguments are read.</summary>
    internal long Sequence { get; set; }

    internal override IProgress<T> ReadProgress<T>(WireReader reader) => new RemoteProgress<T>(session, Sequence, reader.ReadInt32());

    private sealed class RemoteProgress<T>(ChildSession session, long sequence, int receiver) : IProgress<T>
    {
        [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "Who passed the receiver as an argument was warned there.")]
        [UnconditionalSuppressMessage("AOT", "IL3050", Justification = "Who passed the receiver as an argument was warned there.")]
        public void Report(T value)
        {
            using var writer = new WireWriter();
            writer.WriteInt64(sequence);
            writer.WriteInt32(receiver);
            writer.WriteValue(value);
            session.Send(MessageKind.Progress, writer.Written.Span);
        }
    }
}
