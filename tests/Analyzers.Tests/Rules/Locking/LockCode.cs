namespace Analyzers.Tests.Rules.Locking;

/// <summary>A type with a lock of every kind, into which the tests put their statements.</summary>
internal static class LockCode
{
    private const string Head = """
        using System;
        using System.Collections.Generic;
        using System.Diagnostics;
        using System.Linq;
        using System.Threading;
        using System.Threading.Tasks;
        using ConcurrencyAnalyzers.Runtime;

        class C
        {
            private readonly object _o = new object();
            private readonly object _p = new object();
            private readonly Lock _lock = new Lock();
            private readonly SemaphoreSlim _s = new SemaphoreSlim(1, 1);
            private readonly Semaphore _kernel = new Semaphore(1, 1);
            private readonly Mutex _mutex = new Mutex();
            private readonly ReaderWriterLockSlim _rw = new ReaderWriterLockSlim();
            private readonly ReaderWriterLock _old = new ReaderWriterLock();
            private SpinLock _spin = new SpinLock(false);
            private readonly NonReentrantLock _gate = new NonReentrantLock();
            private readonly ReentrantLock _again = new ReentrantLock();
            private readonly BoundedSemaphore _one = new BoundedSemaphore();
            private readonly List<int> _list = new List<int>();
            private int _n;
            private static bool B() => Environment.TickCount > 0;
            private static int Work() => int.Parse("1");

        """;

    public static string InMethod(string statements, string members = "") => InType($$"""
            void M(bool flag)
            {
                {{statements}}
            }
            {{members}}
        """);

    public static string InAsync(string statements, string members = "") => InType($$"""
            async Task M(bool flag, CancellationToken token)
            {
                await Task.Yield();
                {{statements}}
            }
            {{members}}
        """);

    public static string InFunction(string statements, string members = "") => InType($$"""
            int M(bool flag)
            {
                {{statements}}
            }
            {{members}}
        """);

    public static string InType(string members) => Head + members + "\n}\n" + RuntimeStubs.Locks;
}
