using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Testing;
using Xunit;
using Verify = Microsoft.CodeAnalysis.Testing.CodeFixVerifier<
    ConcurrencyAnalyzers.Rules.Pools.CONC403ParallelWriteAnalyzer,
    ConcurrencyAnalyzers.CodeFixes.Rules.Pools.CONC403ParallelWriteFix,
    Analyzers.Tests.Rules.RuntimeCodeFixTest<
        ConcurrencyAnalyzers.Rules.Pools.CONC403ParallelWriteAnalyzer,
        ConcurrencyAnalyzers.CodeFixes.Rules.Pools.CONC403ParallelWriteFix>,
    Microsoft.CodeAnalysis.Testing.DefaultVerifier>;

namespace Analyzers.Tests.Rules.Pools;

public sealed class CONC403ParallelWriteTests
{
    /// <summary>A method under a lock that the analysis does not follow makes it silent about all methods that a body calls.</summary>
    private static string InPlainType(string statements) =>
        InMethod(statements, "// NOTE\n").Replace("Monitor.Enter(_gate); try { Store(n); } finally { Monitor.Exit(_gate); }", "lock (_gate) { Store(n); }", StringComparison.Ordinal);

    private static string InMethod(string statements, string members = "") => $$"""
        using System;
        using System.Collections.Concurrent;
        using System.Collections.Generic;
        using System.Collections.Immutable;
        using System.Linq;
        using System.Text;
        using System.Threading;
        using System.Threading.Tasks;
        using ConcurrencyAnalyzers.Runtime;

        class C
        {
            private readonly object _gate = new object();
            private readonly List<int> _results = new List<int>();
            private readonly Random _random = new Random();
            private readonly Random _shared = Random.Shared;
            private readonly SemaphoreSlim _one = new SemaphoreSlim(1, 1);
            private volatile int _seen;
            private int _count;
            private string _cache;
            private static long s_total;
            [ThreadStatic] private static int s_own;
            {{members}}
            static int Square(int n) => n * n;
            static void Use(object value) { }
            static IDisposable EnterLock() => null;
            void Note(int n) { _results.{{(members.Contains("NOTE", StringComparison.Ordinal) ? "[|Add|]" : "Contains")}}(n); }
            void Guarded(int n) { Monitor.Enter(_gate); try { Store(n); } finally { Monitor.Exit(_gate); } }
            void Store(int n) { _results.Add(n); _count += n; }
            void Count() { _count++; }
            static void Dispatch(Action action) => SynchronizationContext.Current.Send(_ => action(), null);
            void Safe(int n) { lock (_gate) { _results.Add(n); _count++; } }
            string Cached() { if (_cache == null) _cache = _count.ToString(); return _cache; }
            string Lazy() => _cache ??= _count.ToString();

            void M(List<int> items, int[] data, WorkerThreadPool pool)
            {
                var sum = 0; var max = 0; var average = 0.0; var found = false; var last = 0; var i0 = 0;
                var list = new List<int>(); var map = new Dictionary<int, int>(); var text = new StringBuilder(); var histogram = new int[10];
                var bag = new ConcurrentBag<int>(); var random = new Random(1); var output = new int[items.Count]; var seen = ImmutableList<int>.Empty;
                {{statements}}
                Use((sum, max, average, found, last, i0, list, map, text, histogram, bag, random, output, seen));
            }
        }
        """;

