using Xunit;
using Verify = Microsoft.CodeAnalysis.CSharp.Testing.CSharpCodeFixVerifier<
    ConcurrencyAnalyzers.Rules.LockObjects.CONC210LockCreatedPerCallAnalyzer,
    ConcurrencyAnalyzers.CodeFixes.Rules.LockObjects.CONC210LockCreatedPerCallFix,
    Microsoft.CodeAnalysis.Testing.DefaultVerifier>;

namespace Analyzers.Tests.Rules.LockObjects;

public sealed class CONC210LockCreatedPerCallTests
{
    private static string InMethod(string statements, string members = "") => $$"""
        using System;
        using System.Collections.Concurrent;
        using System.Collections.Generic;
        using System.Threading;
        using System.Threading.Tasks;

        class C
        {
            private readonly object _gate = new object();
            private readonly ConcurrentDictionary<string, object> _locks = new ConcurrentDictionary<string, object>();
            private object _lazy;
            private int _n;
            {{members}}

            void M(bool flag, object given)
            {
                {{statements}}
            }

            static void Use(object o) { }
        }
        """;

    [Theory]
    [InlineData("lock ([|new object()|]) { _n++; }")]
    [InlineData("lock ([|new Lock()|]) { _n++; }")]
    [InlineData("lock ([|new List<int>()|]) { _n++; }")]
    [InlineData("lock ([|new int[1]|]) { _n++; }")]
    [InlineData("Monitor.Enter([|new object()|]); _n++;")]
    [InlineData("using ([|new Lock()|].EnterScope()) { _n++; }")]
    [InlineData("var gate = new object(); lock ([|gate|]) { _n++; } lock (gate) { _n--; }")]
    [InlineData("var gate = new Lock(); lock ([|gate|]) { _n++; }")]
    [InlineData("var gate = new Lock(); [|gate|].Enter(); _n++; gate.Exit();")]
    [InlineData("object gate = new(); Monitor.Enter([|gate|]); try { _n++; } finally { Monitor.Exit(gate); }")]
    [InlineData("var list = new List<int>(); lock ([|list|]) { list.Add(1); _n = list.Count; }")]
    [InlineData("using var mutex = new Mutex(); [|mutex|].WaitOne(); _n++; mutex.ReleaseMutex();")]
    [InlineData("var gate = new SemaphoreSlim(1, 1); [|gate|].Wait(); _n++; gate.Release();")]
    [InlineData("var gate = new ReaderWriterLockSlim(); [|gate|].EnterWriteLock(); _n++; gate.ExitWriteLock();")]
    [InlineData("Action a = () => { var gate = new object(); lock ([|gate|]) { _n++; } }; a();")]
    [InlineData("void Local() { var gate = new object(); lock ([|gate|]) { _n++; } } Local();")]
    public Task Reports_a_lock_that_only_this_call_has(string statements) => Verify.VerifyAnalyzerAsync(InMethod(statements));

    [Theory]
    [InlineData("lock (_gate) { _n++; }")]
    [InlineData("var gate = _gate; lock (gate) { _n++; }")]
    [InlineData("lock (given) { _n++; }")]
    [InlineData("var gate = new object(); Parallel.For(0, 9, i => { lock (gate) { _n++; } });")]
    [InlineData("var gate = new object(); var t = new Thread(() => { lock (gate) { _n++; } }); t.Start(); lock (gate) { _n--; } t.Join();")]
    [InlineData("var gate = new object(); void Work() { lock (gate) { _n++; } } new Thread(Work).Start(); lock (gate) { }")]
    [InlineData("var gate = new object(); Use(gate); lock (gate) { _n++; }")]
    [InlineData("var gate = new object(); _lazy = gate; lock (gate) { _n++; }")]
    [InlineData("var gate = new object(); gate = _gate; lock (gate) { _n++; }")]
    [InlineData("var gate = flag ? _gate : new object(); lock (gate) { _n++; }")]
    [InlineData("lock (_locks.GetOrAdd(\"a\", new object())) { _n++; }")]
    [InlineData("var gate = _locks.GetOrAdd(\"a\", _ => new object()); lock (gate) { _n++; }")]
    [InlineData("var fresh = new object(); var gate = Interlocked.CompareExchange(ref _lazy, fresh, null) ?? fresh; lock (gate) { _n++; }")]
    [InlineData("var list = new List<int>(); lock (list) { list.Add(1); } Use(list);")]
    [InlineData("using var mutex = new Mutex(false, \"only one\"); mutex.WaitOne(); _n++; mutex.ReleaseMutex();")]
    [InlineData("var pause = new SemaphoreSlim(0); pause.Wait(100);")]
    [InlineData("var gates = new object[4]; lock (gates[_n % 4]) { _n++; }")]
    [InlineData("var tried = new SemaphoreSlim(1, 1); tried.Wait(); tried.Release(); Console.WriteLine(tried.Wait(0));")]
    [InlineData("lock (_lazy ?? (_lazy = new object())) { _n++; }")]
    [InlineData("var spin = new SpinLock(); bool taken = false; spin.Enter(ref taken); _n++; spin.Exit();")]
    public Task Ignores_locks_that_others_can_have(string statements) => Verify.VerifyAnalyzerAsync(InMethod(statements));

