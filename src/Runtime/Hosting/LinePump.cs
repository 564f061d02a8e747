namespace ConcurrencyAnalyzers.Runtime.Hosting;

/// <summary>
/// Reads a stream of a child line by line until its end. On a thread of its own: reading a pipe blocks one either way, and
/// those of the thread pool belong to the user.
/// </summary>
internal sealed class LinePump
{
    private const int StackSize = 256 * 1024;

    private readonly StreamReader _reader;
    private readonly Action<string?> _onLine;
    private readonly Thread _thread;

    private LinePump(StreamReader reader, Action<string?> onLine, string name)
    {
        _reader = reader;
        _onLine = onLine;
        _thread = new Thread(Pump, StackSize) { IsBackground = true, Name = name };
    }

    /// <param name="reader">The stream; closed at its end.</param>
    /// <param name="onLine">Called with each line, and with null at the end.</param>
    /// <param name="name">Of the thread.</param>
    internal static LinePump Start(StreamReader reader, Action<string?> onLine, string name)
    {
        var pump = new LinePump(reader, onLine, name);
        pump._thread.Start();
        return pump;
    }

    /// <summary>Waits for the end of the stream, which grandchildren that inherited it can delay beyond the child's.</summary>
    internal void WaitForEnd(TimeSpan timeout) => _thread.Join(timeout);

    private void Pump()
    {
        try
        {
            while (_reader.ReadLine() is { } line)
            {
                _onLine(line);
            }
        }
        catch (IOException)
        {
            // As good as its end.
        }
        finally
        {
            _reader.Dispose();
            _onLine(null);
        }
    }
}