    [Theory]
    [InlineData("Parallel.For(0, 10, i => { [|sum|] += i; });")]
    [InlineData("Parallel.For(0, 10, i => [|sum|]++);")]
    [InlineData("Parallel.ForEach(items, item => { [|sum|] = sum + item; });")]
    [InlineData("Parallel.ForEach(items, item => { if (item > max) { [|max|] = item; } });")]
    [InlineData("Parallel.ForEach(items, item => [|max|] = Math.Max(max, item));")]
    [InlineData("Parallel.ForEach(items, item => { [|last|] = item; Use(last); });")]
    [InlineData("Parallel.ForEach(items, item => { list.[|Add|](item); });")]
    [InlineData("Parallel.ForEach(items, item => { lock (_gate) { Use(item); } list.[|Add|](item); });")]
    [InlineData("Parallel.ForEach(items, item => { [|map[item]|] = 1; });")]
    [InlineData("Parallel.ForEach(items, item => { text.[|Append|](item); });")]
    [InlineData("Parallel.For(0, 10, i => Use(random.[|Next|]()));")]
    [InlineData("Parallel.For(0, 10, i => Use(_random.[|Next|]()));")]
    [InlineData("Parallel.For(0, 10, i => { [|_count|]++; });")]
    [InlineData("Parallel.For(0, 10, i => { this.[|_count|] += i; });")]
    [InlineData("Parallel.For(0, 10, i => { [|s_total|] += i; });")]
    [InlineData("Parallel.For(0, 10, i => { [|histogram[3]|]++; });")]
    [InlineData("items.AsParallel().ForAll(item => list.[|Add|](item));")]
    [InlineData("var all = items.AsParallel().Where(item => { [|sum|]++; return item > 1; }).ToList(); Use(all);")]
    [InlineData("var all = (from item in items.AsParallel() select [|sum|]++).ToArray(); Use(all);")]
    [InlineData("Parallel.ForEachAsync(items, async (item, token) => { await Task.Yield(); list.[|Add|](item); }).Wait();")]
    [InlineData("Parallel.Invoke(() => { [|sum|] += 1; }, () => { [|sum|] += 2; });")]
    [InlineData("Parallel.Invoke(() => list.[|Add|](1), () => Use(list.Count));")]
    [InlineData("foreach (var item in items) { ThreadPool.QueueUserWorkItem(_ => { [|sum|] += item; }); }")]
    [InlineData("Parallel.For(0, 10, () => 0, (i, state, part) => part + i, part => { [|sum|] += part; });")]
    [InlineData("Parallel.ForEach(items, item => { [|seen|] = seen.Add(item); });")]
    [InlineData("void Body(int i) { [|sum|] += i; } Parallel.For(0, 10, Body);")]
    [InlineData("Action<int> body = i => { [|sum|] += i; }; Parallel.For(0, 10, body);")]
    [InlineData("Parallel.For(0, 3, i => { foreach (var item in items) { Parallel.For(0, 2, j => Use(j)); [|sum|] += item; } });")]
    [InlineData("Parallel.ForEach(items, item => { if (item > 3) { [|sum|]++; } else { Use(item); } });")]
    public Task Reports_writes_that_meet(string statements) => Verify.VerifyAnalyzerAsync(InMethod(statements));

    [Fact]
    public Task Reports_a_write_in_a_method_that_the_body_calls() => Verify.VerifyAnalyzerAsync(InPlainType("Parallel.ForEach(items, item => Note(item));"));

    [Fact]
    public Task Reports_a_write_in_a_method_group() => Verify.VerifyAnalyzerAsync(InPlainType("Parallel.ForEach(items, Note);"));

    [Theory]
    [InlineData("Parallel.ForEach(data, value => { {|#0:histogram[Square(value)]|}++; });", "histogram")]
    [InlineData("Parallel.ForEach(data, value => { {|#0:histogram[value % 10]|} += 1; });", "histogram")]
    public Task Suggests_to_look_at_elements_that_the_data_chooses(string statements, string name) => Verify.VerifyAnalyzerAsync(
        InMethod(statements),
        Verify.Diagnostic().WithLocation(0).WithSeverity(DiagnosticSeverity.Info).WithArguments(name, "a change is lost when two threads read the same old value").WithOptions(DiagnosticOptions.IgnoreAdditionalLocations));

