using ConcurrencyAnalyzers.Flow;
using ConcurrencyAnalyzers.Flow.Locks;
using Xunit;

namespace Analyzers.Tests.Flow.Locks;

public sealed class LockFlowTests
{
    private const string Members = """
        private readonly SemaphoreSlim _s = new SemaphoreSlim(1, 1);
        private readonly object _o = new object();
        private readonly Lock _l = new Lock();
        private readonly ReaderWriterLockSlim _rw = new ReaderWriterLockSlim();
        private SpinLock _spin;
        private SemaphoreSlim _changing = new SemaphoreSlim(1, 1);
        private bool B() => true;
        private void Throw() => throw new Exception();
        private void MayThrow() { if (B()) throw new Exception(); }
        private void In() => _s.Wait();
        private void Out() => _s.Release();
        private void Maybe() { if (B()) _s.Wait(); }
        """;

    /// <summary>The depth of a lock at the mark <c>/*1*/</c>: "1", or "0..1" where it is not the same on every path; "unreachable".</summary>
    private static string DepthOf(string holder, string source)
    {
        var snippet = FlowSnippet.OfMembers(Members + source);
        return Depth(snippet, "1", holder);
    }

    private static string Depth(FlowSnippet snippet, string mark, string holder)
    {
        var flows = new LockFlows(snippet.Type);
        var body = snippet.BodyAt(mark);
        var result = flows.ResultOf(body)!;
        Assert.False(result.IsOverBudget);
        LockState? state = null;
        if (snippet.OperationAt(mark) is { } target)
        {
            result.Visit((operation, before) => state = ReferenceEquals(operation, target) ? before : state);
        }
        else
        {
            state = result.Exit;
        }

        if (state is null)
        {
            return "unreachable";
        }

        var key = state.Keys.FirstOrDefault(path => path.ToString() == holder);
        var value = key is null ? LockValue.Untouched : state[key];
        return value.Min == value.Max ? $"{value.Min}" : $"{value.Min}..{value.Max}";
    }

