using System.Collections;

namespace ConcurrencyAnalyzers.Runtime.Hosting;

/// <summary>Workers started ahead. All members are thread-safe.</summary>
internal static class StandbyWorkers
{
    /// <summary>A process that starts costs about a tenth of a second of a processor: not just when the one that was taken begins.</summary>
    private static readonly TimeSpan s_refillPause = TimeSpan.FromMilliseconds(50);

    private static readonly object s_gate = new();
    private static readonly Queue<Ready> s_ready = new();
    private static int s_target;
    private static int s_starting;

    internal static int Target
    {
        get => Volatile.Read(ref s_target);
        set
        {
            Volatile.Write(ref s_target, value);
            Refill(TimeSpan.Zero);
            DropSurplus();
        }
    }

    internal static int Count
    {
        get
        {
            lock (s_gate)
            {
                return s_ready.Count;
            }
        }
    }

    /// <summary>A living worker that is as good as a new one, its handshake done; null where there is none.</summary>
    internal static ChildProcess? TryTake()
    {
        if (Target == 0 && Count == 0)
        {
            return null;
        }

        ChildProcess? taken = TakeFitting();
        Refill(taken is null ? TimeSpan.Zero : s_refillPause);
        return taken;
    }

    private static ChildProcess? TakeFitting()
    {
        var now = Surroundings.Capture();
        while (true)
        {
            Ready? ready;
            lock (s_gate)
            {
                if (!s_ready.TryDequeue(out ready))
                {
                    return null;
                }
            }

            if (ready.Surroundings.Equals(now) && !ready.Child.WaitForEnd(TimeSpan.Zero))
            {
                return ready.Child;
            }

            // Started when the folder or the environment was another one, or dead.
            ready.Child.Kill();
            ready.Child.Dispose();
        }
    }

    private static void Refill(TimeSpan pause)
    {
        lock (s_gate)
        {
            while (s_ready.Count + s_starting < s_target)
            {
                s_starting++;
                new Thread(() => StartOne(pause)) { IsBackground = true, Name = "Standby worker start" }.Start();
            }
        }
    }

    private static void StartOne(TimeSpan pause)
    {
        Thread.Sleep(pause);
        Ready? ready = null;
        ChildProcess? child = null;
        try
        {
            var surroundings = Surroundings.Capture();
            child = ChildProcess.Start(ChildStart.Plain);
            child.Handshake();
            child.Send(MessageKind.Warm, []);
            ready = new Ready(child, surroundings);
        }
        catch (Exception)
        {
            // Whoever needs a worker starts one, and gets the message if that fails, too.
            child?.Kill();
            child?.Dispose();
            lock (s_gate)
            {
                s_target = 0;
            }
        }

        lock (s_gate)
        {
            s_starting--;
            if (ready is not null)
            {
                s_ready.Enqueue(ready);
            }
        }

        DropSurplus();
    }

    private static void DropSurplus()
    {
        while (true)
        {
            Ready? surplus;
            lock (s_gate)
            {
                if (s_ready.Count <= s_target || !s_ready.TryDequeue(out surplus))
                {
                    return;
                }
            }

            surplus.Child.Kill();
            surplus.Child.WaitForExit();
            surplus.Child.Dispose();
        }
    }

    private sealed record Ready(ChildProcess Child, Surroundings Surroundings);

    /// <summary>What a new process inherits.</summary>
    private sealed class Surroundings(string folder, Dictionary<string, string?> environment)
    {
        internal static Surroundings Capture()
        {
            var environment = new Dictionary<string, string?>();
            foreach (DictionaryEntry entry in Environment.GetEnvironmentVariables())
            {
                environment[(string)entry.Key] = (string?)entry.Value;
            }

            return new Surroundings(Environment.CurrentDirectory, environment);
        }

        internal bool Equals(Surroundings other) =>
            folder == other.Folder && environment.Count == other.Variables.Count
            && environment.All(pair => other.Variables.TryGetValue(pair.Key, out string? value) && value == pair.Value);

        private string Folder => folder;

        private Dictionary<string, string?> Variables => environment;
    }
}
