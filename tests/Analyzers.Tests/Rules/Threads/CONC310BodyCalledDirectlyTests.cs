using Xunit;
using static Analyzers.Tests.Rules.Threads.LifecycleCode;
using Verify = Microsoft.CodeAnalysis.CSharp.Testing.CSharpCodeFixVerifier<
    ConcurrencyAnalyzers.Rules.Threads.CONC310BodyCalledDirectlyAnalyzer,
    ConcurrencyAnalyzers.CodeFixes.Rules.Threads.CONC310BodyCalledDirectlyFix,
    Microsoft.CodeAnalysis.Testing.DefaultVerifier>;

namespace Analyzers.Tests.Rules.Threads;

public sealed class CONC310BodyCalledDirectlyTests
{
    private const string Own = " class FactAttribute : Attribute { } class Own : WorkerThread { protected override void Run() { base.Run(); } ";

    [Theory]
    [InlineData("var t = new Thread(F); [|F|]();")]
    [InlineData("var t = new Thread(F) { IsBackground = true }; t.Name = \"a\"; [|F|](); Use(1);")]
    [InlineData("ThreadStart body = F; var t = new Thread(body); [|body|]();")]
    [InlineData("Action body = () => Use(1); var t = new WorkerThread(body); body.[|Invoke|]();")]
    [InlineData("var t = new Thread(F); [|F|](); t.Join();")]
    [InlineData("var t = new WorkerThread(F); [|F|](); t.Join();")]
    [InlineData("var t = new Thread(P); [|P|](items);")]
    [InlineData("void Work() { Use(n); } var t = new Thread(Work); if (flag) [|Work|]();")]
    [InlineData("var p = WorkerProcess.Create(F); [|F|]();")]
    [InlineData("Action body = () => Use(1); var t = new Thread(() => body()); [|body|](); t.Join();")]
    [InlineData("ThreadStart body = F; var t = new Thread(new ThreadStart(body)); [|body|]();")]
    public Task Reports_bodies_called_in_place_of_a_start(string statements) => Verify.VerifyAnalyzerAsync(InMethod(statements));

    [Theory]
    [InlineData("var t = new Thread(F); t.Start(); F();")]
    [InlineData("var t = new Thread(F); if (flag) t.Start(); else F();")]
    [InlineData("F(); var t = new Thread(F); t.Start();")]
    [InlineData("F(); var t = new Thread(F);")]
    [InlineData("var t = new Thread(F); P(t); F();")]
    [InlineData("var t = new Thread(F); Shown = t; F();")]
    [InlineData("var t = new Thread(() => F()); F();")]
    [InlineData("F(); P(1);")]
    [InlineData("Action body = () => Use(1); var t = new Thread(() => body()); t.Start(); body(); t.Join();")]
    [InlineData("var t = new Thread(F); Action a = () => F(); t.Start();")]
    [InlineData("var t = new Thread(F); Use(nameof(F));")]
    public Task Ignores_calls_beside_a_start(string statements) => Verify.VerifyAnalyzerAsync(InMethod(statements));

    [Theory]
    [InlineData("readonly ThreadStart _body = F; void Go() { var t = new Thread(_body); [|_body|](); t.Join(); }")]
    [InlineData("readonly Action _body = F; readonly Thread _t; C() { _t = new Thread(new ThreadStart(_body)); } void Go() { [|_body|](); } void End() { _t.Join(); }")]
    [InlineData("readonly Action _body = F; readonly Thread _t; C() { _t = new Thread(new ThreadStart(_body)); } void Go() { _t.Start(); } void Again() { _body(); }")]
    public Task Reports_delegates_in_fields_called_in_place_of_a_start(string members) => Verify.VerifyAnalyzerAsync(InMethod("", members));

    [Theory]
    [InlineData("public void Go() { [|Run|](); } }")]
    [InlineData("static void Main() { var w = new Own(); w.[|Run|](); } }")]
    [InlineData("static void Main() { var w = new Own(); w.[|Run|](); w.Join(); } }")]
    [InlineData("static void Main() { new Own().[|Run|](); } }")]
    [InlineData("static void All(List<Own> all) { foreach (var w in all) { w.[|Run|](); } } }")]
    [InlineData("public Own() { [|Run|](); } }")]
    [InlineData("public void StartWork() { [|Run|](); } }")]
    [InlineData("public void Begin() => this.[|Run|](); }")]
    [InlineData("static void Main(Own w) { Action a = () => { w.[|Run|](); }; a(); } }")]
    public Task Reports_Run_where_Start_was_meant(string members) => Verify.VerifyAnalyzerAsync(InMethod("", Own + members));

