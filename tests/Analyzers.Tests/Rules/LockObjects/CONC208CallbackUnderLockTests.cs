using Xunit;
using Verify = Microsoft.CodeAnalysis.CSharp.Testing.CSharpCodeFixVerifier<
    ConcurrencyAnalyzers.Rules.LockObjects.CONC208CallbackUnderLockAnalyzer,
    ConcurrencyAnalyzers.CodeFixes.Rules.LockObjects.CONC208CallbackUnderLockFix,
    Microsoft.CodeAnalysis.Testing.DefaultVerifier>;

namespace Analyzers.Tests.Rules.LockObjects;

public sealed class CONC208CallbackUnderLockTests
{
    private static string InClass(string members) => $$"""
        using System;
        using System.Collections.Generic;
        using System.Linq;
        using System.Threading;
        using System.Threading.Tasks;

        public class C
        {
            private readonly object gate = new object();
            private readonly Lock latch = new Lock();
            private readonly SemaphoreSlim slim = new SemaphoreSlim(1, 1), throttle = new SemaphoreSlim(4);
            private readonly List<Action> handlers = new List<Action>();
            private readonly CancellationTokenSource stop = new CancellationTokenSource();
            private readonly Dictionary<int, int> map = new Dictionary<int, int>();
            private int n;
            public event EventHandler Changed;
            public Action<int> OnDone { get; set; }
            {{members}}
        }
        """;

    [Theory]
    [InlineData("public void M() { lock (gate) { n++; Changed?.[|Invoke|](this, EventArgs.Empty); } }")]
    [InlineData("public void M() { lock (gate) { n++; if (Changed != null) [|Changed|](this, EventArgs.Empty); } }")]
    [InlineData("public void M() { lock (gate) { var copy = Changed; n++; copy?.[|Invoke|](this, EventArgs.Empty); } }")]
    [InlineData("public void M() { lock (gate) { n++; [|OnChanged|](); } } protected virtual void OnChanged() => Changed?.Invoke(this, EventArgs.Empty);")]
    [InlineData("public void M() { lock (latch) { n++; [|OnDone|](n); } }")]
    [InlineData("public void M() { slim.Wait(); try { OnDone?.[|Invoke|](n); } finally { slim.Release(); } }")]
    [InlineData("private readonly Func<int> make; public C(Func<int> make) { this.make = make; } public void M() { lock (gate) { n = [|make|](); } }")]
    [InlineData("private Action hook; public void Set(Action a) { hook = a; } public void M() { lock (gate) { n++; hook.[|Invoke|](); } }")]
    [InlineData("public int Get(int k, Func<int, int> make) { lock (gate) { if (!map.TryGetValue(k, out var v)) { map[k] = v = [|make|](k); } return v; } }")]
    [InlineData("public void M() { lock (gate) { foreach (var handler in handlers) { [|handler|](); n++; } } }")]
    [InlineData("public void M() { lock (gate) { n++; stop.[|Cancel|](); } }")]
    [InlineData("public int P { set { lock (gate) { n = value; Changed?.[|Invoke|](this, EventArgs.Empty); } } }")]
    [InlineData("public void M() { Monitor.Enter(gate); try { n++; Changed?.[|Invoke|](this, EventArgs.Empty); } finally { Monitor.Exit(gate); } }")]
    public Task Reports_code_of_others_under_a_lock(string members) => Verify.VerifyAnalyzerAsync(InClass(members));

