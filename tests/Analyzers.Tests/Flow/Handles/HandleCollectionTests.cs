using ConcurrencyAnalyzers.Flow.Handles;
using Xunit;

namespace Analyzers.Tests.Flow.Handles;

public sealed class HandleCollectionTests
{
    private const HandleStates New = HandleStates.New;
    private const HandleStates Running = HandleStates.Running;
    private const HandleStates Joined = HandleStates.Joined;
    private const HandleStates Any = New | Running | Joined;

    private const string Fill = """
        var ts = new List<Thread>();
        for (var i = 0; i < 5; i++) { var t = new Thread(() => { }); t.Start(); ts.Add(t); }

        """;

    [Fact]
    public void Elements_are_what_was_added()
    {
        var snippet = HandleSnippet.Of(Fill + "/*1*/ ts.ToString();");

        Assert.Equal(Running, snippet.ElementStates("1", "ts"));
    }

    [Theory]
    [InlineData("foreach (var x in ts) { x.Join(); }")]
    [InlineData("foreach (var x in ts) x.Join();")]
    [InlineData("foreach (Thread x in ts) { if (x.Name == \"a\") { x.Join(); continue; } x.Join(); }")]
    [InlineData("for (var k = 0; k < ts.Count; k++) { ts[k].Join(); }")]
    [InlineData("for (int k = 0; k < ts.Count; ++k) { var x = ts[k]; x.Join(); }")]
    [InlineData("for (int k = 0; k < 5; k++) { ts[k].Join(); }")]
    [InlineData("ts.ForEach(x => x.Join());")]
    [InlineData("ts.ForEach(JoinOne);")]
    [InlineData("JoinAll(ts);")]
    [InlineData("using var e = ts.GetEnumerator(); while (e.MoveNext()) { e.Current.Join(); }")]
    public void A_loop_over_all_joins_all(string join)
    {
        var snippet = HandleSnippet.OfMembers($$"""
            static void JoinOne(Thread t) => t.Join();
            static void JoinAll(List<Thread> list) { foreach (var t in list) t.Join(); }
            void M() { {{Fill}} {{join}} /*1*/ ts.ToString(); }
            """);

        Assert.Equal(Joined, snippet.ElementStates("1", "ts"));
    }

    [Theory]
    [InlineData("foreach (var x in ts) { x.Join(); break; }")]
    [InlineData("foreach (var x in ts) { if (x.Name == \"a\") break; x.Join(); }")]
    [InlineData("foreach (var x in ts) { if (x.Name == \"a\") continue; x.Join(); }")]
    [InlineData("foreach (var x in ts) { if (x.Name == \"a\") { x.Join(); } }")]
    [InlineData("for (var k = 0; k < 3; k++) { ts[k].Join(); }")]
    [InlineData("for (var k = 0; k < n; k++) { ts[k].Join(); }")]
    [InlineData("foreach (var x in ts.Skip(1)) { x.Join(); }")]
    [InlineData("ts[0].Join();")]
    [InlineData("ts[^1].Join();")]
    [InlineData("ts.Last().Join();")]
    public void A_loop_over_some_joins_none_for_certain(string join)
    {
        var snippet = HandleSnippet.OfMembers($$"""void M(int n) { {{Fill}} {{join}} /*1*/ ts.ToString(); }""");

        Assert.True(snippet.ElementStates("1", "ts") is { } states && (states & Running) != 0 && (states & Joined) != 0);
    }

    [Fact]
    public void The_loop_variable_is_the_current_element()
    {
        var snippet = HandleSnippet.Of("var ts = new[] { new Thread(() => { }), new Thread(() => { }) }; foreach (var t in ts) { /*1*/ t.Start(); /*2*/ t.ToString(); } /*3*/ ts.ToString();");

        Assert.Equal(New, snippet.States("1", "t"));
        Assert.Equal(Running, snippet.States("2", "t"));
        Assert.Equal(Running, snippet.ElementStates("3", "ts"));
    }

