using System.Text;
using Analyzers.Tests.Conventions;
using ConcurrencyAnalyzers.Flow;
using ConcurrencyAnalyzers.Flow.Handles;
using Xunit;

namespace Analyzers.Tests.Flow.Handles;

/// <summary>The analysis ends on every program, and says nothing rather than something wrong when it has had enough.</summary>
public sealed class HandleTerminationTests
{
    private static readonly TimeSpan Hang = TimeSpan.FromSeconds(60);

    public static TheoryData<string> Programs =>
    [
        "while (true) { var t = new Thread(M); t.Start(); if (t.IsAlive) break; }",
        "again: var t = new Thread(M); t.Start(); if (t.IsAlive) goto again; t.Join();",
        "Thread a = new(M), b = new(M); while (a.IsAlive) { (a, b) = (b, a); a.Start(); b.Join(); }",
        "Thread a = new(M), b = new(M), c = a; for (;;) { c = a; a = b; b = c; c.Start(); if (b.IsAlive) return; }",
        "var ts = new List<Thread>(); foreach (var x in ts) foreach (var y in ts) { x.Join(); ts.Add(y); foreach (var z in ts) z.Start(); }",
        "var ts = new Thread[3]; for (int i = 0; i < 3; i++) for (int j = 0; j < ts.Length; j++) { ts[i] = ts[j]; ts[j].Start(); ts[i] = new Thread(M); }",
        "var ts = new List<Thread>(); var us = ts; while (true) { us = new List<Thread>(us); us.AddRange(ts); foreach (var t in us) { t.Start(); ts.Add(t); } if (us.Count > 3) break; }",
        "try { try { new Thread(M).Start(); } finally { try { M(); } finally { new Thread(M).Join(); } } } catch { } finally { M(); }",
        "void L(Thread t, int n) { t.Start(); if (n > 0) L(t, n - 1); t.Join(); } L(new Thread(M), 3);",
        "Thread t = null!; Action a = null!; a = () => { t = new Thread(() => a()); t.Start(); a(); }; a();",
        "Thread? p = null; Thread q = new(M); do { p?.Join(); p = q; q = new Thread(M); q.Start(); } while (q.IsAlive);",
        "switch (new Thread(M)) { case { IsAlive: true } x: x.Join(); goto default; case null: break; default: M(); break; }",
    ];

    [Theory]
    [MemberData(nameof(Programs))]
    public async Task Loops_jumps_and_recursion_end(string statements) => await Analyze(FlowSnippet.OfStatements(statements));

    [Theory]
    [InlineData("class C { void M() { var t = new Thread( ; t.Start( t.Join(; } }")]
    [InlineData("class C { void M() { foreach (var t in new Thread[) { t.Start(); t. } } }")]
    [InlineData("class C { void M() { Thread t = t; t = t ?? t; t.Start; t[0].Join(); undefined.Start(); new Undefined(t).Join(); } }")]
    [InlineData("class C { Thread _t => _t; void M(Thread t, Thread t) { t.Start(); _t.Join(); M(t); M(t, t, t); } ")]
    [InlineData("class C { void M() { for (int i = 0; i < ; i++) { ts[i].Start(); } for (int i = 0; i < 3; i++) { i = i; new Thread[3][i].Join( } } }")]
    [InlineData("class C { void M(Undefined[] ts, List<Undefined> us) { foreach (var t in ts) t.Join(); us.ForEach(t => t.Join()); Task.WaitAll(ts); await Task.WhenAll(us); } }")]
    [InlineData("class C { void M() { var t = new Thread(() => { t.Join(); ")]
    [InlineData("class C { async Task M() { await ; await Task.Run(; await foreach (var t in ) { } } }")]
    [InlineData("class C { static void S(Thread t) { S(t } static void M() { S(new Thread(M)); S(); S(null, } }")]
    public async Task Broken_code_is_survived(string source) => await Analyze(FlowSnippet.Of(source, allowErrors: true));

    [Fact]
    public async Task Every_prefix_of_a_program_is_survived()
    {
        const string Source = "class C { Thread? _f; async Task M(Thread p) { var ts = new List<Thread> { p }; for (int i = 0; i < ts.Count; i++) { ts[i] = new Thread(() => p.Join()) { Name = \"a\" }; ts[i]?.Start(); } _f ??= ts[0]; foreach (var t in ts) { if (!t.Join(1)) continue; } await Task.WhenAll(Task.Run(() => 1)); } }";
        for (var length = 40; length < Source.Length; length += 7)
        {
            await Analyze(FlowSnippet.Of(Source[..length], allowErrors: true));
        }
    }

    [Theory]
    [InlineData("src/Runtime")]
    [InlineData("src/Analyzers/Flow")]
    [InlineData("tests/Runtime.Tests")]
    public async Task Our_own_sources_are_survived(string folder)
    {
        foreach (var path in Repository.SourcesUnder(folder))
        {
            await Analyze(FlowSnippet.Of(Repository.Read(path), allowErrors: true));
        }
    }

    [Fact]
    public async Task More_handles_than_the_bound_leave_the_analysis_silent()
    {
        var source = new StringBuilder();
        for (var i = 0; i < HandleState.MaxObjects + 8; i++)
        {
            source.Append("var t").Append(i).Append(" = new Thread(M); t").Append(i).Append(".Start(); ");
        }

        var snippet = FlowSnippet.OfStatements(source + " /*1*/ t0.Join();");

        await Analyze(snippet);
        Assert.Null(new HandleSnippet(snippet).States("1", "t0"));
    }

    [Fact]
    public async Task A_huge_method_ends()
    {
        var source = new StringBuilder("var ts = new List<Thread>(); ");
        for (var i = 0; i < 400; i++)
        {
            source.Append("foreach (var t in ts) { if (t.Join(1)) { continue; } t.Join(); } ");
        }

        await Analyze(FlowSnippet.OfStatements(source.ToString()));
    }

    private static async Task Analyze(FlowSnippet snippet) => await Task.Run(() =>
    {
        foreach (var body in snippet.Bodies)
        {
            var flows = new HandleFlows(body.Type);
            flows.Of(body).Visit(static (operation, handles) => _ = handles.All.Count() + (handles.Of(operation) is null ? 0 : 1));
        }
    }).WaitAsync(Hang);
}
