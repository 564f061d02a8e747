using ConcurrencyAnalyzers.CodeFixes.Rules.Placement;
using ConcurrencyAnalyzers.Rules.Placement;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Testing;
using Xunit;
using Verify = Microsoft.CodeAnalysis.CSharp.Testing.CSharpCodeFixVerifier<
    ConcurrencyAnalyzers.Rules.Placement.CONC901CpuBoundWorkOnThreadsAnalyzer,
    ConcurrencyAnalyzers.CodeFixes.Rules.Placement.CONC901CpuBoundWorkOnThreadsFix,
    Microsoft.CodeAnalysis.Testing.DefaultVerifier>;
using VerifyRuntime = Microsoft.CodeAnalysis.Testing.CodeFixVerifier<
    ConcurrencyAnalyzers.Rules.Placement.CONC901CpuBoundWorkOnThreadsAnalyzer,
    ConcurrencyAnalyzers.CodeFixes.Rules.Placement.CONC901CpuBoundWorkOnThreadsFix,
    Analyzers.Tests.Rules.RuntimeCodeFixTest<
        ConcurrencyAnalyzers.Rules.Placement.CONC901CpuBoundWorkOnThreadsAnalyzer,
        ConcurrencyAnalyzers.CodeFixes.Rules.Placement.CONC901CpuBoundWorkOnThreadsFix>,
    Microsoft.CodeAnalysis.Testing.DefaultVerifier>;

namespace Analyzers.Tests.Rules.Placement;

public sealed class CONC901CpuBoundWorkOnThreadsTests
{
    private const string Usings = """
        using System;
        using System.Collections.Concurrent;
        using System.Collections.Generic;
        using System.IO;
        using System.Linq;
        using System.Threading;

        """;

    /// <summary>Statements in a method of a type with some work to do.</summary>
    private static string InMethod(string statements, string members = "", string usings = "") => Usings + usings + $$"""

        class C
        {
            private const int Many = 50;
            private static readonly int Processors = Environment.ProcessorCount;
            private readonly object _gate = new object();
            private int _total;
            {{members}}

            static int Count(int n)
            {
                int count = 0;
                for (int i = 0; i < n; i++)
                {
                    count += i % 7;
                }

                return count;
            }

            static int Fib(int n) => n < 2 ? n : Fib(n - 1) + Fib(n - 2);
            static int Pause(int n) { for (int i = 0; i < n; i++) { Thread.Sleep(1); } return n; }
            static int Read(string path) { int sum = 0; foreach (var line in File.ReadLines(path)) { sum += line.Length; } return sum; }
            static int Small(int n) => n + 1;
            static int Short(int n) { for (int i = 0; i < 10; i++) { n += i; } return n; }
            static void Work() { int sum = 0; for (int i = 0; i < Many * Many; i++) { sum += i; } Console.WriteLine(sum); }
            void WorkOn(object o) { int n = (int)o; int sum = 0; for (int i = 0; i < n; i++) { sum += i; } lock (_gate) { _total += sum; } }

            void M(List<int> items, int n, int threadCount, bool flag)
            {
                var r = new int[n + 100];
                {{statements}}
            }
        }
        """;