    [Fact]
    public void A_member_is_joined_with_its_collection()
    {
        var snippet = HandleSnippet.Of("var a = new Thread(() => { }); var b = new Thread(() => { }); var ts = new List<Thread> { a, b }; a.Start(); b.Start(); foreach (var t in ts) t.Join(); /*1*/ _ = (a, b);");

        Assert.Equal((Joined, Joined), (snippet.States("1", "a"), snippet.States("1", "b")));
    }

    [Fact]
    public void A_collection_is_not_joined_with_one_member()
    {
        var snippet = HandleSnippet.Of("var a = new Thread(() => { }); var b = new Thread(() => { }); var ts = new[] { a, b }; a.Start(); b.Start(); a.Join(); /*1*/ Console.WriteLine(ts.Length); b.Join(); /*2*/ Console.WriteLine(ts.Length);");

        Assert.Equal(Running | Joined, snippet.ElementStates("1", "ts"));
        Assert.Equal(Joined, snippet.ElementStates("2", "ts"));
    }

    [Fact]
    public void Joining_the_last_leaves_the_others_running()
    {
        var snippet = HandleSnippet.Of("var ts = new List<Thread>(); Thread t = null!; for (var i = 0; i < 5; i++) { t = new Thread(() => { }); ts.Add(t); t.Start(); } t.Join(); /*1*/ ts.ToString();");

        Assert.Contains(snippet.At("1").All, static handle => handle.Must(Running));
    }

    [Fact]
    public void An_array_is_filled_and_joined_by_index()
    {
        var snippet = HandleSnippet.OfMembers("""
            void M(int n)
            {
                var ts = new Thread[n];
                for (var i = 0; i < n; i++) { ts[i] = new Thread(() => { }); ts[i].Start(); }
                /*1*/ for (var i = 0; i < ts.Length; i++) { ts[i].Join(); }
                /*2*/ ts.ToString();
            }
            """);

        Assert.Equal(Running, snippet.ElementStates("1", "ts"));
        Assert.Equal(Joined, snippet.ElementStates("2", "ts"));
    }

    [Fact]
    public void Three_loops_over_the_same_bound_create_start_and_join()
    {
        var snippet = HandleSnippet.Of("""
            const int n = 4;
            Thread[] ts = new Thread[n];
            for (int i = 0; i < n; i++) ts[i] = new Thread(() => { });
            /*1*/ for (int i = 0; i < n; i++) ts[i].Start();
            /*2*/ for (int i = 0; i < n; i++) ts[i].Join();
            /*3*/ ts.ToString();
            """);

        Assert.Equal(New, snippet.ElementStates("1", "ts"));
        Assert.Equal(Running, snippet.ElementStates("2", "ts"));
        Assert.Equal(Joined, snippet.ElementStates("3", "ts"));
    }

    [Fact]
    public void Elements_at_constant_places_are_told_apart()
    {
        var snippet = HandleSnippet.Of("""
            var ts = new Thread[2];
            ts[0] = new Thread(() => { }); ts[1] = new Thread(() => { });
            ts[0].Start(); /*1*/ ts[1].Start(); /*2*/ ts[0].Join(); ts[1].Join(); /*3*/ ts.ToString();
            """);

        Assert.Equal(New | Running, snippet.ElementStates("1", "ts"));
        Assert.Equal(Running, snippet.ElementStates("2", "ts"));
        Assert.Equal(Joined, snippet.ElementStates("3", "ts"));
    }

    [Theory]
    [InlineData("Enumerable.Range(0, 5).Select(i => new Thread(() => { })).ToArray()")]
    [InlineData("Enumerable.Range(0, 5).Select(i => new Thread(() => { })).ToList()")]
    [InlineData("Enumerable.Range(0, 5).Select(i => { var t = new Thread(() => { }); return t; }).ToArray()")]
    public void A_query_with_a_terminal_makes_all_elements(string query)
    {
        var snippet = HandleSnippet.Of($$"""var ts = {{query}}; /*1*/ foreach (var t in ts) t.Start(); /*2*/ foreach (var t in ts) t.Join(); /*3*/ ts.ToString();""");

        Assert.Equal(New, snippet.ElementStates("1", "ts"));
        Assert.Equal(Running, snippet.ElementStates("2", "ts"));
        Assert.Equal(Joined, snippet.ElementStates("3", "ts"));
    }