    [Theory]
    [InlineData("Parallel.For(0, items.Count, i => { output[i] = items[i]; });")]
    [InlineData("Parallel.For(0, items.Count, i => { output[i] += items[i]; });")]
    [InlineData("Parallel.For(0, 5, i => { output[2 * i + 1]++; });")]
    [InlineData("Parallel.For(0, 5, i => { var k = i + 1; output[k]++; });")]
    [InlineData("Parallel.For(0, 5, i => { for (var j = 0; j < 3; j++) { output[i * 3 + j] = j; } });")]
    [InlineData("Parallel.For(0, 5, i => { output[data[i]] = i; });")]
    [InlineData("Parallel.For(0, list.Count, i => { list[i] = Square(i); });")]
    [InlineData("Parallel.For(0, 10, i => { lock (_gate) { sum += i; } });")]
    [InlineData("Parallel.For(0, 10, i => { lock (list) list.Add(i); });")]
    [InlineData("Parallel.For(0, 10, i => { Monitor.Enter(_gate); try { sum += i; } finally { Monitor.Exit(_gate); } });")]
    [InlineData("Parallel.For(0, 10, i => { _one.Wait(); try { sum += i; } finally { _one.Release(); } });")]
    [InlineData("Parallel.ForEachAsync(items, async (item, token) => { await _one.WaitAsync(token); try { list.Add(item); } finally { _one.Release(); } }).Wait();")]
    [InlineData("Parallel.For(0, 10, i => { using (EnterLock()) { sum += i; } });")]
    [InlineData("Parallel.For(0, 10, i => Interlocked.Add(ref sum, i));")]
    [InlineData("Parallel.For(0, 10, i => { if (Interlocked.Increment(ref sum) == 1) { list.Add(i); } });")]
    [InlineData("Parallel.For(0, 10, i => { _seen = i; Use(_seen); });")]
    [InlineData("Parallel.For(0, 10, i => { s_own++; });")]
    [InlineData("Parallel.For(0, 10, i => { bag.Add(i); });")]
    [InlineData("var grid = new int[9, 9]; Parallel.For(0, 9, i => { grid[i, 0] += i; for (var j = 1; j < 9; j++) { grid[i, j]++; } });")]
    [InlineData("Parallel.For(0, 10, i => Guarded(i));")]
    [InlineData("Parallel.For(0, 10, i => Dispatch(() => list.Add(i)));")]
    [InlineData("var screen = new SynchronizationContext(); Parallel.For(0, 10, i => screen.Post(_ => list.Add(i), null));")]
    [InlineData("var nodes = new[] { new C(), new C() }; Parallel.ForEach(nodes, node => node.Count());")]
    [InlineData("var rows = new List<int>[9]; Parallel.For(0, 9, i => { rows[i] = new List<int>(); rows[i].Add(i); var row = rows[i]; row.Add(i); });")]
    [InlineData("Parallel.For(0, 10, i => { var own = new List<int>(); own.Add(i); var n = 0; n++; Use((own, n)); });")]
    [InlineData("Parallel.For(0, 10, () => 0, (i, state, part) => part + i, part => { lock (_gate) { sum += part; } });")]
    [InlineData("Parallel.For(0, 10, () => new List<int>(), (i, state, part) => { part.Add(i); return part; }, part => { lock (_gate) { list.AddRange(part); } });")]
    [InlineData("Parallel.ForEach(items, item => { if (item == 3) { found = true; } });")]
    [InlineData("Parallel.ForEach(items, (item, state) => { if (item > 3) { last = item; state.Stop(); } });")]
    [InlineData("Parallel.ForEach(items, item => { if (!found && item > 3) { found = true; } });")]
    [InlineData("Parallel.For(0, 10, i => { if (i == 0) { sum++; } });")]
    [InlineData("Parallel.For(0, 10, i => Use(Cached()));")]
    [InlineData("Parallel.For(0, 10, i => Use(Lazy()));")]
    [InlineData("Parallel.For(0, 10, i => Safe(i));")]
    [InlineData("Parallel.For(0, 10, i => Use(Random.Shared.Next()));")]
    [InlineData("Parallel.For(0, 10, i => Use(_shared.Next()));")]
    [InlineData("var r = Random.Shared; Parallel.For(0, 10, i => Use(r.Next()));")]
    [InlineData("Parallel.For(0, 10, new ParallelOptions { MaxDegreeOfParallelism = 1 }, i => { sum += i; });")]
    [InlineData("var options = new ParallelOptions { MaxDegreeOfParallelism = 1 }; Parallel.ForEach(items, options, item => list.Add(item));")]
    [InlineData("items.AsParallel().WithDegreeOfParallelism(1).ForAll(item => list.Add(item));")]
    [InlineData("var all = items.AsParallel().Select(item => item + 1).AsSequential().Select(item => sum += item).ToList(); Use(all);")]
    [InlineData("Parallel.Invoke(() => sum = Square(1), () => max = Square(2));")]
    [InlineData("Parallel.Invoke(() => { foreach (var item in items) sum += item; }, () => Use(max));")]
    [InlineData("foreach (var item in items) { var n = 0; ThreadPool.QueueUserWorkItem(_ => { n++; Use(n); }); }")]
    [InlineData("ThreadPool.QueueUserWorkItem(_ => { sum++; });")]
    [InlineData("items.ForEach(item => { sum += item; list.Add(item); });")]
    [InlineData("Use(items.Select(item => sum += item).ToList());")]
    [InlineData("Parallel.ForEach(items, item => Use(list.Count));")]
    [InlineData("var pool2 = new ProcessPool(); Use(pool2.Map(Square, items)); pool2.Dispose();")]
    [InlineData("var all = items.AsParallel().Aggregate(0, (total, item) => total + item); Use(all);")]
    public Task Ignores_what_each_round_has_for_itself_and_what_is_synchronised(string statements) => Verify.VerifyAnalyzerAsync(InMethod(statements));

