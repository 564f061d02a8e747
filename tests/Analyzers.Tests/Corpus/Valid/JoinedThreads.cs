namespace Corpus.Valid;

/// <summary>Threads whose results are read once all of them have ended.</summary>
public static class JoinedThreads
{
    public static int One(string name)
    {
        var length = 0;
        var thread = new Thread(() => length = Download(name));
        thread.Start();
        thread.Join();
        return length;
    }

    public static int ByList(IEnumerable<string> names)
    {
        var all = names.ToArray();
        var lengths = new int[all.Length];
        var threads = new List<Thread>();
        for (var i = 0; i < all.Length; i++)
        {
            var index = i;
            var thread = new Thread(() => lengths[index] = Download(all[index])) { IsBackground = true };
            threads.Add(thread);
            thread.Start();
        }

        foreach (var thread in threads)
        {
            thread.Join();
        }

        return lengths.Sum();
    }

    public static int ByArray(string[] names)
    {
        var lengths = new int[names.Length];
        var threads = new Thread[names.Length];
        for (var i = 0; i < names.Length; i++)
        {
            var index = i;
            threads[i] = new Thread(state => lengths[index] = Download((string)state!));
            threads[i].Start(names[i]);
        }

        for (var i = threads.Length - 1; i >= 0; i--)
        {
            threads[i].Join();
        }

        return lengths[0];
    }

    public static int ByLinq(string[] names)
    {
        var sum = 0;
        var threads = names.Select(name => new Thread(() => Interlocked.Add(ref sum, Download(name)))).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
        return sum;
    }

    public static int InAHelper()
    {
        var total = 0;
        Thread[] threads = [new(() => Interlocked.Increment(ref total)), new(() => Interlocked.Increment(ref total))];
        foreach (var thread in threads)
        {
            thread.Start();
        }

        JoinAll(threads);
        return total;
    }

    private static void JoinAll(IEnumerable<Thread> threads)
    {
        foreach (var thread in threads)
        {
            thread.Join();
        }
    }

    private static int Download(string name)
    {
        Thread.Sleep(1);
        return name.Length;
    }
}
