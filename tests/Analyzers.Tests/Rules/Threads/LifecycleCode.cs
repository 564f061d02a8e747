namespace Analyzers.Tests.Rules.Threads;

/// <summary>Frames for the code in the tests of the rules about the life of threads.</summary>
internal static class LifecycleCode
{
    /// <summary>Stand-ins for the Runtime's types.</summary>
    public const string Runtime = """

        namespace ConcurrencyAnalyzers.Runtime
        {
            public class WorkerThread
            {
                public WorkerThread(System.Action target = null, string name = null, bool? daemon = null) { }
                public static WorkerThread Create<T>(System.Action<T> target, T arg) => new WorkerThread(null);
                public void Start() { }
                protected virtual void Run() { }
                public void Join() { }
                public bool Join(System.TimeSpan timeout) => true;
                public bool IsAlive => false;
                public bool Daemon { get; set; }
            }

            public sealed class DelayedCall : WorkerThread
            {
                public DelayedCall(System.TimeSpan delay, System.Action target) : base(target) { }
                public void Cancel() { }
            }

            public class WorkerProcess : System.IDisposable
            {
                public static WorkerProcess Create(System.Action target) => new WorkerProcess();
                public void Start() { }
                public void Join() { }
                public bool IsAlive => false;
                public bool Daemon { get; set; }
                public void Dispose() { }
            }

            public static class Threads
            {
                public static int ActiveCount => 0;
            }
        }
        """;

    public static string InMethod(string statements, string members = "", string signature = "void M(bool flag, int n, Thread given, string[] items)") => $$"""
        using System;
        using System.Collections.Generic;
        using System.Diagnostics;
        using System.Linq;
        using System.Threading;
        using System.Threading.Tasks;
        using ConcurrencyAnalyzers.Runtime;

        partial class C
        {
            public Thread Shown;
            static void F() { }
            static void P(object o) { }
            static void Use(object o) { }
            {{members}}

            {{signature}}
            {
                {{statements}}
            }
        }
        {{Runtime}}
        """;

    /// <summary>As <see cref="InMethod"/>, the statements on lines of their own.</summary>
    public static string InLines(string statements) => InMethod(string.Join('\n', statements.Split('\n').Select(static (line, index) => index == 0 || line.Length == 0 ? line : "        " + line)));
}