    [Theory]
    [InlineData("public void M() { EventHandler copy; lock (gate) { n++; copy = Changed; } copy?.Invoke(this, EventArgs.Empty); }")]
    [InlineData("public void M() { lock (gate) { n++; } Changed?.Invoke(this, EventArgs.Empty); }")]
    [InlineData("private readonly Func<int> make = () => 1; public void M() { lock (gate) { n = make(); } }")]
    [InlineData("private static readonly Func<int> make = static () => 1; public void M() { lock (gate) { n = make(); } }")]
    [InlineData("private Action step; public C() { step = Step; } private void Step() { n++; } public void M() { lock (gate) { step(); } }")]
    [InlineData("private Action step; public C() { step = () => n++; } public void M() { lock (gate) { step?.Invoke(); step = null; } }")]
    [InlineData("public void M() { Func<int> make = () => n; lock (gate) { n = make(); } }")]
    [InlineData("public void M(List<int> l, Comparison<int> c) { lock (gate) { if (c(1, 2) > 0) n++; l.Sort(c); } }")]
    [InlineData("public void M(List<int> l, IComparer<int> c) { lock (gate) { n = c.Compare(1, 2); } }")]
    [InlineData("private readonly Lazy<int> lazy = new Lazy<int>(() => 1); public void M() { lock (gate) { n = lazy.Value; } }")]
    [InlineData("public void M(List<int> l) { lock (gate) { n = l.Where(i => i > 1).Sum(i => i); } }")]
    [InlineData("public void M(List<int> l) { lock (gate) { l.ForEach(i => n += i); } }")]
    [InlineData("public void Run(Action action) { lock (gate) { action(); } }")]
    [InlineData("public T Run<T>(Func<T> f) { lock (gate) return f(); }")]
    [InlineData("private void Core(Action action) { lock (gate) { n++; action(); } } public void M() { Core(() => n++); }")]
    [InlineData("public void M() { lock (gate) { Task.Run(() => Changed?.Invoke(this, EventArgs.Empty)); } }")]
    [InlineData("public void M() { lock (gate) { Changed += (s, e) => n++; } }")]
    [InlineData("public void M() { throttle.Wait(); OnDone?.Invoke(n); throttle.Release(); }")]
    [InlineData("public async Task M(Func<Task> f) { await slim.WaitAsync(); try { n++; await f(); } finally { slim.Release(); } }")]
    [InlineData("public void M() { lock (gate) { stop.CancelAfter(10); } stop.Cancel(); }")]
    [InlineData("public void M() { lock (gate) { void Local() { n++; } Local(); } }")]
    [InlineData("public void M() { lock (gate) { if (stop.IsCancellationRequested) return; n++; } }")]
    public Task Ignores_code_of_its_own_and_calls_outside(string members) => Verify.VerifyAnalyzerAsync(InClass(members));

    [Fact]
    public Task Fixes_by_copying_the_handlers() => Verify.VerifyCodeFixAsync(
        InClass("""
            public void M()
            {
                // one more
                lock (gate)
                {
                    n++;
                    // tell
                    Changed?.[|Invoke|](this, EventArgs.Empty);
                }
            }
        """),
        InClass("""
            public void M()
            {
                // one more
                EventHandler changed;
                lock (gate)
                {
                    n++;
                    changed = Changed;
                }
                // tell
                changed?.Invoke(this, EventArgs.Empty);
            }
        """));

    [Fact]
    public Task Fixes_a_parameter_by_calling_it_behind_the_lock() => Verify.VerifyCodeFixAsync(
        InClass("""
            public void M(Action<int> done, int k)
            {
                lock (gate)
                {
                    n++;
                    [|done|](k);
                }
            }
        """),
        InClass("""
            public void M(Action<int> done, int k)
            {
                lock (gate)
                {
                    n++;
                }
                done(k);
            }
        """));

    [Theory]
    [InlineData("public void M() { lock (gate) { n++; OnDone?.[|Invoke|](n); } }")]
    [InlineData("public void M() { lock (gate) { Changed?.[|Invoke|](this, EventArgs.Empty); n++; } }")]
    [InlineData("public void M() { lock (gate) { var v = n; OnDone?.[|Invoke|](v); } }")]
    [InlineData("public void M() { lock (gate) { n++; [|OnChanged|](); } } private void OnChanged() => Changed?.Invoke(this, EventArgs.Empty);")]
    public Task Fixes_not_where_the_arguments_belong_to_the_lock(string members) => Verify.VerifyCodeFixAsync(InClass(members), InClass(members));
}