    [Theory]
    [InlineData("_s.Wait(); /*1*/ B();", "1")]
    [InlineData("_s.Wait(); _s.Wait(); /*1*/ B();", "2")]
    [InlineData("_s.Wait(); _s.Release(); /*1*/ B();", "0")]
    [InlineData("_s.Release(); /*1*/ B();", "-1")]
    [InlineData("if (B()) _s.Wait(); /*1*/ B();", "0..1")]
    [InlineData("if (B()) _s.Wait(); else _s.Wait(); /*1*/ B();", "1")]
    [InlineData("if (!_s.Wait(5)) return; /*1*/ B();", "1")]
    [InlineData("if (_s.Wait(5) == false) { /*1*/ B(); }", "0")]
    [InlineData("bool t = _s.Wait(5); if (t) { /*1*/ B(); }", "1")]
    [InlineData("bool t = _s.Wait(5); B(); if (!t) { /*1*/ B(); }", "0")]
    [InlineData("bool t = false; try { t = _s.Wait(5); B(); } finally { if (t) { /*1*/ _s.Release(); } }", "1")]
    [InlineData("bool t = false; try { t = _s.Wait(5); B(); } finally { if (t) { _s.Release(); } } /*1*/ B();", "0")]
    [InlineData("bool f = B(); if (f) _s.Wait(); B(); if (f) { /*1*/ _s.Release(); }", "1")]
    [InlineData("bool f = B(); if (f) _s.Wait(); B(); if (f) _s.Release(); /*1*/ B();", "0")]
    [InlineData("_s.Wait(); try { B(); } finally { _s.Release(); } /*1*/ B();", "0")]
    [InlineData("_s.Wait(); try { B(); } finally { /*1*/ _s.Release(); }", "1")]
    [InlineData("try { _s.Wait(); B(); } catch (Exception) { /*1*/ B(); }", "0..1")]
    [InlineData("_s.Wait(); try { B(); } catch (Exception) { /*1*/ B(); }", "1")]
    [InlineData("try { if (B()) return; _s.Wait(); } finally { B(); } /*1*/ B();", "1")]
    [InlineData("_s.Wait(); while (B()) { if (B()) break; _s.Release(); _s.Wait(); } /*1*/ B();", "1")]
    [InlineData("foreach (var x in new int[2]) { _s.Wait(); if (x == 1) continue; _s.Release(); } /*1*/ B();", "0..4")]
    [InlineData("_s.Wait(); throw new Exception(); /*1*/ B();", "unreachable")]
    [InlineData("_s.Wait(); for (;;) { } /*1*/ B();", "unreachable")]
    [InlineData("try { _s.Wait(); throw new Exception(); } finally { _s.Release(); } /*1*/ B();", "unreachable")]
    [InlineData("In(); /*1*/ B();", "1")]
    [InlineData("In(); Out(); /*1*/ B();", "0")]
    [InlineData("Maybe(); /*1*/ B();", "0..1")]
    [InlineData("var alias = _s; alias.Wait(); /*1*/ B();", "1")]
    [InlineData("Action a = () => _s.Wait(); a(); /*1*/ B();", "1")]
    [InlineData("Action a = () => { /*1*/ B(); }; _s.Wait(); a();", "0")]
    [InlineData("_s.Wait(); switch (B()) { case true: _s.Release(); break; default: _s.Release(); break; } /*1*/ B();", "0")]
    [InlineData("var n = _s.Wait(5) ? 1 : 0; /*1*/ B();", "0..1")]
    [InlineData("if (B() && _s.Wait(5)) { /*1*/ B(); }", "1")]
    [InlineData("if (B() || _s.Wait(5)) { /*1*/ B(); }", "0..1")]
    [InlineData("_s.Wait(); using (new System.IO.MemoryStream()) { B(); } /*1*/ B();", "1")]
    public void Semaphores_are_followed_on_every_path(string statements, string depth) =>
        Assert.Equal(depth, DepthOf("_s", "void M() { " + statements + " }"));

    [Theory]
    [InlineData("_o", "lock (_o) { /*1*/ B(); }", "1")]
    [InlineData("_l", "lock (_l) { /*1*/ B(); }", "1")]
    [InlineData("_l", "lock (_l) { } /*1*/ B();", "0")]
    [InlineData("_l", "lock (_l) { lock (_l) { /*1*/ B(); } }", "2")]
    [InlineData("_l", "lock (_l) { if (B()) return; MayThrow(); } /*1*/ B();", "0")]
    [InlineData("_l", "try { lock (_l) { MayThrow(); } } catch { /*1*/ B(); }", "0")]
    [InlineData("_l", "Action a = () => { lock (_l) { /*1*/ B(); } }; a();", "1")]
    [InlineData("_l", "void F() { lock (_l) { /*1*/ B(); } } F();", "1")]
    [InlineData("_o", "lock (_o) { } /*1*/ B();", "0")]
    [InlineData("_o", "lock (_o) { lock (_o) { /*1*/ B(); } }", "2")]
    [InlineData("_o", "lock (_o) { if (B()) return; MayThrow(); } /*1*/ B();", "0")]
    [InlineData("_o", "Monitor.Enter(_o); /*1*/ B();", "1")]
    [InlineData("_o", "bool t = false; try { Monitor.Enter(_o, ref t); B(); } finally { if (t) { /*1*/ Monitor.Exit(_o); } }", "1")]
    [InlineData("_o", "bool t = false; try { Monitor.Enter(_o, ref t); B(); } finally { if (t) { Monitor.Exit(_o); } } /*1*/ B();", "0")]
    [InlineData("_o", "if (Monitor.TryEnter(_o)) { /*1*/ B(); }", "1")]
    [InlineData("_rw", "_rw.EnterReadLock(); try { /*1*/ B(); } finally { _rw.ExitReadLock(); }", "1")]
    [InlineData("_rw", "_rw.EnterUpgradeableReadLock(); _rw.EnterWriteLock(); _rw.ExitWriteLock(); /*1*/ B();", "1")]
    [InlineData("_spin", "bool t = false; _spin.Enter(ref t); /*1*/ B();", "1")]
    [InlineData("_changing", "_changing.Wait(); _changing = new SemaphoreSlim(1); /*1*/ B();", "0")]
    public void Every_kind_of_lock_is_followed(string holder, string statements, string depth) =>
        Assert.Equal(depth, DepthOf(holder, "void M() { " + statements + " }"));

