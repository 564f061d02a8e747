using ConcurrencyAnalyzers.Flow.Handles;
using ConcurrencyAnalyzers.Model;
using Xunit;

namespace Analyzers.Tests.Flow.Handles;

public sealed class HandleFlowTests
{
    private const HandleStates New = HandleStates.New;
    private const HandleStates Running = HandleStates.Running;
    private const HandleStates Joined = HandleStates.Joined;
    private const HandleStates Any = New | Running | Joined;

    [Fact]
    public void A_thread_goes_from_new_over_running_to_joined()
    {
        var snippet = HandleSnippet.Of("var t = new Thread(() => { }); /*1*/ t.Start(); /*2*/ t.Join(); /*3*/");

        Assert.Equal(New, snippet.States("1", "t"));
        Assert.Equal(Running, snippet.States("2", "t"));
        Assert.Equal(Joined, snippet.States("3", "t"));
    }

    [Fact]
    public void Paths_that_meet_give_both_states()
    {
        var snippet = HandleSnippet.OfMembers("void M(bool b) { var t = new Thread(() => { }); if (b) { t.Start(); } /*1*/ t.Start(); /*2*/ }");

        Assert.Equal(New | Running, snippet.States("1", "t"));
        Assert.Equal(Running, snippet.States("2", "t"));
    }

    [Fact]
    public void An_alias_is_the_same_thread()
    {
        var snippet = HandleSnippet.Of("var a = new Thread(() => { }); var b = a; b.Start(); /*1*/ a.Join(); /*2*/ b.ToString();");

        Assert.Equal(Running, snippet.States("1", "a"));
        Assert.Equal(Joined, snippet.States("2", "b"));
    }

    [Fact]
    public void A_choice_between_two_threads_changes_neither_for_certain()
    {
        var snippet = HandleSnippet.OfMembers("void M(bool b) { var a = new Thread(() => { }); var c = new Thread(() => { }); var t = b ? a : c; t.Start(); /*1*/ _ = (a, c); }");

        Assert.Equal(New | Running, snippet.States("1", "a"));
        Assert.Equal(New | Running, snippet.States("1", "c"));
    }

    [Fact]
    public void A_field_is_in_any_state_until_an_event()
    {
        var snippet = HandleSnippet.OfMembers("readonly Thread _t = new(() => { }); void M() { /*1*/ _t.Start(); /*2*/ _t.Join(); /*3*/ }");

        Assert.Equal(Any, snippet.States("1", "_t"));
        Assert.Equal(Running, snippet.States("2", "_t"));
        Assert.Equal(Joined, snippet.States("3", "_t"));
    }

    [Fact]
    public void A_parameter_is_in_any_state_until_an_event()
    {
        var snippet = HandleSnippet.OfMembers("void M(Thread t) { /*1*/ t.Start(); /*2*/ t.ToString(); }");

        Assert.Equal(Any, snippet.States("1", "t"));
        Assert.Equal(Running, snippet.States("2", "t"));
    }

    [Fact]
    public void A_write_to_a_field_makes_it_another_thread()
    {
        var snippet = HandleSnippet.OfMembers("Thread? _t; void M(Thread u) { _t = new Thread(() => { }); _t.Start(); /*1*/ _t = u; /*2*/ _t = new Thread(() => { }); /*3*/ }");

        Assert.Equal(Running, snippet.States("1", "_t"));
        Assert.Equal(Any, snippet.States("2", "_t"));
        Assert.Equal(New, snippet.States("3", "_t"));
    }

    [Fact]
    public void A_call_that_writes_the_field_makes_it_another_thread()
    {
        const string Members = "Thread? _t; void Renew() { _t = new Thread(() => { }); } void Log() { } ";

        Assert.Equal(Any, HandleSnippet.OfMembers(Members + "void M() { _t!.Start(); Renew(); /*1*/ }").States("1", "_t"));
    }

    [Fact]
    public void A_call_that_cannot_write_the_field_leaves_it_started()
    {
        var snippet = HandleSnippet.OfMembers("Thread? _t; C() { _t = new Thread(() => { }); } void Log() { } void M() { _t!.Start(); Log(); /*1*/ }");

        Assert.Equal(Running | Joined, snippet.States("1", "_t"));
    }

    [Fact]
    public void A_framework_call_leaves_a_field_alone()
    {
        var snippet = HandleSnippet.OfMembers("Thread? _t; void N() { _t = null; } void M() { _t!.Start(); Console.WriteLine(); /*1*/ }");

        Assert.Equal(Running, snippet.States("1", "_t"));
    }

