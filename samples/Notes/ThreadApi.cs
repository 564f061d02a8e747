namespace Notes;

/// <summary>Note 3, the members of a thread: target, name, args, kwargs, start, join with a time, is alive, name.</summary>
internal static class ThreadApi
{
    internal static void Run()
    {
        var leave = new EventFlag();
        void Greet(string name, int age, string town)
        {
            leave.Wait();
            Console.WriteLine($"{name} {age} {town}");
        }

        WorkerThread thread = WorkerThread.Create(
            Greet, args: ["test", 18], kwargs: new Dictionary<string, object?> { ["town"] = "somewhere" }, name: "Greeter");
        Console.WriteLine($"alive {thread.IsAlive}");
        thread.Start();
        Console.WriteLine($"alive {thread.IsAlive}, ended within 20 ms {thread.Join(TimeSpan.FromMilliseconds(20))}");
        thread.Name = "Renamed";
        leave.Set();
        thread.Join();
        Console.WriteLine($"{thread.Name} alive {thread.IsAlive}");
    }
}