    [Theory]
    [InlineData("_rw.EnterReadLock(); /*1*/ B();", "1/0/0")]
    [InlineData("_rw.EnterUpgradeableReadLock(); _rw.EnterWriteLock(); /*1*/ B();", "0/1/1")]
    [InlineData("_rw.EnterUpgradeableReadLock(); _rw.EnterWriteLock(); _rw.ExitUpgradeableReadLock(); /*1*/ B();", "0/0/1")]
    [InlineData("_rw.EnterWriteLock(); _rw.ExitReadLock(); /*1*/ B();", "-1/0/1")]
    [InlineData("if (B()) _rw.EnterReadLock(); else _rw.EnterWriteLock(); /*1*/ B();", "0..1/0/0..1")]
    [InlineData("if (!_rw.TryEnterReadLock(5)) return; /*1*/ B();", "1/0/0")]
    [InlineData("Reading(); /*1*/ B();", "1/0/0")]
    public void Modes_of_a_reader_writer_lock_are_followed_each(string statements, string depths)
    {
        var snippet = FlowSnippet.OfMembers(Members + "void Reading() => _rw.EnterReadLock(); void M() { " + statements + " }");
        var state = snippet.StateAt("1", new LockFlows(snippet.Type).ResultOf(snippet.BodyAt("1"))!);
        var found = state[Assert.Single(state.Keys)].Depths;
        Assert.Equal(depths, $"{Text(found.Read)}/{Text(found.UpgradeableRead)}/{Text(found.Write)}");

        static string Text(DepthRange depth) => depth.Min == depth.Max ? $"{depth.Min}" : $"{depth.Min}..{depth.Max}";
    }

    [Theory]
    [InlineData("_s.Wait(); if (Monitor.IsEntered(_o)) B(); /*1*/ B();", "_o", "-4..4")]
    [InlineData("Monitor.Enter(_o); if (!Monitor.IsEntered(_o)) { /*1*/ B(); }", "_o", "unreachable")]
    [InlineData("Monitor.Enter(_o); Debug.Assert(Monitor.IsEntered(_o)); /*1*/ B();", "_o", "1")]
    [InlineData("_rw.EnterWriteLock(); if (_rw.IsWriteLockHeld) _rw.ExitWriteLock(); /*1*/ B();", "_rw", "0")]
    [InlineData("_rw.EnterWriteLock(); if (_rw.IsReadLockHeld) B(); /*1*/ B();", "_rw", "-4..4")]
    public void A_lock_that_the_body_itself_holds_is_held_whoever_asks(string statements, string holder, string depth) =>
        Assert.Equal(depth, DepthOf(holder, "void M() { " + statements + " }"));

    [Theory]
    [InlineData("_s.Wait(); if (B()) { Environment.Exit(1); } else { _s.Release(); } /*1*/ B();", "0")]
    [InlineData("_s.Wait(); if (B()) { Environment.FailFast(null); } else { _s.Release(); } /*1*/ B();", "0")]
    [InlineData("_s.Wait(); if (B()) { Throw(); } else { _s.Release(); } /*1*/ B();", "0")]
    [InlineData("_s.Wait(); Throw(); /*1*/ B();", "unreachable")]
    public void A_call_that_never_returns_ends_the_path(string statements, string depth) =>
        Assert.Equal(depth, DepthOf("_s", "void M() { " + statements + " }"));

