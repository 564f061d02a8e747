using System.Diagnostics;
using System.Runtime.ExceptionServices;
using Xunit;

namespace Runtime.Tests;

/// <summary>Threads for tests, and waits for a state. The time limits are only there so that a hang fails instead of lasting.</summary>
internal static class Wait
{
    internal static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    /// <summary>Waits until something is so, looking again and again.</summary>
    internal static void Until(Func<bool> condition, string what)
    {
        long start = Stopwatch.GetTimestamp();
        while (!condition())
        {
            Assert.True(Stopwatch.GetElapsedTime(start) < Limit, $"Not within {Limit.TotalSeconds} s: {what}");
            Thread.Sleep(0);
        }
    }

    /// <summary>Starts a body on a thread of the BCL; what it throws is thrown by <see cref="Background.Join"/>.</summary>
    internal static Background Start(Action body) => new(body);

    /// <summary>Starts the body on so many threads, which get their numbers.</summary>
    internal static Background[] Start(int count, Action<int> body) =>
        [.. Enumerable.Range(0, count).Select(number => new Background(() => body(number)))];

    internal static void JoinAll(this IEnumerable<Background> all)
    {
        foreach (Background one in all)
        {
            one.Join();
        }
    }

    /// <summary>Runs a body that might hang; fails then.</summary>
    internal static void Run(Action body) => Start(body).Join();

    internal sealed class Background
    {
        private readonly Thread _thread;
        private ExceptionDispatchInfo? _failure;

        internal Background(Action body)
        {
            _thread = new Thread(() =>
            {
                try
                {
                    body();
                }
                catch (Exception exception)
                {
                    _failure = ExceptionDispatchInfo.Capture(exception);
                }
            })
            {
                IsBackground = true,
            };
            _thread.Start();
        }

        internal Thread Thread => _thread;

        internal bool HasEnded => !_thread.IsAlive;

        internal void Join()
        {
            Assert.True(_thread.Join(Limit), "A thread of the test hangs.");
            _failure?.Throw();
        }
    }
}
