using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Testing;
using Xunit;
using Verify = Microsoft.CodeAnalysis.Testing.CodeFixVerifier<
    ConcurrencyAnalyzers.Rules.Queues.CONC701CheckThenActAnalyzer,
    ConcurrencyAnalyzers.CodeFixes.Rules.Queues.CONC701CheckThenActFix,
    Analyzers.Tests.Rules.RuntimeCodeFixTest<
        ConcurrencyAnalyzers.Rules.Queues.CONC701CheckThenActAnalyzer,
        ConcurrencyAnalyzers.CodeFixes.Rules.Queues.CONC701CheckThenActFix>,
    Microsoft.CodeAnalysis.Testing.DefaultVerifier>;

namespace Analyzers.Tests.Rules.Queues;

public sealed class CONC701CheckThenActTests
{
    private static string InMethod(string statements, string members = "") => $$"""
        using System;
        using System.Collections.Concurrent;
        using System.Collections.Generic;
        using System.Threading;
        using System.Threading.Tasks;
        using ConcurrencyAnalyzers.Runtime;

        class C
        {
            private readonly object _gate = new object();
            private readonly ConcurrentDictionary<string, int> _map = new ConcurrentDictionary<string, int>();
            private readonly ConcurrentDictionary<string, int> _growing = new ConcurrentDictionary<string, int>();
            private readonly BlockingCollection<int> _items = new BlockingCollection<int>();
            private readonly BlockingQueue<int> _queue = new BlockingQueue<int>();
            private readonly Dictionary<string, int> _plain = new Dictionary<string, int>();
            private readonly LifoBlockingQueue<int> _stack = new LifoBlockingQueue<int>();
            private readonly ConcurrentQueue<int> _jobs = new ConcurrentQueue<int>();
            private readonly ConcurrentDictionary<string, byte> _set = new ConcurrentDictionary<string, byte>();
            {{members}}
            void Drop(string key) { _map.TryRemove(key, out _); }
            static int Make(string key) => key.Length;
            static void Use(int value) { }

            public void M(string key, int limit, ConcurrentDictionary<string, int> given)
            {
                {{statements}}
            }
        }
        """;

    [Theory]
    [InlineData("if (!_map.ContainsKey(key)) [|_map[key]|] = 1;")]
    [InlineData("if (!_map.ContainsKey(key)) { [|_map[key]|] = Make(key); }")]
    [InlineData("if (_map.ContainsKey(key) == false) { [|_map[key]|] = Make(key); }")]
    [InlineData("if (_map.ContainsKey(key)) { Use(1); } else { [|_map[key]|] = 1; }")]
    [InlineData("if (limit > 0 && !_growing.ContainsKey(key)) [|_growing[key]|] = 1;")]
    [InlineData("if (_map.ContainsKey(key)) Use([|_map[key]|]);")]
    [InlineData("Use(_map.ContainsKey(key) ? [|_map[key]|] : 0);")]
    [InlineData("Use(!_map.ContainsKey(key) ? 0 : [|_map[key]|]);")]
    [InlineData("if (!_map.ContainsKey(key)) return; Use(limit); Use([|_map[key]|]);")]
    [InlineData("if (!_map.ContainsKey(key)) { throw new ArgumentException(key); } Use([|_map[key]|]);")]
    [InlineData("foreach (var k in _plain.Keys) { if (_map.ContainsKey(k)) continue; [|_map[k]|] = 1; }")]
    [InlineData("if (key == null || !_map.ContainsKey(key)) return; Use([|_map[key]|]);")]
    [InlineData("if (_items.Count == 0) return; Use(_items.[|Take|]());")]
    [InlineData("if (_queue.IsEmpty) return; Use(_queue.[|Get|]());")]
    [InlineData("if (_stack.Count < 1) { return; } Use(_stack.[|Get|]());")]
    [InlineData("while (!_items.IsCompleted) { Use(_items.[|Take|]()); }")]
    [InlineData("while (!_queue.IsClosed) { Use(_queue.[|Get|]()); }")]
    [InlineData("if (_map.ContainsKey(key)) _map[key] += 2; else [|_map[key]|] = 1;")]
    [InlineData("while (_items.Count > 0) { var item = _items.[|Take|](); Use(item); }")]
    [InlineData("if (_items.Count != 0) Use(_items.[|Take|]());")]
    [InlineData("while (!_queue.IsEmpty) { Use(_queue.[|Get|]()); }")]
    [InlineData("if (_queue.Count > 0) { int item = _queue.[|Get|](); Use(item); }")]
    [InlineData("Task.Run(() => { if (!_map.ContainsKey(key)) [|_map[key]|] = 1; });")]
    [InlineData("var map = new ConcurrentDictionary<string, int>(); Parallel.For(0, 9, i => { if (!map.ContainsKey(key)) [|map[key]|] = i; });")]
    [InlineData("if (_growing.ContainsKey(key)) _growing[key]++; else [|_growing[key]|] = 1;")]
    [InlineData("if (_growing.ContainsKey(key)) { Use(_growing[key]); } else { [|_growing[key]|] = Make(key); }")]
    [InlineData("[|_growing[key]|] = _growing.ContainsKey(key) ? _growing[key] + 1 : 1;")]
    [InlineData("[|_growing[key]|] = _growing.TryGetValue(key, out var n) ? n + 1 : 1;")]
    [InlineData("if (_growing.TryGetValue(key, out int n)) [|_growing[key]|] = n + limit; else _growing[key] = limit;")]
    [InlineData("if (!_growing.TryGetValue(key, out var n)) return; [|_growing[key]|] = n * 2;")]
    public Task Reports_a_use_that_relies_on_an_old_answer(string statements) => Verify.VerifyAnalyzerAsync(InMethod(statements));