    [Theory]
    [InlineData("var ts = new List<Thread>(); for (int i = 0; i < n; i++) { int k = i; var t = new [|Thread|](() => r[k] = Count(k)); ts.Add(t); t.Start(); } foreach (var t in ts) t.Join();")]
    [InlineData("var ts = new Thread[50]; for (int i = 0; i < 50; i++) { int k = i; ts[i] = new [|Thread|](() => r[k] = Count(k)); ts[i].Start(); } foreach (var t in ts) t.Join();")]
    [InlineData("var ts = new Thread[Many]; for (int i = 0; i < ts.Length; i++) { int k = i; ts[i] = new [|Thread|](() => r[k] = Fib(k)); ts[i].Start(); } foreach (var t in ts) t.Join();")]
    [InlineData("foreach (var item in items) { new [|Thread|](() => r[item] = Count(item)).Start(); }")]
    [InlineData("for (int i = 0; i < 20; i++) { new [|Thread|](Work).Start(); }")]
    [InlineData("for (int i = 0; i < n; i++) { Thread t = [|new|](WorkOn); t.IsBackground = true; t.Start(i); }")]
    [InlineData("foreach (var item in items) { var t = new [|Thread|](() => { int sum = 0; foreach (var v in r) { sum += v * item; } Interlocked.Add(ref _total, sum); }); t.Start(); }")]
    [InlineData("var ts = items.Select(item => new [|Thread|](() => r[item] = Count(item))).ToList(); ts.ForEach(t => t.Start());")]
    [InlineData("var ts = Enumerable.Range(0, 40).Select(i => new [|Thread|](() => r[i] = Count(i))).ToArray(); foreach (var t in ts) t.Start();")]
    [InlineData("foreach (var item in items) { var t = new [|Thread|](() => r[item] = Enumerable.Range(0, item).Sum(v => v * v)); t.Start(); }")]
    [InlineData("var bag = new ConcurrentBag<double>(); foreach (var item in items) { new [|Thread|](() => { double x = item; while (x > 1) { x = Math.Sqrt(x) - 0.1; } bag.Add(x); }).Start(); }")]
    [InlineData("void Go() { foreach (var item in items) { new [|Thread|](Work).Start(); } } Go();")]
    [InlineData("Action go = () => { foreach (var item in items) { new [|Thread|](Work).Start(); } }; go();")]
    [InlineData("if (flag) { foreach (var item in items.Where(v => v > 1)) { new [|Thread|](() => r[0] = Count(item)).Start(); } }")]
    public Task Reports_a_thread_per_item_for_work_that_only_computes(string statements) => Verify.VerifyAnalyzerAsync(InMethod(statements));

    [Theory]
    [InlineData("for (int i = 0; i < 4; i++) { new Thread(Work).Start(); }")]
    [InlineData("for (int i = 0; i < Environment.ProcessorCount; i++) { new Thread(Work).Start(); }")]
    [InlineData("for (int i = 0; i < Math.Min(n, Environment.ProcessorCount); i++) { new Thread(Work).Start(); }")]
    [InlineData("for (int i = 0; i < Processors; i++) { new Thread(Work).Start(); }")]
    [InlineData("int c = Environment.ProcessorCount; for (int i = 0; i < c; i++) { new Thread(Work).Start(); }")]
    [InlineData("int c = Math.Max(1, Environment.ProcessorCount - 1); var ts = new Thread[c]; for (int i = 0; i < ts.Length; i++) { ts[i] = new Thread(Work); ts[i].Start(); }")]
    [InlineData("for (int i = 0; i < threadCount; i++) { new Thread(Work).Start(); }")]
    [InlineData("foreach (var item in new[] { 1, 2, 3 }) { new Thread(() => r[item] = Count(item)).Start(); }")]
    [InlineData("foreach (var chunk in items.Chunk(100)) { new Thread(() => r[0] = Count(chunk.Length)).Start(); }")]
    [InlineData("var ts = Enumerable.Range(0, Environment.ProcessorCount).Select(i => new Thread(() => r[i] = Count(i))).ToArray(); foreach (var t in ts) t.Start();")]
    [InlineData("var t = new Thread(Work); t.Start(); t.Join();")]
    [InlineData("while (flag) { new Thread(Work).Start(); }")]
    public Task Ignores_as_many_threads_as_processors(string statements) => Verify.VerifyAnalyzerAsync(InMethod(statements));

