using System.Threading.Channels;

namespace ConcurrencyAnalyzers.Runtime.Hosting;

/// <summary>The lines a child wrote and nobody has read yet: unbounded, so that a child never waits for its reader.</summary>
internal sealed class CapturedLines
{
    private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();

    internal void Add(string? line)
    {
        if (line is null)
        {
            _lines.Writer.TryComplete();
        }
        else
        {
            _lines.Writer.TryWrite(line);
        }
    }

    internal IAsyncEnumerable<string> Lines(StdStream stream, string option, CancellationToken cancellationToken) =>
        stream == StdStream.Capture
            ? _lines.Reader.ReadAllAsync(cancellationToken)
            : throw new InvalidOperationException($"The stream is not captured: create the process with WorkerProcessOptions.{option} = StdStream.Capture.");
}
