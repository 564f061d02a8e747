using System.Globalization;
using ConcurrencyAnalyzers.Runtime;

namespace Runtime.TestHost;

/// <summary>Children that use a queue of their parent.</summary>
internal static class QueuePrograms
{
    internal static int Run(string handle)
    {
        ProcessQueue<string> queue = Handles.Read<ProcessQueue<string>>(handle);
        return Dialog.Run((command, words) => command switch
        {
            "put" => PutAll(queue, words),
            "put-many" => PutMany(queue, words[0], int.Parse(words[1])),
            "put-big" => PutAll(queue, [new string('x', int.Parse(words[0]))]),
            "try-put" => queue.TryPut(words[0], Dialog.Milliseconds(words[1])).ToString(),
            "put-or-throw" => PutOrThrow(queue, words[0], words[1]),
            "put-async" => Wait(queue.PutAsync(words[0]).AsTask()),
            "get" => queue.Get(),
            "get-length" => queue.Get().Length.ToString(CultureInfo.InvariantCulture),
            "try-get" => queue.TryGet(out string? item, Dialog.Milliseconds(words[0])) ? item : "-",
            "get-async" => queue.GetAsync().AsTask().GetAwaiter().GetResult(),
            "get-cancelled" => GetCancelled(queue, Dialog.Milliseconds(words[0])),
            "get-on" => GetOn(queue, int.Parse(words[0])),
            "take-all" => TakeAll(queue),
            "read-all" => ReadAll(queue).GetAwaiter().GetResult(),
            "state" => $"{queue.Count} {queue.IsEmpty} {queue.IsFull} {queue.MaxSize}",
            "done" => Do(queue.TaskDone),
            "join" => queue.Join(Dialog.Milliseconds(words[0])).ToString(),
            "join-async" => queue.JoinAsync(Dialog.Milliseconds(words[0])).GetAwaiter().GetResult().ToString(),
            "close" => Do(() => queue.Close(words is ["now"])),
            "dispose" => Do(queue.Dispose),
            "handle" => Handles.Write(queue),
            "abandon" => Abandon(queue, int.Parse(words[0])),
            _ => "what?",
        });
    }

    /// <summary>Puts and is gone at once, without reading anything more.</summary>
    internal static int PutAndEnd(string handle, int count)
    {
        ProcessQueue<string> queue = Handles.Read<ProcessQueue<string>>(handle);
        PutMany(queue, "item", count);
        return 0;
    }

    /// <summary>Puts until it is killed.</summary>
    internal static int PutForEver(string handle, string prefix)
    {
        ProcessQueue<string> queue = Handles.Read<ProcessQueue<string>>(handle);
        for (int i = 0; ; i++)
        {
            queue.Put($"{prefix}{i}");
        }
    }

    /// <summary>Takes until it is killed and writes down what it has got.</summary>
    internal static int GetForEver(string handle)
    {
        ProcessQueue<string> queue = Handles.Read<ProcessQueue<string>>(handle);
        using var output = new StreamWriter(Console.OpenStandardOutput()) { AutoFlush = true };
        while (true)
        {
            output.WriteLine(queue.Get());
        }
    }

    /// <summary>Owns a queue and puts its handle out.</summary>
    internal static int Own(int maxSize)
    {
        var queue = new ProcessQueue<string>(maxSize);
        Console.WriteLine(Handles.Write(queue));
        return Dialog.Run((command, words) => command switch
        {
            "put" => PutAll(queue, words),
            "get" => queue.Get(),
            "dispose" => Do(queue.Dispose),
            _ => "what?",
        });
    }

    /// <summary>The other side of a round trip: takes from one queue and puts into the other until an empty text comes.</summary>
    internal static int Echo(string source, string target)
    {
        ProcessQueue<string> requests = Handles.Read<ProcessQueue<string>>(source);
        ProcessQueue<string> answers = Handles.Read<ProcessQueue<string>>(target);
        while (requests.Get() is { Length: > 0 } item)
        {
            answers.Put(item);
        }

        return 0;
    }

    private static string PutAll(ProcessQueue<string> queue, string[] items)
    {
        Array.ForEach(items, queue.Put);
        return "ok";
    }

    private static string PutMany(ProcessQueue<string> queue, string prefix, int count)
    {
        for (int i = 0; i < count; i++)
        {
            queue.Put(string.Create(CultureInfo.InvariantCulture, $"{prefix}{i}"));
        }

        return "ok";
    }

    private static string PutOrThrow(ProcessQueue<string> queue, string item, string milliseconds)
    {
        queue.Put(item, block: true, Dialog.Milliseconds(milliseconds));
        return "ok";
    }

    private static string GetCancelled(ProcessQueue<string> queue, TimeSpan after)
    {
        using var source = new CancellationTokenSource(after);
        return queue.Get(source.Token);
    }

    /// <summary>So many threads of the child wait at once.</summary>
    private static string GetOn(ProcessQueue<string> queue, int threads)
    {
        var items = new string[threads];
        Thread[] all = [.. Enumerable.Range(0, threads).Select(i => new Thread(() => items[i] = queue.Get()))];
        Array.ForEach(all, static thread => thread.Start());
        Array.ForEach(all, static thread => thread.Join());
        return string.Join(' ', items.Order(StringComparer.Ordinal));
    }

    private static string TakeAll(ProcessQueue<string> queue)
    {
        var items = new List<string>();
        while (queue.TryGet(out string? item))
        {
            items.Add(item);
        }

        return string.Join(' ', items);
    }

    private static async Task<string> ReadAll(ProcessQueue<string> queue)
    {
        var items = new List<string>();
        await foreach (string item in queue.ReadAllAsync())
        {
            items.Add(item);
        }

        return string.Join(' ', items);
    }

    /// <summary>Cancels a get again and again while items come, and tells what it has got all the same.</summary>
    private static string Abandon(ProcessQueue<string> queue, int times)
    {
        var items = new List<string>();
        for (int i = 0; i < times; i++)
        {
            using var source = new CancellationTokenSource();
            Task<string> get = queue.GetAsync(source.Token).AsTask();
            source.Cancel();
            try
            {
                items.Add(get.GetAwaiter().GetResult());
            }
            catch (OperationCanceledException)
            {
            }
        }

        return string.Join(' ', items);
    }

    private static string Wait(Task task)
    {
        task.GetAwaiter().GetResult();
        return "ok";
    }

    private static string Do(Action action)
    {
        action();
        return "ok";
    }
}