    [Theory]
    [InlineData("foreach (var item in items) { new Thread(() => r[item] = Pause(item)).Start(); }")]
    [InlineData("foreach (var item in items) { new Thread(() => r[item] = Read(\"a\")).Start(); }")]
    [InlineData("foreach (var item in items) { new Thread(() => r[item] = Small(item)).Start(); }")]
    [InlineData("foreach (var item in items) { new Thread(() => r[item] = Short(item)).Start(); }")]
    [InlineData("foreach (var item in items) { new Thread(() => r[item] = Other.Count(item)).Start(); }")]
    [InlineData("foreach (var item in items) { new Thread(() => { for (int i = 0; i < item; i++) { Console.WriteLine(i); } }).Start(); }")]
    [InlineData("foreach (var item in items) { new Thread(() => { var line = Console.ReadLine(); for (int i = 0; i < item; i++) { r[i] += line.Length; } }).Start(); }")]
    [InlineData("Func<int, int> f = Other.Count; foreach (var item in items) { new Thread(() => { for (int i = 0; i < item; i++) { r[i] += f(i); } }).Start(); }")]
    [InlineData("var e = new ManualResetEvent(false); foreach (var item in items) { new Thread(() => { e.WaitOne(); r[item] = Count(item); }).Start(); }")]
    [InlineData("var q = new BlockingCollection<int>(); foreach (var item in items) { new Thread(() => { foreach (var v in q.GetConsumingEnumerable()) { r[v] = Count(v); } }).Start(); }")]
    [InlineData("foreach (var item in items) { new Thread(() => { while (true) { _total++; } }).Start(); }")]
    [InlineData("IEnumerable<int> s = items; foreach (var item in items) { new Thread(() => { foreach (var v in s) { r[item] += v; } }).Start(); }")]
    public Task Ignores_work_that_waits_or_is_short_or_unknown(string statements) =>
        Verify.VerifyAnalyzerAsync(InMethod(statements) + "\nstatic class Other { public static int Count(int n) { int c = 0; for (int i = 0; i < n; i++) c += i; return c; } }");

    [Theory]
    [InlineData("foreach (var item in items) { new Thread(() => r[item] = Count(item), 64 << 20).Start(); }")]
    [InlineData("foreach (var item in items) { var t = new Thread(() => r[item] = Count(item)); t.Priority = ThreadPriority.Lowest; t.Start(); }")]
    [InlineData("foreach (var item in items) { var t = new Thread(() => r[item] = Count(item)); t.Start(); t.Join(); }")]
    [InlineData("var s = new SemaphoreSlim(4); foreach (var item in items) { s.Wait(); new Thread(() => { r[item] = Count(item); }).Start(); }")]
    [InlineData("foreach (var item in items) { if (item > 3) { new Thread(() => r[item] = Count(item)).Start(); } }")]
    [InlineData("foreach (var item in items) { new Thread(() => r[item] = Count(item)).Start(); if (flag) break; }")]
    public Task Ignores_threads_with_options_or_throttled(string statements) => Verify.VerifyAnalyzerAsync(InMethod(statements));

    [Fact]
    public Task Reports_threads_and_pools_of_the_runtime() => VerifyRuntime.VerifyAnalyzerAsync(InMethod("""
        foreach (var item in items) { new [|WorkerThread|](() => r[item] = Count(item)).Start(); }
        foreach (var item in items) { [|WorkerThread.Create|](Store, r, item).Start(); }
        var pool = new WorkerThreadPool(50);
        foreach (var request in [|WorkerThreadPool.MakeRequests|](v => Count(v), items)) { pool.PutRequest(request); }
        pool.Wait();
        """, "static void Store(int[] to, int n) => to[n] = Count(n);", "using ConcurrencyAnalyzers.Runtime;"));

    [Fact]
    public Task Ignores_pools_of_the_runtime_that_fit_the_machine() => VerifyRuntime.VerifyAnalyzerAsync(InMethod("""
        var pool = new WorkerThreadPool(Environment.ProcessorCount);
        foreach (var request in WorkerThreadPool.MakeRequests(v => Count(v), items)) { pool.PutRequest(request); }
        pool.Wait();
        """, "", "using ConcurrencyAnalyzers.Runtime;"));

    [Theory]
    [InlineData("foreach (var item in ) { new Thread(() => r[item] = Count(item)).Start(); }")]
    [InlineData("for (int i = 0; i < ; i++) { new Thread(Work).Start(); }")]
    [InlineData("for (;;) { new Thread(() => ).Start(); }")]
    [InlineData("foreach (var item in items) { new Thread(.Start(); }")]
    public Task Ignores_broken_code(string statements) => new CSharpAnalyzerTest<CONC901CpuBoundWorkOnThreadsAnalyzer, DefaultVerifier>
    {
        TestCode = InMethod(statements),
        CompilerDiagnostics = CompilerDiagnostics.None,
    }.RunAsync();

