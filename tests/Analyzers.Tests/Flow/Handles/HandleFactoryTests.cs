using ConcurrencyAnalyzers.Flow.Handles;
using Xunit;

namespace Analyzers.Tests.Flow.Handles;

public sealed class HandleFactoryTests
{
    private const HandleStates New = HandleStates.New;
    private const HandleStates Running = HandleStates.Running;

    private static HandleStates? StatesOf(string members, string call)
    {
        var snippet = HandleSnippet.OfMembers($$"""{{members}} void M(bool b) { var t = {{call}}; /*1*/ t.Join(); }""");
        return snippet.States("1", "t");
    }

    [Theory]
    [InlineData("static Thread Make() => new Thread(() => { });", New)]
    [InlineData("static Thread Make() { var t = new Thread(() => { }); t.Start(); return t; }", Running)]
    [InlineData("static Thread Make() { Thread t; t = new(() => { }); return t; }", New)]
    [InlineData("static Thread Make() => Inner(); static Thread Inner() { var t = new Thread(() => { }); t.Start(); return t; }", Running)]
    [InlineData("static Thread Make() { var t = new Thread(() => { }); if (Environment.ProcessorCount > 1) { t.Start(); } return t; }", New | Running)]
    [InlineData("static Thread? Make() { if (Environment.ProcessorCount > 1) { return null; } var t = new Thread(() => { }); t.Start(); return t; }", Running)]
    public void A_method_that_makes_a_handle_hands_it_to_its_caller(string members, object states) => Assert.Equal((HandleStates)states, StatesOf(members, "Make()"));

    [Fact]
    public void A_local_function_makes_one_too() => Assert.Equal(
        Running,
        HandleSnippet.OfMembers("void M() { Thread Make() { var t = new Thread(() => { }); t.Start(); return t; } var t = Make(); /*1*/ t.ToString(); }").States("1", "t"));

    [Theory]
    [InlineData("Thread? _t; Thread Make() { _t = new Thread(() => { }); return _t; }")]
    [InlineData("readonly Thread _t = new(() => { }); Thread Make() => _t;")]
    [InlineData("protected virtual Thread Make() => new Thread(() => { });")]
    [InlineData("static Thread Make() => Make();")]
    public void A_method_that_keeps_the_handle_makes_none(string members) => Assert.NotEqual(New, StatesOf(members, "Make()"));

    [Fact]
    public void What_a_method_made_was_born_and_started_in_its_call()
    {
        var handle = HandleSnippet.OfMembers("static Thread Make() { var t = new Thread(() => { }); t.Start(); return t; } void M() { var t = Make(); /*1*/ t.Join(); }").Handle("1", "t")!;

        Assert.Equal("Make()", Assert.Single(handle.Births).Syntax.ToString());
        Assert.Equal("Make()", Assert.Single(handle.Starts).Syntax.ToString());
        Assert.False(handle.IsEscaped);
    }

    [Theory]
    [InlineData("static Thread Begin(Thread x) { x.Start(); return x; }")]
    [InlineData("static Thread Begin(Thread x) { if (!x.IsBackground) { x.IsBackground = true; x.Start(); return x; } x.Start(); return x; }")]
    public void A_method_that_returns_its_parameter_gives_back_the_same_handle(string member)
    {
        var snippet = HandleSnippet.OfMembers(member + " void M() { var t = new Thread(() => { }); var u = Begin(t); /*1*/ u.Join(); /*2*/ t.ToString(); }");

        Assert.Equal(Running, snippet.States("1", "u"));
        Assert.Equal(Running, snippet.States("1", "t"));
        Assert.Equal(HandleStates.Joined, snippet.States("2", "t"));
    }

    [Fact]
    public void A_parameter_that_is_written_may_be_another_handle() => Assert.NotEqual(
        Running,
        HandleSnippet.OfMembers("static Thread Begin(Thread x) { x.Start(); x = new Thread(() => { }); return x; } void M() { var t = new Thread(() => { }); var u = Begin(t); /*1*/ u.Join(); }").States("1", "u"));

    [Theory]
    [InlineData("await Task.WhenAll(p.WaitForExitAsync());", HandleStates.Running | HandleStates.Joined)]
    [InlineData("await p.WaitForExitAsync();", HandleStates.Joined)]
    [InlineData("var exit = p.WaitForExitAsync(); await exit;", HandleStates.Joined)]
    public void Whoever_gets_the_task_of_a_wait_may_wait(string wait, object states)
    {
        var snippet = HandleSnippet.OfMembers($$"""async Task M() { var p = Process.Start("x"); {{wait}} /*1*/ p.ToString(); }""");

        Assert.Equal((HandleStates)states, snippet.States("1", "p"));
    }

    [Fact]
    public void What_is_done_to_a_process_is_remembered_where_it_changes_no_state()
    {
        var handle = HandleSnippet.OfMembers("static void Listen(Process x) { x.BeginOutputReadLine(); } void M() { var p = Process.Start(\"x\"); Listen(p); p.Exited += (s, e) => { }; /*1*/ p.ToString(); }").Handle("1", "p")!;

        Assert.Equal(Running, handle.States);
        Assert.Equal("Listen(p)", Assert.Single(handle.Events.Last(ConcurrencyAnalyzers.Model.Effect.Drain)).Syntax.ToString());
        Assert.Single(handle.Events.Last(ConcurrencyAnalyzers.Model.Effect.Subscribe));
    }
}
