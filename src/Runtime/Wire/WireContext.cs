namespace ConcurrencyAnalyzers.Runtime;

/// <summary>
/// What a session offers to values that live in it. A reader and a writer carry one; without a session there is
/// <see cref="None"/>, which lets pass only what needs none.
/// </summary>
internal class WireContext
{
    internal static readonly WireContext None = new();

    private readonly Dictionary<Type, object> _services = [];

    /// <summary>A service that the session put in, or null.</summary>
    internal T? Get<T>()
        where T : class
    {
        lock (_services)
        {
            return _services.TryGetValue(typeof(T), out object? service) ? (T)service : null;
        }
    }

    internal void Set<T>(T service)
        where T : class
    {
        if (ReferenceEquals(this, None))
        {
            throw new InvalidOperationException("The empty context is shared by everybody.");
        }

        lock (_services)
        {
            _services[typeof(T)] = service;
        }
    }

    /// <summary>Writes a token so that a later cancellation reaches the other side.</summary>
    internal virtual void WriteToken(WireWriter writer, CancellationToken token)
    {
        if (token.CanBeCanceled && !token.IsCancellationRequested)
        {
            throw new NotSerializableException(
                "A CancellationToken crosses only as an argument of a call, not inside of data. Give the target a parameter of type CancellationToken.");
        }

        writer.WriteBoolean(token.IsCancellationRequested);
    }

    internal virtual CancellationToken ReadToken(WireReader reader) => new(canceled: reader.ReadBoolean());

    /// <summary>Writes a receiver of progress so that the other side's reports come back.</summary>
    internal virtual void WriteProgress<T>(WireWriter writer, IProgress<T> progress) =>
        throw new NotSerializableException("An IProgress<T> crosses only as an argument of a call.");

    internal virtual IProgress<T> ReadProgress<T>(WireReader reader) =>
        throw new WireFormatException("An IProgress<T> crosses only as an argument of a call.");
}