    [Fact]
    public Task Fixes_a_list_of_threads_and_adds_the_namespace() => VerifyFix(
        """
                // Threads of this run.
                var threads = new List<Thread>();
                // One for each number.
                for (int i = 0; i < n; i++)
                {
                    int index = i; // a copy
                    var thread = new [|Thread|](() => r[index] = Count(index));
                    threads.Add(thread);
                    thread.Start();
                }

                foreach (var thread in threads)
                {
                    thread.Join();
                }

                Console.WriteLine(r[0]);
        """,
        """
                // Threads of this run.
                // One for each number.
                Parallel.For(0, n, i =>
                {
                    int index = i; // a copy
                    r[index] = Count(index);
                });

                Console.WriteLine(r[0]);
        """);

    [Fact]
    public Task Fixes_an_array_of_threads_with_loops_of_their_own() => VerifyFix(
        """
                var threads = new Thread[Many];
                for (var i = 0; i < threads.Length; i++)
                {
                    var k = i;
                    threads[i] = new [|Thread|](() =>
                    {
                        // Add up.
                        var sum = Count(k);
                        r[k] = sum;
                    });
                }

                foreach (var t in threads) t.Start();
                for (int i = 0; i < threads.Length; i++) threads[i].Join();
        """,
        """
                Parallel.For(0, Many, i =>
                {
                    var k = i;
                    // Add up.
                    var sum = Count(k);
                    r[k] = sum;
                });
        """);

    [Fact]
    public Task Fixes_a_loop_over_items() => VerifyFix(
        """
                var threads = new List<Thread>();
                foreach (var item in items)
                {
                    var thread = new [|Thread|](delegate () { r[item] = Count(item); });
                    // Off it goes.
                    thread.Start();
                    threads.Add(thread);
                }
                threads.ForEach(t => t.Join());
        """,
        """
                Parallel.ForEach(items, item =>
                {
                    // Off it goes.
                    r[item] = Count(item);
                });
        """);

    [Fact]
    public Task Fixes_method_groups_with_and_without_an_argument() => VerifyFix(
        """
                var threads = new List<Thread>();
                for (int i = 1; i <= 50; i++)
                {
                    threads.Add(new [|Thread|](Work));
                }
                foreach (var thread in threads) { thread.Start(); }
                foreach (var thread in threads) { thread.Join(); }

                var others = new List<Thread>();
                for (int i = 0; i < n; ++i)
                {
                    var thread = new [|Thread|](new ParameterizedThreadStart(WorkOn));
                    thread.Start(i);
                    others.Add(thread);
                }
                foreach (var thread in others) { thread.Join(); }
        """,
        """
                Parallel.For(1, 51, i =>
                {
                    Work();
                });

                Parallel.For(0, n, i =>
                {
                    WorkOn(i);
                });
        """);

    [Theory]
    [InlineData("foreach (var item in items) { new [|Thread|](() => r[item] = Count(item)).Start(); }")]
    [InlineData("var ts = new List<Thread>(); foreach (var item in items) { var t = new [|Thread|](() => r[item] = Count(item)); ts.Add(t); t.Start(); }")]
    [InlineData("var ts = new List<Thread>(); foreach (var item in items) { var t = new [|Thread|](() => r[item] = Count(item)); ts.Add(t); t.Start(); } foreach (var t in ts) t.Join(); Console.WriteLine(ts.Count);")]
    [InlineData("var ts = new List<Thread>(); foreach (var item in items) { var t = new [|Thread|](() => r[item] = Count(item)) { IsBackground = true }; ts.Add(t); t.Start(); } foreach (var t in ts) t.Join();")]
    [InlineData("var ts = new List<Thread>(); foreach (var item in items) { var t = new [|Thread|](() => r[item] = Count(item)); t.Name = \"a\"; ts.Add(t); t.Start(); } foreach (var t in ts) t.Join();")]
    [InlineData("var ts = new List<Thread>(); for (int i = 0; i < n; i++) { var t = new [|Thread|](() => r[i] = Count(i)); ts.Add(t); t.Start(); } foreach (var t in ts) t.Join();")]
    [InlineData("var ts = new List<Thread>(); for (int i = 0; i < n; i++) { int k = Small(i); var t = new [|Thread|](() => r[k] = Count(k)); ts.Add(t); t.Start(); } foreach (var t in ts) t.Join();")]
    [InlineData("var ts = new List<Thread>(); foreach (var item in items) { var t = new [|Thread|](() => r[item] = Count(item)); ts.Add(t); t.Start(); } Console.WriteLine(1); foreach (var t in ts) t.Join();")]
    [InlineData("var ts = new List<Thread>(); foreach (var item in items) { var t = new [|Thread|](() => r[item] = Count(item)); ts.Add(t); t.Start(); } foreach (var t in ts) { t.Join(); _total++; }")]
    [InlineData("var ts = new List<Thread>(); for (int i = 0; i < n; i += 2) { int k = i; var t = new [|Thread|](() => r[k] = Count(k)); ts.Add(t); t.Start(); } foreach (var t in ts) t.Join();")]
    public Task Ignores_fixing_loops_that_do_more(string statements) => Verify.VerifyCodeFixAsync(InMethod(statements), InMethod(statements));

