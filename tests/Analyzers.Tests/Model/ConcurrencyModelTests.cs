using ConcurrencyAnalyzers.Model;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Operations;

namespace Analyzers.Tests.Model;

public sealed class ConcurrencyModelTests
{
    [Fact]
    public void Overloads_may_have_different_effects()
    {
        Expect(
            "var gate = new SemaphoreSlim(1); gate.Wait(); gate.Wait(CancellationToken.None); gate.Wait(5); await gate.WaitAsync(TimeSpan.Zero); gate.Release(2);",
            "Create SemaphoreSlim", "Acquire SemaphoreSlim", "None CancellationToken", "Acquire SemaphoreSlim", "TryAcquire SemaphoreSlim", "TryAcquire SemaphoreSlim", "Release SemaphoreSlim");
    }

    [Fact]
    public void A_static_and_an_instance_overload_are_told_apart() =>
        Expect(
            """var child = new Process(); child.Start(); Process.Start("ls").WaitForExit(); child.WaitForExit(100);""",
            "Create Process", "Start Process", "CreateStarted Process", "Join Process", "TryJoin Process");

    [Fact]
    public void An_inherited_member_means_what_it_means_for_the_receiver()
    {
        Expect(
            "using Mutex mutex = new(); mutex.WaitOne(); new Semaphore(1, 1).WaitOne(1); new AutoResetEvent(false).WaitOne(); WaitHandle any = mutex; any.WaitOne();",
            "Create Mutex", "Acquire Mutex", "Create Semaphore", "TryAcquire Semaphore", "Create AutoResetEvent", "Wait WaitHandle", "Wait WaitHandle");
    }

    [Fact]
    public void Generic_types_and_methods_are_found_whatever_their_arguments()
    {
        Expect(
            "var queue = new BlockingCollection<List<int>>(3); queue.Add([]); foreach (var item in queue.GetConsumingEnumerable()) { }",
            "Create BlockingCollection", "Put BlockingCollection", "Consume BlockingCollection");
        Expect("var x = await Task.Run(() => 1); Parallel.ForEach(new[] { 1 }, static item => { });", "CreateStarted Task", "ParallelInvoke Parallel");
        Expect("Task<int> t = Task.FromResult(1); t.Wait(); _ = t.Result; t.Start();", "Obtain Task", "Join Task", "Join Task", "Start Task");
    }

    [Fact]
    public void The_wildcard_of_a_row_stands_for_one_parameter_of_any_type()
    {
        var rows = ModelSnippet.Rows("Parallel.For(0L, 9L, new ParallelOptions(), static i => { }); Parallel.For(0, 9, static () => 0, static (i, state, sum) => sum, static sum => { });");

        Assert.Equal([3], rows[1].Row!.BodyParameters);
        Assert.Equal([3, 2, 4], rows[2].Row!.BodyParameters);
    }

    [Fact]
    public void Ordinals_of_an_extension_method_count_its_receiver()
    {
        var row = ModelSnippet.Rows("new[] { 1 }.AsParallel().ForAll(static item => { });")[1].Row!;

        Assert.Equal((Effect.ParallelInvoke, 1), (row.Effect, row.BodyParameter));
    }

    [Fact]
    public void Static_members_need_no_receiver() =>
        Expect(
            "object gate = this; Monitor.Enter(gate); Monitor.Exit(gate); Thread.Sleep(1); _ = Thread.CurrentThread; int n = 0; Interlocked.Increment(ref n);",
            "Acquire Monitor", "Release Monitor", "Block Thread", "Obtain Thread", "Atomic Interlocked");

    [Fact]
    public void Reading_and_writing_a_property_may_have_different_effects()
    {
        Expect("var t = new Thread(() => { }); t.IsBackground = true; _ = t.IsBackground; _ = t.IsAlive;", "Create Thread", "Configure Thread", "None Thread", "QueryAlive Thread");
        Expect(
            "var d = new ConcurrentDictionary<string, int>(); d[\"a\"] = 1; _ = d[\"a\"]; _ = d.Count;",
            "Create ConcurrentDictionary", "WriteItem ConcurrentDictionary", "ReadItem ConcurrentDictionary", "Check ConcurrentDictionary");
    }

    [Fact]
    public void Adding_an_event_handler_has_an_effect() =>
        Expect("var p = new Process(); p.OutputDataReceived += (_, _) => { };", "Create Process", "Subscribe Process");

    [Fact]
    public void Members_of_a_derived_type_are_those_of_its_base()
    {
        const string Derived = "class Event : EventWaitHandle { public Event() : base(false, EventResetMode.AutoReset) { } public void Set(int times) { } public new bool Reset() => false; }";

        ExpectOf(
            "var e = new Event(); e.Set(); e.WaitOne(); e.Set(3); e.Reset();",
            Derived,
            "Create EventWaitHandle", "Signal EventWaitHandle", "Wait WaitHandle", "-", "-");
    }

    [Fact]
    public void An_override_has_the_effect_of_what_it_overrides()
    {
        const string Derived = """
            class Base : WaitHandle { public override bool WaitOne() => base.WaitOne(); }
            class Leaf : Base { public override bool WaitOne() => false; public override string ToString() => ""; }
            """;

        ExpectOf("new Leaf().WaitOne(); new Leaf().WaitOne(5); new Leaf().ToString();", Derived, "Create WaitHandle", "Wait WaitHandle", "Create WaitHandle", "TryWait WaitHandle", "Create WaitHandle", "-");
    }