    [Theory]
    [InlineData("if (!_map.ContainsKey(key)) _map.TryAdd(key, 1);")]
    [InlineData("_map.GetOrAdd(key, Make);")]
    [InlineData("if (_map.TryGetValue(key, out var value)) Use(value);")]
    [InlineData("if (_map.TryGetValue(key, out var value)) _growing[key] = value + 1;")]
    [InlineData("_growing[key] = _map.TryGetValue(key, out var n) ? n + 1 : 1;")]
    [InlineData("_growing[key] = _growing.TryGetValue(key, out var n) ? n : 1;")]
    [InlineData("var map = new ConcurrentDictionary<string, int>(); Parallel.For(0, 9, i => { if (map.ContainsKey(key)) Use(map[key]); });")]
    [InlineData("if (_growing.TryGetValue(key, out var n)) _growing.TryUpdate(key, n + 1, n);")]
    [InlineData("if (!_map.TryGetValue(key, out var value)) { value = Make(key); _map[key] = value; } Use(value);")]
    [InlineData("lock (_gate) { if (!_map.ContainsKey(key)) _map[key] = 1; }")]
    [InlineData("if (!_plain.ContainsKey(key)) _plain[key] = 1;")]
    [InlineData("if (!_map.ContainsKey(key)) _map[key + 1] = 1;")]
    [InlineData("if (!_map.ContainsKey(key)) _growing[key] = 1;")]
    [InlineData("if (_map.ContainsKey(key)) _map[key] = 1;")]
    [InlineData("if (_growing.ContainsKey(key)) Use(_growing[key]);")]
    [InlineData("if (_map.Count < limit) _map[key] = 1;")]
    [InlineData("if (_map.ContainsKey(key)) _map.TryRemove(key, out _);")]
    [InlineData("var map = new ConcurrentDictionary<string, int>(); if (!map.ContainsKey(key)) map[key] = 1;")]
    [InlineData("while (_items.TryTake(out var item)) Use(item);")]
    [InlineData("while (!_items.IsCompleted) { try { Use(_items.Take()); } catch (InvalidOperationException) { } }")]
    [InlineData("try { while (!_items.IsCompleted) { Use(_items.Take()); } } catch (InvalidOperationException) { }")]
    [InlineData("try { if (_map.ContainsKey(key)) Use(_map[key]); } catch (KeyNotFoundException) { }")]
    [InlineData("while (!_items.IsCompleted) { if (_items.TryTake(out var item)) Use(item); }")]
    [InlineData("if (!_queue.IsFull) { Use(_queue.Get()); }")]
    [InlineData("if (_items.Count > 0) return; Use(_items.Take());")]
    [InlineData("if (_map.ContainsKey(key)) Use(limit); Use(_map[key]);")]
    [InlineData("if (!_map.ContainsKey(key)) return; _map.TryAdd(key, 1); Use(_map[key]);")]
    [InlineData("if (!_set.ContainsKey(key)) _set[key] = 0;")]
    [InlineData("if (_jobs.TryPeek(out var job) && job > limit) _jobs.TryDequeue(out _);")]
    [InlineData("if (!_jobs.IsEmpty && _jobs.TryDequeue(out var job)) Use(job);")]
    [InlineData("var map = new ConcurrentDictionary<string, int>(); new List<string>().ForEach(k => { if (!map.ContainsKey(k)) map[k] = 1; });")]
    [InlineData("Action<ConcurrentDictionary<string, int>> fill = own => { if (!own.ContainsKey(key)) own[key] = 1; }; fill(new ConcurrentDictionary<string, int>());")]
    [InlineData("using (EnterLock()) { if (!_map.ContainsKey(key)) _map[key] = 1; }", "IDisposable EnterLock() => null;")]
    [InlineData("using var scope = EnterLock(); if (!_map.ContainsKey(key)) _map[key] = 1;", "IDisposable EnterLock() => null;")]
    [InlineData("if (_items.Count > 100) Use(_items.Take());")]
    [InlineData("if (_items.Count > 0) { Use(1); } Use(_items.Take());")]
    [InlineData("if (_items.Count > 0 && _items.TryTake(out var item)) Use(item);")]
    public Task Ignores_atomic_uses_and_locked_ones(string statements, string members = "") => Verify.VerifyAnalyzerAsync(InMethod(statements, members));

