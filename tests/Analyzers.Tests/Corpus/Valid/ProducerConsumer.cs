using System.Collections.Concurrent;
using System.Threading.Channels;

namespace Corpus.Valid;

/// <summary>Queues that are completed before anybody waits for their consumers.</summary>
public static class ProducerConsumer
{
    public static int ByBlockingCollection(int count)
    {
        using var queue = new BlockingCollection<int>(boundedCapacity: 16);
        var sum = 0;
        var consumer = new Thread(() =>
        {
            foreach (var item in queue.GetConsumingEnumerable())
            {
                sum += item;
            }
        });
        consumer.Start();
        for (var i = 0; i < count; i++)
        {
            queue.Add(i);
        }

        queue.CompleteAdding();
        consumer.Join();
        return sum;
    }

    public static async Task<int> ByChannelAsync(int count)
    {
        var channel = Channel.CreateBounded<int>(new BoundedChannelOptions(16) { SingleReader = true });
        var consumer = Task.Run(async () =>
        {
            var sum = 0;
            await foreach (var item in channel.Reader.ReadAllAsync())
            {
                sum += item;
            }

            return sum;
        });
        try
        {
            for (var i = 0; i < count; i++)
            {
                await channel.Writer.WriteAsync(i);
            }
        }
        finally
        {
            channel.Writer.Complete();
        }

        return await consumer;
    }

    public static IReadOnlyCollection<int> ByConcurrentQueue(int count)
    {
        var queue = new ConcurrentQueue<int>(Enumerable.Range(0, count));
        var bag = new ConcurrentBag<int>();
        var workers = Enumerable.Range(0, 3).Select(_ => Task.Run(() =>
        {
            while (queue.TryDequeue(out var item))
            {
                bag.Add(item * item);
            }
        })).ToArray();
        Task.WaitAll(workers);
        return bag;
    }
}
