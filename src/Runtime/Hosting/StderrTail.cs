namespace ConcurrencyAnalyzers.Runtime.Hosting;

/// <summary>The last lines of a stream, for a message about a process that died. All members are thread-safe.</summary>
internal sealed class StderrTail
{
    private const int MaxLines = 50;

    private readonly Queue<string> _lines = new();

    internal void Add(string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (_lines)
        {
            _lines.Enqueue(line);
            if (_lines.Count > MaxLines)
            {
                _lines.Dequeue();
            }
        }
    }

    public override string ToString()
    {
        lock (_lines)
        {
            return string.Join(Environment.NewLine, _lines);
        }
    }
}