    [Theory]
    [InlineData("if (given.ContainsKey(key)) Use({|#0:given[key]|});", "given", "ContainsKey", "it throws if the key is gone")]
    [InlineData("while (!_jobs.IsEmpty) { _jobs.{|#0:TryDequeue|}(out var job); Use(job); }", "_jobs", "IsEmpty", "it gets no element if this one is gone")]
    [InlineData("Parallel.ForEach(_plain.Keys, k => { if (!_map.ContainsKey(k)) {|#0:_map[k]|} = 1; });", "_map", "ContainsKey", "it overwrites what the other thread has added")]
    public Task Suggests_one_step_where_it_is_not_known_who_else_is_there(string statements, string collection, string check, string outcome) => Verify.VerifyAnalyzerAsync(
        InMethod(statements),
        Verify.Diagnostic().WithLocation(0).WithSeverity(DiagnosticSeverity.Info).WithArguments(collection, check, outcome).WithOptions(DiagnosticOptions.IgnoreAdditionalLocations));

    [Theory]
    [InlineData("lock (_gate) { Add(key); }", "private void Add(string key) { if (!_map.ContainsKey(key)) _map[key] = 1; }")]
    [InlineData("lock (_gate) { Outer(key); }", "private void Outer(string key) { Add(key); } private void Add(string key) { if (!_map.ContainsKey(key)) _map[key] = 1; }")]
    [InlineData("", "C() { Fill(); } private void Fill() { if (!_map.ContainsKey(nameof(C))) _map[nameof(C)] = 1; }")]
    [InlineData("", "C(string key) { if (!_map.ContainsKey(key)) _map[key] = 1; }")]
    public Task Ignores_helpers_under_a_lock_and_constructors(string statements, string members) => Verify.VerifyAnalyzerAsync(InMethod(statements, members));

