namespace Notes;

/// <summary>Note 2, the <c>threadpool</c> module: requests made of a list, put into a pool of five workers, waited for.</summary>
internal static class ThreadPoolHello
{
    internal static void Run()
    {
        int[] names = [1, 2, 3, 4, 5, 6, 7];
        using var pool = new WorkerThreadPool(5);
        foreach (WorkRequest request in WorkerThreadPool.MakeRequests(SayHello, names))
        {
            pool.PutRequest(request);
        }

        pool.Wait();
        Console.WriteLine("all greeted");
    }

    private static void SayHello(int name) => Console.WriteLine($"hello {name}");
}