    [Fact]
    public void A_lazy_query_makes_new_elements_each_time()
    {
        var snippet = HandleSnippet.Of("var ts = Enumerable.Range(0, 5).Select(i => new Thread(() => { })); foreach (var t in ts) t.Start(); /*1*/ ts.ToString();");

        Assert.True(snippet.ElementStates("1", "ts") is null or Any or (Running | Joined));
    }

    [Theory]
    [InlineData("Task.WaitAll(ts);")]
    [InlineData("await Task.WhenAll(ts);")]
    [InlineData("foreach (var t in ts) await t;")]
    [InlineData("foreach (var t in ts) { t.Wait(); }")]
    public void Tasks_of_a_query_are_joined_together(string join)
    {
        var snippet = HandleSnippet.OfMembers($$"""async Task M() { var ts = Enumerable.Range(0, 5).Select(i => Task.Run(() => { })).ToArray(); /*1*/ {{join}} /*2*/ ts.ToString(); await Task.Yield(); }""");

        Assert.Equal(Running, snippet.ElementStates("1", "ts"));
        Assert.Equal(Joined, snippet.ElementStates("2", "ts"));
    }

    [Fact]
    public void A_field_collection_that_a_loop_starts_is_started()
    {
        var snippet = HandleSnippet.OfMembers("readonly List<Thread> _ts = new(); void M() { foreach (var t in _ts) { /*1*/ t.Start(); } /*2*/ _ts.ToString(); }");

        Assert.Equal(Any, snippet.States("1", "t"));
        Assert.Equal(Running, snippet.ElementStates("2", "_ts"));
    }

    [Fact]
    public void A_collection_in_other_hands_may_have_other_elements()
    {
        var snippet = HandleSnippet.OfMembers("static void Use(object o) { GC.KeepAlive(o); } void M() { " + Fill + " Use(ts); /*1*/ ts.ToString(); }");

        Assert.Equal(Any, snippet.ElementStates("1", "ts"));
    }

    [Fact]
    public void A_copy_has_the_same_elements()
    {
        var snippet = HandleSnippet.Of("var a = new Thread(() => { }); a.Start(); var ts = new List<Thread> { a }; var us = ts.ToArray(); foreach (var t in us) t.Join(); /*1*/ a.ToString();");

        Assert.Equal(Joined, snippet.States("1", "a"));
    }

    [Fact]
    public void Elements_moved_to_another_list_may_be_joined_there()
    {
        var snippet = HandleSnippet.Of(Fill + "var us = new List<Thread>(); foreach (var t in ts) { us.Add(t); } foreach (var t in us) { t.Join(); } /*1*/ ts.ToString();");

        Assert.True(snippet.ElementStates("1", "ts") is { } states && (states & Joined) != 0);
    }

    [Theory]
    [InlineData("var all = new[] { a };", true)]
    [InlineData("var all = new Thread[2]; all[0] = a; all[1] = new Thread(() => { });", true)]
    [InlineData("var all = new[] { a }; all[0] = new Thread(() => { });", false)]
    [InlineData("var all = new Thread[1]; all[0] = a; all[0] = new Thread(() => { });", false)]
    [InlineData("var all = new List<Thread> { a }; all.Remove(a);", false)]
    public void An_element_is_certain_until_it_may_have_left(string statements, bool isCertain)
    {
        var snippet = HandleSnippet.Of("var a = new Thread(() => { }); " + statements + " /*1*/ a.Start(); all.ToString();");

        Assert.Equal(isCertain, snippet.IsElement("1", "all", "a"));
    }
}
