namespace Notes;

/// <summary>Note 3, "ThreadLocal" (a heading without a program): one variable, a value for each thread.</summary>
internal static class ThreadLocalValue
{
    private static readonly ThreadScope<string> s_student = new(() => "nobody");

    internal static void Run()
    {
        s_student.Value = "main";
        WorkerThread[] threads = [.. new[] { "Alice", "Bob" }.Select(name => WorkerThread.Create(Process, name, name: $"Thread-{name}"))];
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        Console.WriteLine($"main has {s_student.Value}");
    }

    private static void Process(string name)
    {
        string before = s_student.Value;
        s_student.Value = name;
        Console.WriteLine($"{Threads.Current.Name} had {before}, has {s_student.Value}");
    }
}