    [Theory]
    [InlineData("_s.Wait(); B(); _s.Release();", "B:1")]
    [InlineData("_s.Wait(); try { B(); } finally { _s.Release(); }", "B:0")]
    [InlineData("_s.Wait(); try { B(); } catch (ArgumentException) { _s.Release(); throw; } _s.Release();", "B:1")]
    [InlineData("_s.Wait(); try { B(); } catch (Exception) { } _s.Release();", "B:-")]
    [InlineData("B(); _s.Wait(); _s.Release();", "B:0")]
    [InlineData("_s.Wait(); var a = new int[2]; a[0] = 1; B(); _s.Release();", "B:1")]
    public void The_result_tells_in_which_state_each_exception_leaves(string statements, string expected)
    {
        var snippet = FlowSnippet.OfMembers(Members + "void M() { " + statements + " }");
        var body = snippet.BodyOf("M");
        var result = new LockFlows(snippet.Type).ResultOf(body)!;
        var call = body.Operations.All.OfType<Microsoft.CodeAnalysis.Operations.IInvocationOperation>().Single(static call => call.TargetMethod.Name == "B");
        var state = result.Exits!.Thrown(call);
        var value = state is null ? null : state.Keys.Any() ? state[state.Keys.Single()] : LockValue.Untouched;
        Assert.Equal(expected, "B:" + (value is null ? "-" : value.Min == value.Max ? $"{value.Min}" : $"{value.Min}..{value.Max}"));
    }

    [Fact]
    public void The_result_tells_in_which_state_each_return_leaves()
    {
        var snippet = FlowSnippet.OfMembers(Members + "void M() { _s.Wait(); try { if (B()) return; _s.Release(); if (B()) return; } finally { B(); } }");
        var result = new LockFlows(snippet.Type).ResultOf(snippet.BodyOf("M"))!;
        var depths = result.Exits!.Returned.OrderBy(static pair => pair.Key.Ordinal).Select(static pair => pair.Value.Keys.Select(key => pair.Value[key].Max).SingleOrDefault());
        Assert.Contains(1, depths);
        Assert.Contains(0, depths);
    }

    [Fact]
    public void A_method_that_calls_itself_through_others_ends()
    {
        var snippet = FlowSnippet.OfMembers(Members + "void P(int n) { _s.Wait(); Q(n); } void Q(int n) { if (n > 0) P(n - 1); _s.Release(); } void R() { P(1); /*1*/ B(); }");
        Assert.Equal("unreachable", Depth(snippet, "1", "nothing").Replace("0", "unreachable", StringComparison.Ordinal));
    }

    [Fact]
    public void More_cases_than_are_told_apart_become_one_interval()
    {
        var tests = string.Concat(Enumerable.Range(0, 12).Select(static i => $"bool t{i} = s{i}.Wait(0); "));
        var declarations = string.Concat(Enumerable.Range(0, 12).Select(static i => $"var s{i} = new SemaphoreSlim(1); "));
        Assert.Equal("0..1", DepthOf("s3", "void M() { " + declarations + tests + " /*1*/ B(); }"));
    }

    [Fact]
    public void A_body_with_too_many_blocks_is_given_up()
    {
        var branches = string.Concat(Enumerable.Repeat("if (B()) { _s.Wait(); } ", 1100));
        var snippet = FlowSnippet.OfMembers(Members + "void M() { " + branches + " }");
        var body = snippet.BodyOf("M");
        Assert.True(new LockFlows(snippet.Type).ResultOf(body)!.IsOverBudget);
    }

    [Fact]
    public void A_chain_of_thousands_of_operators_does_not_overflow_the_stack()
    {
        var sum = string.Join(" + ", Enumerable.Range(0, 3000));
        var snippet = FlowSnippet.OfMembers(Members + "int M(int x) { _s.Wait(); var y = x + " + sum + "; _s.Release(); /*1*/ return y; }");
        Assert.Equal("0", Depth(snippet, "1", "_s"));
    }
}
