using Xunit;
using static Analyzers.Tests.Rules.Threads.LifecycleCode;
using Verify = Microsoft.CodeAnalysis.CSharp.Testing.CSharpCodeFixVerifier<
    ConcurrencyAnalyzers.Rules.Threads.CONC308StartedInConstructorAnalyzer,
    ConcurrencyAnalyzers.CodeFixes.Rules.Threads.CONC308StartedInConstructorFix,
    Microsoft.CodeAnalysis.Testing.DefaultVerifier>;

namespace Analyzers.Tests.Rules.Threads;

public sealed class CONC308StartedInConstructorTests
{
    private static string InClass(string members, string after = "", string head = "class K") => InMethod("", $"{head} {{ private int _n; private Thread _t; private Task _task; private Timer _timer; private readonly object _gate = new object(); private readonly ManualResetEventSlim _ready = new ManualResetEventSlim(); void Work() {{ Use(_n); }} static void Idle() {{ }} {members} }} {after}");

    [Theory]
    [InlineData("K(int n) { var t = new Thread(Work); t.[|Start|](); _n = n; }")]
    [InlineData("K(int n) { _t = new Thread(Work); _t.[|Start|](); _n = n; }")]
    [InlineData("K(int n) { new Thread(Work).[|Start|](); _n = n; }")]
    [InlineData("K(int n) { new Thread(() => Use(_n)).[|Start|](); _n = n; }")]
    [InlineData("K(int n) { Task.[|Run|](() => Work()); _n = n; }")]
    [InlineData("K(int n) { _task = Task.[|Run|](Work); _n = n; }")]
    [InlineData("K(int n) { Task.Factory.[|StartNew|](Work); _n = n; }")]
    [InlineData("K(int n) { ThreadPool.[|QueueUserWorkItem|](_ => Work()); _n = n; }")]
    [InlineData("K(int n) { _timer = new [|Timer|](_ => Work(), null, 0, 100); _n = n; }")]
    [InlineData("K(int n) { new Thread(Work).[|Start|](); Init(n); } void Init(int n) { _n = n; }")]
    [InlineData("K(int n) { new Thread(Loop).[|Start|](); Size = n; } int Size { get; set; } void Loop() { while (true) Use(Size); }")]
    [InlineData("K(int n) { new Thread(Loop).[|Start|](); _n = n; } void Loop() { while (true) { Inner(); } } void Inner() { Use(_n); }")]
    [InlineData("K(int n) { new WorkerThread(Work).[|Start|](); if (n > 0) _n = n; }")]
    [InlineData("private K _self; K(K other) { new Thread(() => Use(_self)).[|Start|](); _self = other; }")]
    public Task Reports_members_set_after_the_start(string members) => Verify.VerifyAnalyzerAsync(InClass(members));

    [Fact]
    public Task Reports_threads_that_start_themselves() => Verify.VerifyAnalyzerAsync(InMethod("", "class W : WorkerThread { private int _n; public W(int n) { [|Start|](); _n = n; } protected override void Run() { Use(_n); } }"));

    [Theory]
    [InlineData("protected K() { new Thread(Go).[|Start|](); } protected abstract void Go();", "abstract class K", "class D : K { private int _d; public D() { _d = 1; } protected override void Go() { Use(_d); } }")]
    [InlineData("protected K() { new Thread(() => Go()).[|Start|](); } protected virtual void Go() { }", "class K", "class D : K { protected override void Go() { } }")]
    public Task Reports_methods_of_derived_classes(string members, string head, string derived) => Verify.VerifyAnalyzerAsync(InClass(members, derived, head));

    [Theory]
    [InlineData("K(int n) { _n = n; var t = new Thread(Work); t.Start(); }")]
    [InlineData("K(int n) { new Thread(Idle).Start(); _n = n; }")]
    [InlineData("K(int n) { var t = new Thread(Work); _n = n; t.Start(); }")]
    [InlineData("K(int n) { new Thread(Work).Start(); _n = 0; }")]
    [InlineData("K(int n) { _t = new Thread(() => Use(1)); _t.Start(); _n = n; }")]
    [InlineData("K(int n) { new Thread(() => { _ready.Wait(); Work(); }).Start(); _n = n; _ready.Set(); }")]
    [InlineData("K(int n) { lock (_gate) { new Thread(() => { lock (_gate) Work(); }).Start(); _n = n; } }")]
    [InlineData("K(int n) { new Thread(Work).Start(); _t = null; }")]
    [InlineData("K(int n) { _task = Task.Run(() => Use(_task)); }")]
    [InlineData("void Go(int n) { new Thread(Work).Start(); _n = n; }")]
    [InlineData("K(int n) { Action a = Work; a(); _n = n; }")]
    [InlineData("K(int n) { _timer = new Timer(_ => Work(), null, Timeout.Infinite, Timeout.Infinite); _n = n; _timer.Change(0, 100); }")]
    [InlineData("K(int n) { var t = new Thread(Work); t.Start(); t.Join(); _n = n; }")]
    [InlineData("static int s; static K() { new Thread(() => Use(s)).Start(); s = 1; }")]
    [InlineData("K(int n) { new Thread(() => Go()).Start(); } protected virtual void Go() { }")]
    [InlineData("K(K other) { new Thread(() => Use(other._n)).Start(); _n = 5; }")]
    public Task Ignores_what_the_thread_cannot_miss(string members) => Verify.VerifyAnalyzerAsync(InClass(members));

    [Theory]
    [InlineData("K(int n) { new Thread(Work).[|Start|](); _n = n; }", "K(int n) { _n = n; new Thread(Work).Start(); }")]
    [InlineData("K(int n) { var t = new Thread(Work); t.[|Start|](); _n = n; Use(n); }", "K(int n) { var t = new Thread(Work); _n = n; Use(n); t.Start(); }")]
    [InlineData("K(int n) { _task = Task.[|Run|](Work); _n = n; }", "K(int n) { _n = n; _task = Task.Run(Work); }")]
    public Task Fixes_by_starting_last(string before, string after) => Verify.VerifyCodeFixAsync(InClass(before), InClass(after));

    [Fact]
    public Task Fixes_and_keeps_comments() => Verify.VerifyCodeFixAsync(
        InClass("""
            K(int n)
                    {
                        // The worker.
                        new Thread(Work).[|Start|](); // now

                        // The number.
                        _n = n;
                    }
            """),
        InClass("""
            K(int n)
                    {
                        // The number.
                        _n = n;
                        // The worker.
                        new Thread(Work).Start(); // now
                    }
            """));

    [Theory]
    [InlineData("K(int n) { if (n > 0) { new Thread(Work).[|Start|](); } _n = n; }")]
    [InlineData("K(int n) { _t = new Thread(Work); _t.[|Start|](); _n = n; _t.Name = \"a\"; }")]
    [InlineData("K(int n) { new Thread(Work).[|Start|](); if (n < 0) throw new ArgumentException(); _n = n; }")]
    public Task Reports_without_a_fix_where_the_order_matters(string members) => Verify.VerifyCodeFixAsync(InClass(members), InClass(members));
}