    [Theory]
    [InlineData("Parallel.For(0, 10, i => { [|sum|] += i; });", "Parallel.For(0, 10, i => { Interlocked.Add(ref sum, i); });")]
    [InlineData("Parallel.For(0, 10, i => [|sum|]++);", "Parallel.For(0, 10, i => Interlocked.Increment(ref sum));")]
    [InlineData("Parallel.For(0, 10, i => { this.[|_count|] -= i + 1; });", "Parallel.For(0, 10, i => { Interlocked.Add(ref this._count, -(i + 1)); });")]
    [InlineData("Parallel.ForEach(items, item => { list.[|Add|](item); });", "Parallel.ForEach(items, item => { lock (list) { list.Add(item); } });")]
    [InlineData("Parallel.ForEach(items, item => list.[|Add|](Square(item)));", "Parallel.ForEach(items, item => { var item2 = Square(item); lock (list) { list.Add(item2); } });")]
    [InlineData("Parallel.ForEach(items, item => { [|map[item]|] = Square(item); });", "Parallel.ForEach(items, item => { var value = Square(item); lock (map) { map[item] = value; } });")]
    [InlineData("Parallel.ForEach(items, item => { if (item > max) { [|max|] = item; } });", "var gate = new object();\n        Parallel.ForEach(items, item => { lock (gate) { if (item > max) { max = item; } } });")]
    [InlineData("Parallel.ForEach(items, item => { [|average|] += item / 2.0; });", "var gate = new object();\n        Parallel.ForEach(items, item => { lock (gate) { average += item / 2.0; } });")]
    public Task Fixes_with_an_atomic_change_or_a_lock(string before, string after) => Verify.VerifyCodeFixAsync(InMethod(before), InMethod(after));

    [Fact]
    public Task Fixes_a_statement_on_lines_of_its_own() => Verify.VerifyCodeFixAsync(
        InMethod("""
            Parallel.ForEach(items, item =>
                    {
                        // Collect.
                        list.[|Add|](Square(item)); // one
                    });
            """),
        InMethod("""
            Parallel.ForEach(items, item =>
                    {
                        // Collect.
                        var item2 = Square(item);
                        lock (list)
                        {
                            list.Add(item2);
                        } // one
                    });
            """));

    [Theory]
    [InlineData("Parallel.ForEach(items, item => { [|last|] = item; Use(last); });")]
    [InlineData("Parallel.For(0, 10, i => Use(random.[|Next|]()));")]
    [InlineData("var all = items.AsParallel().Where(item => { Use([|sum|]++); return item > 1; }).ToList(); Use(all);")]
    public Task Offers_nothing_where_a_lock_would_not_be_enough(string statements) => Verify.VerifyCodeFixAsync(InMethod(statements), InMethod(statements));
}