    [Fact]
    public void What_is_passed_to_unseen_code_can_only_be_further_on()
    {
        var snippet = HandleSnippet.OfMembers("void M(Action<Thread> f) { var t = new Thread(() => { }); f(t); /*1*/ t.Start(); /*2*/ f(t); /*3*/ }");

        Assert.Equal(Any, snippet.States("1", "t"));
        Assert.Equal(Running, snippet.States("2", "t"));
        Assert.Equal(Running | Joined, snippet.States("3", "t"));
    }

    [Theory]
    [InlineData("object o = t; Use(o);")]
    [InlineData("_field = t; Use(null);")]
    [InlineData("_list.Add(t); Use(null);")]
    [InlineData("Use((t, 1));")]
    [InlineData("Use(new { t });")]
    [InlineData("Action a = () => t.Start(); a();")]
    [InlineData("Action a = t.Start; a();")]
    [InlineData("void L() => t.Start(); L();")]
    [InlineData("_dictionary[1] = t; Use(null);")]
    [InlineData("Use(new Thread[] { t });")]
    [InlineData("Use(new List<Thread> { t });")]
    [InlineData("Thread[] all = [t]; Use(all);")]
    [InlineData("Task.Run(() => t.Start());")]
    public void An_escaped_thread_may_be_in_any_state(string escape)
    {
        var snippet = HandleSnippet.OfMembers($$"""
            Thread? _field; List<Thread> _list = new(); Dictionary<int, Thread> _dictionary = new();
            static void Use(object? o) { GC.KeepAlive(o); }
            void M() { var t = new Thread(() => { }); {{escape}} /*1*/ t.Start(); }
            """);

        Assert.Equal(Any, snippet.States("1", "t"));
    }

    [Theory]
    [InlineData("Console.WriteLine(t.Name);")]
    [InlineData("if (t == null) return;")]
    [InlineData("if (t is null) return;")]
    [InlineData("t.IsBackground = true;")]
    [InlineData("var n = nameof(t);")]
    [InlineData("var all = new List<Thread> { t }; Console.WriteLine(all.Count);")]
    [InlineData("var all = new[] { t }; Console.WriteLine(all.Length);")]
    [InlineData("Thread[] all = [t];")]
    [InlineData("Configure(t);")]
    public void A_thread_that_is_only_looked_at_stays_known(string use)
    {
        var snippet = HandleSnippet.OfMembers($$"""
            static void Configure(Thread x) { x.IsBackground = true; Console.WriteLine(x.Name); }
            void M() { var t = new Thread(() => { }); {{use}} /*1*/ t.Start(); }
            """);

        Assert.Equal(New, snippet.States("1", "t"));
    }

    [Fact]
    public void A_method_of_the_type_does_to_its_parameter_what_its_body_does()
    {
        var snippet = HandleSnippet.OfMembers("""
            static void Begin(Thread x) { x.Start(); }
            void End(Thread x) => x.Join();
            void M() { var t = new Thread(() => { }); Begin(t); /*1*/ End(t); /*2*/ }
            """);

        Assert.Equal(Running, snippet.States("1", "t"));
        Assert.Equal(Joined, snippet.States("2", "t"));
    }

    [Fact]
    public void A_method_that_starts_only_sometimes_leaves_both()
    {
        var snippet = HandleSnippet.OfMembers("static void Begin(Thread x, bool b) { if (b) x.Start(); } void M() { var t = new Thread(() => { }); Begin(t, true); /*1*/ }");

        Assert.Equal(New | Running, snippet.States("1", "t"));
    }

    [Fact]
    public void A_method_that_keeps_its_parameter_lets_it_escape()
    {
        var snippet = HandleSnippet.OfMembers("Thread? _k; void Keep(Thread x) { x.Start(); _k = x; } void M() { var t = new Thread(() => { }); Keep(t); /*1*/ }");

        Assert.Equal(Any, snippet.States("1", "t"));
    }

    [Fact]
    public void A_virtual_method_may_do_anything()
    {
        var snippet = HandleSnippet.OfMembers("protected virtual void Begin(Thread x) { x.Start(); } void M() { var t = new Thread(() => { }); Begin(t); /*1*/ }");

        Assert.Equal(Any, snippet.States("1", "t"));
    }