    private static Task VerifyFix(string statements, string repaired) =>
        Verify.VerifyCodeFixAsync(InMethod(statements.TrimStart()), InMethod(repaired.TrimStart(), usings: "using System.Threading.Tasks;\n"));

    private static string InPool(string member, string statements) => $$"""
        using System;
        using System.Collections.Generic;
        using ConcurrencyAnalyzers.Runtime;

        static class C
        {
            private static int s_last;

            {{member}}

            static void M(int[] items)
            {
                {{statements}}
            }
        }
        """;

    private const string Sum = "static double Sum(int n) { double s = 0; for (int i = 0; i < n * 1000; i++) { s += Math.Sqrt(i); } return s; }";

    [Fact]
    public Task Fixes_a_pool_of_threads_with_one_of_processes() => VerifyRuntime.VerifyCodeFixAsync(
        InPool(Sum, """
            // All.
                    using var pool = new WorkerThreadPool(50); // many
                    foreach (var request in [|WorkerThreadPool.MakeRequests|](Sum, items, (_, sum) => Console.WriteLine(sum)))
                    {
                        pool.PutRequest(request);
                    }

                    pool.Wait();
                    Console.WriteLine();
            """),
        InPool(Sum, """
            // All.
                    using var pool = new ProcessPool(); // many
                    foreach (var sum in pool.IMapUnordered(Sum, items))
                    {
                        Console.WriteLine(sum);
                    }
                    Console.WriteLine();
            """));

    [Fact]
    public Task Fixes_requests_without_a_callback_with_one_call() => VerifyRuntime.VerifyCodeFixAsync(
        InPool(Sum, "WorkerThreadPool pool = new(50); foreach (var request in [|WorkerThreadPool.MakeRequests|](Sum, items)) pool.PutRequest(request); pool.Wait();"),
        InPool(Sum, "using ProcessPool pool = new(); pool.Map(Sum, items);"));

    [Theory]
    [InlineData("static double Sum(int n) { double s = 0; for (int i = 0; i < n * 1000; i++) { s += Math.Sqrt(i); } s_last = n; return s; }", "var pool = new WorkerThreadPool(50); foreach (var request in [|WorkerThreadPool.MakeRequests|](Sum, items)) pool.PutRequest(request); pool.Wait();")]
    [InlineData("static Action Sum(int n) { double s = 0; for (int i = 0; i < n * 1000; i++) { s += Math.Sqrt(i); } return null; }", "var pool = new WorkerThreadPool(50); foreach (var request in [|WorkerThreadPool.MakeRequests|](Sum, items)) pool.PutRequest(request); pool.Wait();")]
    [InlineData(Sum, "var pool = new WorkerThreadPool(50); foreach (var request in [|WorkerThreadPool.MakeRequests|](Sum, items)) pool.PutRequest(request); Console.WriteLine(pool.PendingCount); pool.Wait();")]
    [InlineData(Sum, "var pool = new WorkerThreadPool(50); foreach (var request in [|WorkerThreadPool.MakeRequests|](Sum, items, (request, sum) => Console.WriteLine(request))) pool.PutRequest(request); pool.Wait();")]
    public Task Fixes_nothing_that_another_process_cannot_do(string member, string statements) => VerifyRuntime.VerifyCodeFixAsync(InPool(member, statements), InPool(member, statements));
}
