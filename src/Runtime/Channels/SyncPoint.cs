using ConcurrencyAnalyzers.Runtime.Internal;

namespace ConcurrencyAnalyzers.Runtime.Channels;

/// <summary>
/// State of the owner that threads here and processes elsewhere wait for. Everything happens inside <see cref="Enter"/>;
/// replies to other processes are sent after leaving, because writing may take time.
/// </summary>
internal abstract class SyncPoint
{
    private RemoteWaiter? _woken;

    protected object Sync { get; } = new();

    /// <summary>Enters; leaving also sends the replies to whoever was woken meanwhile.</summary>
    protected Entry Enter() => new(this);

    /// <summary>To be called inside.</summary>
    internal void AddWoken(RemoteWaiter waiter)
    {
        waiter.NextWoken = _woken;
        _woken = waiter;
    }

    protected readonly ref struct Entry
    {
        private readonly SyncPoint _owner;
        private readonly Section _section;

        internal Entry(SyncPoint owner)
        {
            _owner = owner;
            _section = Section.Enter(owner.Sync);
        }

        public void Dispose()
        {
            RemoteWaiter? woken = _owner._woken;
            _owner._woken = null;
            _section.Dispose();
            while (woken is { } waiter)
            {
                woken = waiter.NextWoken;
                waiter.NextWoken = null;
                waiter.Dispatch();
            }
        }
    }
}