    [Fact]
    public void Recursion_ends_in_escape()
    {
        var snippet = HandleSnippet.OfMembers("static void A(Thread x) { B(x); } static void B(Thread x) { A(x); } void M() { var t = new Thread(() => { }); A(t); /*1*/ }");

        Assert.Equal(Any, snippet.States("1", "t"));
    }

    [Fact]
    public void A_query_leaves_the_decision_to_the_user()
    {
        var snippet = HandleSnippet.Of("var t = new Thread(() => { }); t.Start(); while (t.IsAlive) { } /*1*/ t.ToString();");

        Assert.Equal(Any, snippet.States("1", "t"));
    }

    [Fact]
    public void A_timed_join_has_joined_where_it_says_so()
    {
        var snippet = HandleSnippet.Of("var t = new Thread(() => { }); t.Start(); if (!t.Join(10)) { /*1*/ Console.WriteLine(); return; } /*2*/ Console.WriteLine();");

        Assert.Equal(Running | Joined, snippet.States("1", "t"));
        Assert.Equal(Joined, snippet.States("2", "t"));
    }

    [Fact]
    public void A_timed_join_whose_answer_nobody_reads_may_have_joined()
    {
        var snippet = HandleSnippet.Of("var t = new Thread(() => { }); t.Start(); t.Join(10); /*1*/ t.Join(Timeout.Infinite); /*2*/");

        Assert.Equal(Running | Joined, snippet.States("1", "t"));
        Assert.Equal(Joined, snippet.States("2", "t"));
    }

    [Fact]
    public void A_conditional_call_on_a_started_thread_is_certain()
    {
        var snippet = HandleSnippet.Of("var t = new Thread(() => { }); t.Start(); t?.Join(); /*1*/ ");

        Assert.Equal(Joined, snippet.States("1", "t"));
    }

    [Fact]
    public void An_exception_leaves_the_state_before_it()
    {
        var snippet = HandleSnippet.Of("var t = new Thread(() => { }); try { t.Start(); } catch (ThreadStateException) { /*1*/ Console.WriteLine(); } /*2*/ t.Join();");

        Assert.Equal(New, snippet.States("1", "t"));
        Assert.Equal(New | Running, snippet.States("2", "t"));
    }

    [Fact]
    public void A_finally_joins_on_every_path()
    {
        var snippet = HandleSnippet.OfMembers("void M(Action f) { var t = new Thread(() => { }); t.Start(); try { f(); } finally { t.Join(); } /*1*/ t.ToString(); }");

        Assert.Equal(Joined, snippet.States("1", "t"));
    }

    [Fact]
    public void An_object_initializer_keeps_the_identity()
    {
        var snippet = HandleSnippet.Of("var t = new Thread(() => { }) { IsBackground = true, Name = \"a\" }; /*1*/ t.Start(); /*2*/");

        Assert.Equal(New, snippet.States("1", "t"));
        Assert.Equal(Running, snippet.States("2", "t"));
    }

    [Fact]
    public void A_thread_without_a_name_is_followed_too()
    {
        var snippet = HandleSnippet.Of("new Thread(() => { }).Start(); /*1*/");

        var handle = Assert.Single(snippet.At("1").All);
        Assert.Equal(Running, handle.States);
    }

    [Fact]
    public void A_variable_that_other_bodies_write_is_not_followed()
    {
        var snippet = HandleSnippet.Of("Thread t = new Thread(() => { }); Action swap = () => t = new Thread(() => { }); t.Start(); /*1*/ swap();");

        Assert.Null(snippet.States("1", "t"));
    }

    [Fact]
    public void The_last_start_is_remembered()
    {
        var snippet = HandleSnippet.Of("var t = new Thread(() => { }); t.Start(); t.Join(); /*1*/");

        var handle = snippet.Handle("1", "t")!;
        Assert.Equal("t.Start()", Assert.Single(handle.Starts).Syntax.ToString());
        Assert.Equal("t.Join()", Assert.Single(handle.Events.Last(Effect.Join)).Syntax.ToString());
        Assert.Equal("new Thread(() => { })", Assert.Single(handle.Births).Syntax.ToString());
    }