    [Theory]
    [InlineData("static void Main() { var w = new Own(); w.Start(); } }")]
    [InlineData("static void Main(bool inline) { var w = new Own(); if (inline) w.Run(); else w.Start(); } }")]
    [InlineData("public void RunHere() => Run(); }")]
    [InlineData("public void StartWork(bool inline) { if (inline) Run(); else Start(); } }")]
    [InlineData("[Fact] public void Body_does_it() { var w = new Own(); w.Run(); } }")]
    [InlineData("} class Wrapping : WorkerThread { private readonly Wrapping inner; protected override void Run() { inner.Run(); base.Run(); } }")]
    [InlineData("} class Other { public void Run() { } static void Main() { new Other().Run(); Task.Run(F).Wait(); } }")]
    public Task Ignores_Run_where_it_is_meant(string members) => Verify.VerifyAnalyzerAsync(InMethod("", Own + members));

    [Theory]
    [InlineData("private Thread _t; C() { _t = new Thread(Work); } void Go() { [|Work|](); } void Work() { }")]
    [InlineData("private readonly Thread _t; C() { _t = new Thread(Work); } public void Start() => [|Work|](); void Work() { }")]
    [InlineData("private static readonly Thread _t = new Thread(Work); public static void Start() { [|Work|](); } static void Work() { }")]
    public Task Reports_bodies_of_threads_in_fields(string members) => Verify.VerifyAnalyzerAsync(InMethod("", members));

    [Theory]
    [InlineData("private Thread _t; C() { _t = new Thread(Work); } void Go() { Work(); } void Work() { } void Later() { _t.Start(); }")]
    [InlineData("private Thread _t; C() { _t = new Thread(Work); } void Work() { if (_t == null) Work(); }")]
    [InlineData("public Thread _t; C() { _t = new Thread(Work); } void Go() { Work(); } void Work() { }")]
    public Task Ignores_bodies_of_threads_that_others_start(string members) => Verify.VerifyAnalyzerAsync(InMethod("", members));

    [Theory]
    [InlineData("var t = new Thread(F); [|F|](); // go", "var t = new Thread(F); t.Start(); // go")]
    [InlineData("var t = new Thread(P); [|P|](items);", "var t = new Thread(P); t.Start(items);")]
    [InlineData("ThreadStart body = F; var t = new Thread(body); [|body|]();", "ThreadStart body = F; var t = new Thread(body); t.Start();")]
    [InlineData("var t = new WorkerThread(F); [|F|](); t.Join();", "var t = new WorkerThread(F); t.Start(); t.Join();")]
    public Task Fixes_by_starting_the_thread(string before, string after) => Verify.VerifyCodeFixAsync(InMethod(before), InMethod(after));

    [Theory]
    [InlineData("static void Main() { var w = new Own(); w.[|Run|](); } }", "static void Main() { var w = new Own(); w.Start(); } }")]
    [InlineData("public Own() { [|Run|](); } }", "public Own() { Start(); } }")]
    public Task Fixes_Run(string before, string after) => Verify.VerifyCodeFixAsync(InMethod("", Own + before), InMethod("", Own + after));

    [Fact]
    public Task Fixes_fields() => Verify.VerifyCodeFixAsync(
        InMethod("", "private Thread _t; C() { _t = new Thread(Work); } void Go() { [|Work|](); } void Work() { }"),
        InMethod("", "private Thread _t; C() { _t = new Thread(Work); } void Go() { _t.Start(); } void Work() { }"));

    [Theory]
    [InlineData("if (flag) { var t = new Thread(F); } [|F|]();")]
    [InlineData("var ts = new[] { new Thread(F) }; [|F|]();")]
    public Task Reports_without_a_fix_where_the_thread_has_no_name(string statements) => Verify.VerifyCodeFixAsync(InMethod(statements), InMethod(statements));
}