    [Fact]
    public Task Ignores_an_object_whose_constructor_may_hand_it_on() => Verify.VerifyAnalyzerAsync("""
        using System.Collections.Generic;
        class Registered { public static readonly List<Registered> All = new(); public Registered() { All.Add(this); } }
        class C { void M() { var r = new Registered(); lock (r) { } } }
        """);

    [Fact]
    public Task Ignores_semaphores_that_async_work_captures() => Verify.VerifyAnalyzerAsync("""
        using System.Linq;
        using System.Threading;
        using System.Threading.Tasks;
        class C
        {
            async Task M(int[] items)
            {
                var one = new SemaphoreSlim(1);
                await Task.WhenAll(items.Select(async item => { await one.WaitAsync(); try { await Task.Yield(); } finally { one.Release(); } }));
            }
        }
        """);

    [Fact]
    public Task Reports_a_property_that_makes_a_new_lock_each_time() => Verify.VerifyCodeFixAsync(
        """
        class C
        {
            private int _n;
            // the lock
            private object Gate => new object(); // one for all
            void M() { lock ([|Gate|]) { _n++; } }
        }
        """,
        """
        class C
        {
            private int _n;
            // the lock
            private object Gate { get; } = new object(); // one for all
            void M() { lock (Gate) { _n++; } }
        }
        """);

    [Fact]
    public Task Reports_top_level_code() => new Microsoft.CodeAnalysis.CSharp.Testing.CSharpAnalyzerTest<ConcurrencyAnalyzers.Rules.LockObjects.CONC210LockCreatedPerCallAnalyzer, Microsoft.CodeAnalysis.Testing.DefaultVerifier>
    {
        TestCode = """
            int n = 0;
            var gate = new object();
            lock ([|gate|]) { n++; }
            System.Console.WriteLine(n);
            """,
        TestState = { OutputKind = Microsoft.CodeAnalysis.OutputKind.ConsoleApplication },
    }.RunAsync();

    [Fact]
    public Task Fixes_by_moving_the_local_into_a_field() => Verify.VerifyCodeFixAsync(
        """
        class C
        {
            private int _n;

            void M()
            {
                // guards _n
                var gate = new object();
                lock ([|gate|]) // in
                {
                    _n++;
                }
            }
        }
        """,
        """
        class C
        {
            private readonly object _gate = new();
            private int _n;

            void M()
            {
                // guards _n
                lock (_gate) // in
                {
                    _n++;
                }
            }
        }
        """);

    [Fact]
    public Task Fixes_all_calls_with_one_field() => Verify.VerifyCodeFixAsync(
        """
        class C
        {
            static int count;

            static void Up() { lock ([|new object()|]) { count++; } }

            static void Down() { lock ([|new object()|]) { count--; } }
        }
        """,
        """
        class C
        {
            private static readonly object gate = new();
            static int count;

            static void Up() { lock (gate) { count++; } }

            static void Down() { lock (gate) { count--; } }
        }
        """);

    [Fact]
    public Task Fixes_locals_of_one_name_with_one_field() => Verify.VerifyCodeFixAsync(
        """
        class C
        {
            private int n;

            void Up() { var gate = new object(); lock ([|gate|]) { n++; } }

            void Down() { var gate = new object(); lock ([|gate|]) { n--; } }
        }
        """,
        """
        class C
        {
            private readonly object gate = new();
            private int n;

            void Up() { lock (gate) { n++; } }

            void Down() { lock (gate) { n--; } }
        }
        """);

    [Theory]
    [InlineData("record C { int n; void M() { lock ([|new object()|]) { n++; } } }")]
    [InlineData("struct C { int n; void M() { lock ([|new object()|]) { n++; } } }")]
    [InlineData("interface C { void M() { lock ([|new object()|]) { } } }")]
    [InlineData("class C { void M() { using var m = new System.Threading.Mutex(); [|m|].WaitOne(); n++; m.ReleaseMutex(); } int n; }")]
    public Task Fixes_nothing_where_a_field_would_change_more_than_the_lock(string code) => Verify.VerifyCodeFixAsync(code, code);
}