    [Theory]
    [InlineData("if (!_map.ContainsKey(key)) [|_map[key]|] = Make(key); // once", "if (!_map.ContainsKey(key)) _map.TryAdd(key, Make(key)); // once")]
    [InlineData("if (_map.ContainsKey(key)) Use([|_map[key]|] + _map[key]);", "if (_map.TryGetValue(key, out var value)) Use(value + value);")]
    [InlineData("Use(_map.ContainsKey(key) ? [|_map[key]|] : 0);", "Use(_map.TryGetValue(key, out var value) ? value : 0);")]
    [InlineData("while (_items.Count > 0) { var item = _items.[|Take|](); Use(item); }", "while (_items.TryTake(out var item)) { Use(item); }")]
    [InlineData("while (!_queue.IsEmpty) { var item = _queue.[|Get|](); Use(item); }", "while (_queue.TryGet(out var item)) { Use(item); }")]
    [InlineData("if (!_map.ContainsKey(key)) return; Use([|_map[key]|]); Use(limit);", "if (!_map.TryGetValue(key, out var value)) return; Use(value); Use(limit);")]
    [InlineData("if (key == null || !_map.ContainsKey(key)) return; Use([|_map[key]|]);", "if (key == null || !_map.TryGetValue(key, out var value)) return; Use(value);")]
    [InlineData("[|_growing[key]|] = _growing.ContainsKey(key) ? _growing[key] + 1 : 1; // count", "_growing.AddOrUpdate(key, 1, (_, old) => old + 1); // count")]
    [InlineData("[|_growing[key]|] = _growing.TryGetValue(key, out var n) ? n + 1 : 1;", "_growing.AddOrUpdate(key, 1, (_, n) => n + 1);")]
    [InlineData("if (_growing.TryGetValue(key, out int n)) [|_growing[key]|] = n + limit; else _growing[key] = limit;", "_growing.AddOrUpdate(key, limit, (_, n) => n + limit);")]
    [InlineData("if (_growing.ContainsKey(key)) _growing[key]++; else [|_growing[key]|] = 1;", "_growing.AddOrUpdate(key, 1, (_, old) => old + 1);")]
    [InlineData("if (_map.ContainsKey(key)) { [|_map[key]|]++; } else { _map[key] = 1; } // count", "_map.AddOrUpdate(key, 1, (_, old) => old + 1); // count")]
    [InlineData("if (!_map.ContainsKey(key)) [|_map[key]|] = limit; else _map[key] = _map[key] + limit;", "_map.AddOrUpdate(key, limit, (_, old) => old + limit);")]
    [InlineData("while (!_items.IsCompleted) { var item = _items.[|Take|](); Use(item); }", "foreach (var item in _items.GetConsumingEnumerable()) { Use(item); }")]
    public Task Fixes_by_asking_and_acting_in_one_step(string before, string after) => Verify.VerifyCodeFixAsync(InMethod(before), InMethod(after));

    [Theory]
    [InlineData("while (_items.Count > 0) { Use(1); Use(_items.[|Take|]()); }")]
    [InlineData("if (_map.ContainsKey(key)) { Use([|_map[key]|]); _map[key] = 2; }")]
    [InlineData("if (!_map.ContainsKey(key)) Use([|_map[key]|] = 1);")]
    [InlineData("if (_map.ContainsKey(key)) { _map[key] += 2; Use(1); } else { [|_map[key]|] = 1; }")]
    [InlineData("while (!_items.IsCompleted) { var item = _items.[|Take|](); item++; Use(item); }")]
    [InlineData("while (!_queue.IsClosed) { var item = _queue.[|Get|](); Use(item); }")]
    public Task Offers_nothing_where_the_uses_are_mixed(string statements) => Verify.VerifyCodeFixAsync(InMethod(statements), InMethod(statements));

    private static string WithLinq(string statements) => InMethod(statements).Replace("using System.Threading;", "using System.Linq; using System.Threading;", StringComparison.Ordinal);

    private const string Lists = "private readonly ConcurrentDictionary<string, List<int>> _lists = new();";

    [Theory]
    [InlineData("if (!_lists.TryGetValue(key, out var list)) { list = new List<int>(); [|_lists[key]|] = list; } list.Add(1);")]
    [InlineData("if (!_lists.TryGetValue(key, out var list)) { [|_lists[key]|] = list = new List<int>(); } list.Add(1);")]
    [InlineData("if (_lists.TryGetValue(key, out var list)) return; list = new List<int>(); [|_lists[key]|] = list;")]
    public Task Suggests_one_step_for_a_collection_of_collections(string statements) => Verify.VerifyAnalyzerAsync(InMethod(statements, Lists));

