using System.Globalization;
using ConcurrencyAnalyzers.Runtime;

namespace Runtime.TestHost;

/// <summary>
/// The other process of a test: opens what the test shares and does what it says, a line for each command, and answers
/// with a line. Blocking commands say "begin" first.
/// </summary>
internal static class SharedPrograms
{
    internal static int Run(string[] args)
    {
        Func<string[], string> program = args[0] switch
        {
            "shared-lock" => Lock(ProcessLock.Attach(args[1])),
            "shared-reentrant" => Reentrant(ProcessReentrantLock.Attach(args[1])),
            "shared-semaphore" => Semaphore(ProcessSemaphore.Attach(args[1])),
            "shared-event" => Event(ProcessEvent.Attach(args[1])),
            "shared-condition" => Condition(ProcessCondition.Attach(args[1])),
            "shared-barrier" => Barrier(ProcessBarrier.Attach(args[1])),
            "shared-value" => Value(SharedValue<long>.Attach(args[1])),
            "shared-array" => Array(SharedArray<int>.Attach(args[1])),
            "shared-block" => Block(SharedMemoryBlock.Attach(args[1])),
            "shared-creator" => Creator(),
            _ => throw new ArgumentException($"unknown program {args[0]}"),
        };

        Say("ready");
        while (Console.ReadLine() is { } line)
        {
            if (line == "end")
            {
                return 0;
            }

            try
            {
                Say(program(line.Split(' ')));
            }
            catch (Exception exception)
            {
                Say(exception.GetType().Name);
            }
        }

        return 0;
    }

    private static void Say(string text)
    {
        Console.WriteLine(text);
        Console.Out.Flush();
    }

    private static TimeSpan Milliseconds(string text) => TimeSpan.FromMilliseconds(int.Parse(text, CultureInfo.InvariantCulture));

    private static string Begin(Func<string> blocking)
    {
        Say("begin");
        return blocking();
    }

    private static string Begin(Action blocking) => Begin(() =>
    {
        blocking();
        return "done";
    });

    private static string Do(Action action)
    {
        action();
        return "done";
    }

    private static Func<string[], string> Lock(ProcessLock gate) => command => command switch
    {
        ["acquire"] => Begin(gate.Acquire),
        ["try"] => gate.TryAcquire().ToString(),
        ["try", var time] => gate.TryAcquire(Milliseconds(time)).ToString(),
        ["release"] => Do(gate.Release),
        ["dispose"] => Do(gate.Dispose),
        ["churn", var count] => Begin(() => Churn(gate, int.Parse(count, CultureInfo.InvariantCulture))),
        _ => "?",
    };

    private static void Churn(ProcessLock gate, int count)
    {
        for (int i = 0; i < count; i++)
        {
            try
            {
                using (gate.Enter())
                {
                    Thread.SpinWait(20);
                }
            }
            catch (AbandonedLockException)
            {
                // Another one was killed.
            }
        }
    }

    private static Func<string[], string> Reentrant(ProcessReentrantLock gate) => command => command switch
    {
        ["acquire"] => Begin(gate.Acquire),
        ["try"] => gate.TryAcquire().ToString(),
        ["release"] => Do(gate.Release),
        ["count"] => gate.RecursionCount.ToString(CultureInfo.InvariantCulture),
        _ => "?",
    };

    private static Func<string[], string> Semaphore(ProcessSemaphore semaphore) => command => command switch
    {
        ["acquire"] => Begin(semaphore.Acquire),
        ["try"] => semaphore.TryAcquire().ToString(),
        ["release"] => Do(() => semaphore.Release()),
        ["count"] => semaphore.CurrentCount.ToString(CultureInfo.InvariantCulture),
        ["churn", var count] => Begin(() =>
        {
            for (int i = int.Parse(count, CultureInfo.InvariantCulture); i > 0; i--)
            {
                using (semaphore.Enter())
                {
                    Thread.SpinWait(20);
                }
            }
        }),
        _ => "?",
    };