    [Fact]
    public void Tasks_run_from_their_birth()
    {
        var snippet = HandleSnippet.OfMembers("""
            async Task M()
            {
                var a = Task.Run(() => { });
                var b = Task.Run(() => { });
                var c = Task.Run(() => 1);
                /*1*/ await a;
                /*2*/ b.Wait();
                /*3*/ Console.WriteLine(c.Result);
                /*4*/ Console.WriteLine();
            }
            """);

        Assert.Equal((Running, Running, Running), (snippet.States("1", "a"), snippet.States("1", "b"), snippet.States("1", "c")));
        Assert.Equal((Joined, Running), (snippet.States("2", "a"), snippet.States("2", "b")));
        Assert.Equal((Joined, Running), (snippet.States("3", "b"), snippet.States("3", "c")));
        Assert.Equal(Joined, snippet.States("4", "c"));
    }

    [Theory]
    [InlineData("Task.WaitAll(a, b);")]
    [InlineData("await Task.WhenAll(a, b);")]
    [InlineData("await Task.WhenAll(a, b).ConfigureAwait(false);")]
    [InlineData("Task.WhenAll(a, b).Wait();")]
    [InlineData("Task.WhenAll(a, b).GetAwaiter().GetResult();")]
    [InlineData("var all = Task.WhenAll(a, b); await all;")]
    [InlineData("await Task.WhenAll(new[] { a, b });")]
    [InlineData("await Task.WhenAll(new List<Task> { a, b });")]
    [InlineData("a.GetAwaiter().GetResult(); await b.ConfigureAwait(false);")]
    public void Waiting_for_all_joins_each(string wait)
    {
        var snippet = HandleSnippet.OfMembers($$"""async Task M() { var a = Task.Run(() => { }); var b = Task.Run(() => { }); {{wait}} /*1*/ await Task.Yield(); }""");

        Assert.Equal((Joined, Joined), (snippet.States("1", "a"), snippet.States("1", "b")));
    }

    [Fact]
    public void Waiting_for_any_joins_none_for_certain()
    {
        var snippet = HandleSnippet.Of("var a = Task.Run(() => { }); var b = Task.Run(() => { }); Task.WaitAny(a, b); /*1*/");

        Assert.Equal((Running | Joined, Running | Joined), (snippet.States("1", "a"), snippet.States("1", "b")));
    }

    [Fact]
    public void A_task_that_nobody_awaits_is_still_running()
    {
        var snippet = HandleSnippet.OfMembers("async Task M() { var a = Task.Run(() => { }); var all = Task.WhenAll(a); /*1*/ await all; }");

        Assert.Equal(Running, snippet.States("1", "a"));
    }

    [Fact]
    public void A_process_started_by_a_factory_runs()
    {
        var snippet = HandleSnippet.Of("using var p = Process.Start(new ProcessStartInfo(\"x\"))!; /*1*/ p.WaitForExit(); /*2*/ p.ToString();");

        Assert.Equal(Running, snippet.States("1", "p"));
        Assert.Equal(Joined, snippet.States("2", "p"));
    }

    [Fact]
    public void An_event_on_one_of_two_threads_is_certain_for_the_variable()
    {
        var snippet = HandleSnippet.OfMembers("void M(bool b, Thread u) { Thread t; if (b) { t = new Thread(() => { }); } else { t = u; } t.Start(); /*1*/ _ = (t, u); t.Join(); u.Join(); /*2*/ _ = t; }");

        Assert.Equal(Running, snippet.States("1", "t"));
        Assert.Equal(Any, snippet.States("1", "u"));
        Assert.Equal(Joined, snippet.States("2", "t"));
    }

    [Fact]
    public void A_field_that_is_filled_on_demand_is_started_for_certain()
    {
        var snippet = HandleSnippet.OfMembers("Thread? _t; void M() { _t ??= new Thread(() => { }); _t.Start(); /*1*/ _t.ToString(); }");

        Assert.Equal(Running, snippet.States("1", "_t"));
    }

    [Fact]
    public void A_using_statement_disposes()
    {
        var snippet = HandleSnippet.Of("var p = new Process(); using (p) { p.Start(); /*1*/ p.Refresh(); } /*2*/ p.Refresh();");

        Assert.Equal(Running, snippet.States("1", "p"));
        Assert.Equal(Any, snippet.States("2", "p"));
    }

    [Fact]
    public void Properties_set_to_new_objects_with_initializers_leave_the_handle_known()
    {
        var snippet = HandleSnippet.Of("var p = new Process(); p.Start(); /*1*/ p.StartInfo = new ProcessStartInfo(\"b\") { UseShellExecute = false }; /*2*/ p.Refresh();");

        Assert.Equal(Running, snippet.States("1", "p"));
        Assert.Equal(Running, snippet.States("2", "p"));
    }
}