    [Theory]
    [InlineData("if (!_map.TryGetValue(key, out var value)) { value = Make(key); _map[key] = value; } Use(value);")]
    [InlineData("if (!_lists.TryGetValue(key, out var list)) { list = new List<int>(); _lists.TryAdd(key, list); }")]
    [InlineData("if (!_lists.TryGetValue(key, out var list)) { list = Known; _lists[key] = list; }")]
    [InlineData("lock (_gate) { if (!_lists.TryGetValue(key, out var list)) { list = new List<int>(); _lists[key] = list; } }")]
    [InlineData("var lists = new ConcurrentDictionary<string, List<int>>(); if (!lists.TryGetValue(key, out var list)) { list = new List<int>(); lists[key] = list; }")]
    public Task Ignores_a_cache_of_what_is_the_same_for_all(string statements) => Verify.VerifyAnalyzerAsync(InMethod(statements, Lists + " static readonly List<int> Known = new();"));

    [Fact]
    public Task Suggests_and_does_not_warn_of_a_new_collection() => Verify.VerifyAnalyzerAsync(
        InMethod("if (!_lists.TryGetValue(key, out var list)) { list = new List<int>(); {|#0:_lists[key]|} = list; }", Lists),
        Verify.Diagnostic().WithLocation(0).WithSeverity(DiagnosticSeverity.Info).WithArguments("_lists", "TryGetValue", "it overwrites what the other thread has added").WithOptions(DiagnosticOptions.IgnoreAdditionalLocations));

    [Theory]
    [InlineData("if (!_lists.TryGetValue(key, out var list)) { list = new List<int>(); [|_lists[key]|] = list; } list.Add(1);", "var list = _lists.GetOrAdd(key, _ => new List<int>()); list.Add(1);")]
    [InlineData("List<int> list; if (!_lists.TryGetValue(key, out list)) { [|_lists[key]|] = list = new List<int> { 1 }; } list.Add(1); // end", "List<int> list; list = _lists.GetOrAdd(key, _ => new List<int> { 1 }); list.Add(1); // end")]
    public Task Fixes_by_making_it_in_one_step(string before, string after) => Verify.VerifyCodeFixAsync(InMethod(before, Lists), InMethod(after, Lists));

    [Theory]
    [InlineData("if (!_lists.TryGetValue(key, out var list)) { list = new List<int>(); Use(limit); [|_lists[key]|] = list; } list.Add(1);")]
    [InlineData("if (!_lists.TryGetValue(key, out var list)) { list = new List<int>(); /* keep */ [|_lists[key]|] = list; } list.Add(1);")]
    public Task Offers_nothing_where_more_is_done(string statements) => Verify.VerifyCodeFixAsync(InMethod(statements, Lists), InMethod(statements, Lists));

    [Theory]
    [InlineData("if (_items.Any()) Use(_items.[|Take|]());")]
    [InlineData("while (_items.Any()) { var n = _items.[|Take|](); Use(n); }")]
    public Task Reports_the_question_of_a_query(string statements) => Verify.VerifyAnalyzerAsync(WithLinq(statements));

    [Theory]
    [InlineData("if (_items.Any()) Use(1);")]
    [InlineData("if (_jobs.Any() && _jobs.TryDequeue(out var n)) Use(n);")]
    [InlineData("if (_plain.Any()) Use(_items.Take());")]
    public Task Ignores_the_question_of_a_query_that_nothing_relies_on(string statements) => Verify.VerifyAnalyzerAsync(WithLinq(statements));

    [Fact]
    public Task Fixes_the_question_of_a_query() => Verify.VerifyCodeFixAsync(
        WithLinq("while (_items.Any()) { var n = _items.[|Take|](); Use(n); }"),
        WithLinq("while (_items.TryTake(out var n)) { Use(n); }"));
}