    private static Func<string[], string> Event(ProcessEvent flag) => command => command switch
    {
        ["wait"] => Begin(flag.Wait),
        ["wait", var time] => flag.Wait(Milliseconds(time)).ToString(),
        ["set"] => Do(flag.Set),
        ["clear"] => Do(flag.Clear),
        ["pulse"] => Do(() =>
        {
            flag.Set();
            flag.Clear();
        }),
        _ => "?",
    };

    private static Func<string[], string> Condition(ProcessCondition condition) => command => command switch
    {
        ["wait"] => Begin(() =>
        {
            using (condition.Enter())
            {
                return condition.Wait().ToString();
            }
        }),
        ["wait", var time] => Begin(() =>
        {
            using (condition.Enter())
            {
                return condition.Wait(Milliseconds(time)).ToString();
            }
        }),
        ["notify", var count] => Do(() =>
        {
            using (condition.Enter())
            {
                condition.Notify(int.Parse(count, CultureInfo.InvariantCulture));
            }
        }),
        ["acquire"] => Do(condition.Acquire),
        _ => "?",
    };

    private static Func<string[], string> Barrier(ProcessBarrier barrier) => command => command switch
    {
        ["wait"] => Begin(() => barrier.Wait().ToString(CultureInfo.InvariantCulture)),
        ["rounds", var count] => Begin(() =>
        {
            for (int i = int.Parse(count, CultureInfo.InvariantCulture); i > 0; i--)
            {
                barrier.Wait();
            }
        }),
        ["abort"] => Do(barrier.Abort),
        ["reset"] => Do(barrier.Reset),
        _ => "?",
    };

    private static Func<string[], string> Value(SharedValue<long> value) => command => command switch
    {
        ["get"] => value.Value.ToString(CultureInfo.InvariantCulture),
        ["set", var number] => Do(() => value.Value = long.Parse(number, CultureInfo.InvariantCulture)),
        ["acquire"] => Do(value.Lock.Acquire),
        ["add", var count] => Begin(() =>
        {
            for (int i = int.Parse(count, CultureInfo.InvariantCulture); i > 0; i--)
            {
                using (value.Enter())
                {
                    value.Value += 1;
                }
            }
        }),
        ["update", var count] => Begin(() =>
        {
            for (int i = int.Parse(count, CultureInfo.InvariantCulture); i > 0; i--)
            {
                value.Update(n => n + 1);
            }
        }),
        _ => "?",
    };

    private static Func<string[], string> Array(SharedArray<int> array) => command => command switch
    {
        ["get"] => string.Join(',', array.ToArray()),
        ["set", var index, var number] => Do(() => array[int.Parse(index, CultureInfo.InvariantCulture)] = int.Parse(number, CultureInfo.InvariantCulture)),
        ["dispose"] => Do(array.Dispose),
        _ => "?",
    };

    private static Func<string[], string> Block(SharedMemoryBlock block) => command => command switch
    {
        ["get", var offset] => block.Span[int.Parse(offset, CultureInfo.InvariantCulture)].ToString(CultureInfo.InvariantCulture),
        ["set", var offset, var number] => Do(() => block.Span[int.Parse(offset, CultureInfo.InvariantCulture)] = byte.Parse(number, CultureInfo.InvariantCulture)),
        _ => "?",
    };

    /// <summary>Creates what the test then opens, or finds lost.</summary>
    private static Func<string[], string> Creator()
    {
        var gate = new ProcessLock();
        var block = new SharedMemoryBlock(100_000);
        block.Span[7] = 42;
        return command => command switch
        {
            ["lock"] => gate.Describe(),
            ["block"] => block.Describe(),
            ["dispose"] => Do(() =>
            {
                gate.Dispose();
                block.Dispose();
            }),
            ["throw"] => Begin(() => new Thread(() => throw new InvalidOperationException("on purpose")).Start()),
            _ => "?",
        };
    }
}