    [Fact]
    public void The_constructor_of_a_derived_type_creates_but_its_parameters_mean_nothing()
    {
        var (row, _) = Assert.Single(ModelSnippet.Rows("_ = new Limit(3);", "class Limit : SemaphoreSlim { public Limit(int spare) : base(1) { } }"));

        Assert.Equal((Effect.Create, MemberEffect.Absent), (row!.Effect, row.CountParameter));
        Assert.Equal(PrimitiveKind.Semaphore, row.Type.Kind);
    }

    [Fact]
    public void Dispose_through_the_interface_is_that_of_the_receivers_type()
    {
        Expect("var p = new Process(); ((IDisposable)p).Dispose(); IDisposable hidden = p; hidden.Dispose();", "Create Process", "Dispose Process", "-");
        Expect("var gate = new Lock(); gate.EnterScope().Dispose();", "Create Lock", "Acquire Lock", "Release Scope");
    }

    [Fact]
    public void An_explicit_conversion_to_a_primitive_gives_the_receiver() =>
        Expect("object o = this; ((Mutex)o).WaitOne(); ((WaitHandle)(Mutex)o).WaitOne();", "Acquire Mutex", "Acquire Mutex");

    [Fact]
    public void A_type_of_the_same_name_elsewhere_is_no_primitive() =>
        ExpectOf(
            "var gate = new My.SemaphoreSlim(); gate.Wait(); gate.Release(); My.Outer.Lock.Enter();",
            """
            namespace My
            {
                class SemaphoreSlim { public void Wait() { } public void Release() { } }
                namespace System.Threading { class Monitor { } }
                class Outer { public static class Lock { public static void Enter() { } } }
            }
            """,
            "-", "-", "-", "-");

    [Fact]
    public void Type_parameters_delegates_arrays_and_local_functions_are_asked_without_harm()
    {
        Expect("Action run = static () => { }; run(); Wait(); void Wait() { } new int[1].Clone(); Start(1); static T Start<T>(T it) => it;", "-", "-", "-", "-");
        Expect("Go<Thread>(new(() => { })); void Go<T>(T it) where T : class { it.ToString(); }", "Create Thread", "-", "-");
        Expect("await Gate<SemaphoreSlim>(new(1)); async Task Gate<T>(T it) where T : SemaphoreSlim { await it.WaitAsync(); }", "Create SemaphoreSlim", "-", "Acquire SemaphoreSlim");
    }

    [Fact]
    public void Kinds_follow_base_types()
    {
        var compilation = Frameworks.Compile("""
            class Gate : System.Threading.SemaphoreSlim { protected Gate() : base(1) { } }
            class Door : Gate { }
            class Work : System.Threading.Tasks.Task<int> { Work() : base(() => 1) { } }
            class Nothing { }
            """);
        var model = ConcurrencyModel.Of(compilation);

        Assert.Equal(PrimitiveKind.Semaphore, model.KindOf(compilation.GetTypeByMetadataName("Door")));
        Assert.Equal(PrimitiveKind.Task, model.KindOf(compilation.GetTypeByMetadataName("Work")));
        Assert.Equal(PrimitiveKind.None, model.KindOf(compilation.GetTypeByMetadataName("Nothing")));
        Assert.Equal(PrimitiveKind.None, model.KindOf(compilation.ObjectType));
        Assert.Equal(PrimitiveKind.None, model.KindOf(compilation.DynamicType));
        Assert.Null(model.TypeOf(null));
    }

    [Fact]
    public void Ordinary_types_are_listed_but_are_no_primitives()
    {
        var rows = ModelSnippet.Rows("""new List<int>().Add(1); System.IO.File.ReadAllText("a"); Thread.Sleep(1);""");

        Assert.Equal(
            [(Effect.Mutate, false), (Effect.Block, false), (Effect.Block, true)],
            rows.Skip(1).Select(static use => (use.Row!.Effect, use.Row.Type.IsPrimitive)));
    }

    [Fact]
    public void One_compilation_has_one_model()
    {
        var compilation = Frameworks.Of(10);

        Assert.Same(ConcurrencyModel.Of(compilation), ConcurrencyModel.Of(compilation));
        Assert.NotSame(ConcurrencyModel.Of(compilation), ConcurrencyModel.Of(Frameworks.Of(8)));
    }

    [Theory]
    [InlineData("\"\".Trim();")]
    [InlineData("new List<int>().Contains(1);")]
    [InlineData("new[] { 1 }.Count();")]
    [InlineData("new Thread(() => { }).Start();")]
    [InlineData("new Mutex().WaitOne();")]
    public void A_repeated_question_allocates_nothing(string statement)
    {
        var compilation = Frameworks.Compile($"using System.Collections.Generic; using System.Linq; using System.Threading; class C {{ void M() {{ {statement} }} }}");
        var tree = compilation.SyntaxTrees[0];
        var semantics = compilation.GetSemanticModel(tree);
        var call = tree.GetRoot().DescendantNodes()
            .Select(node => semantics.GetOperation(node))
            .OfType<IInvocationOperation>()
            .First();
        var model = ConcurrencyModel.Of(compilation);
        model.EffectOf(call);
        model.EffectOf(call);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
        {
            model.EffectOf(call);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static void Expect(string statements, params string[] effects) => Assert.Equal(effects, ModelSnippet.Effects(statements));

    private static void ExpectOf(string statements, string declarations, params string[] effects) =>
        Assert.Equal(effects, ModelSnippet.Effects(statements, declarations));
}
