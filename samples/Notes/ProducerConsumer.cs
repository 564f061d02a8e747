namespace Notes;

/// <summary>Note 3, "producer and consumer" (a heading without a program): a bounded queue between the two.</summary>
internal static class ProducerConsumer
{
    internal static void Run()
    {
        var queue = new BlockingQueue<int>(2);
        WorkerThread producer = WorkerThread.Create(Produce, queue);
        WorkerThread consumer = WorkerThread.Create(Consume, queue);
        consumer.Start();
        producer.Start();
        producer.Join();

        // Closing tells the consumer that nothing more will come; it takes what is left.
        queue.Close();
        consumer.Join();
        Console.WriteLine("done");
    }

    private static void Produce(BlockingQueue<int> queue)
    {
        for (int i = 1; i <= 5; i++)
        {
            queue.Put(i);
        }
    }

    private static void Consume(BlockingQueue<int> queue)
    {
        try
        {
            while (true)
            {
                Console.WriteLine($"consumed {queue.Get()}");
            }
        }
        catch (QueueClosedException)
        {
            Console.WriteLine("nothing more will come");
        }
    }
}
