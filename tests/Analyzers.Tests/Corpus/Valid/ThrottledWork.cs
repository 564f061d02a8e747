namespace Corpus.Valid;

/// <summary>At most four downloads at a time; a semaphore with several permits may be entered several times.</summary>
public sealed class ThrottledWork(HttpClient client) : IDisposable
{
    private readonly SemaphoreSlim slots = new(4, 4);

    public async Task<string[]> DownloadAsync(IReadOnlyList<Uri> addresses, CancellationToken cancellationToken)
    {
        var downloads = addresses.Select(async address =>
        {
            await slots.WaitAsync(cancellationToken);
            try
            {
                return await client.GetStringAsync(address, cancellationToken);
            }
            finally
            {
                slots.Release();
            }
        });
        return await Task.WhenAll(downloads);
    }

    /// <summary>Takes two slots for something big.</summary>
    public void Big(Action work)
    {
        slots.Wait();
        slots.Wait();
        try
        {
            work();
        }
        finally
        {
            slots.Release(2);
        }
    }

    public void Dispose() => slots.Dispose();
}
