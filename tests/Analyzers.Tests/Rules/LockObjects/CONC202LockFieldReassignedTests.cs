using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Testing;
using Xunit;
using Verify = Microsoft.CodeAnalysis.CSharp.Testing.CSharpCodeFixVerifier<
    ConcurrencyAnalyzers.Rules.LockObjects.CONC202LockFieldReassignedAnalyzer,
    ConcurrencyAnalyzers.CodeFixes.Rules.LockObjects.CONC202LockFieldReassignedFix,
    Microsoft.CodeAnalysis.Testing.DefaultVerifier>;

namespace Analyzers.Tests.Rules.LockObjects;

public sealed class CONC202LockFieldReassignedTests
{
    private static DiagnosticResult Info() => new("CONC202", DiagnosticSeverity.Info);

    private static string InType(string members) => $$"""
        using System;
        using System.Collections.Generic;
        using System.Runtime.Serialization;
        using System.Threading;
        class SetUpAttribute : Attribute { }
        partial class C
        {
            private readonly object _other = new object();
            private int _n;
            {{members}}
        }
        """;

    [Theory]
    [InlineData("private List<int> _items = new(); void M() { lock (_items) { [|_items|] = new(); } }")]
    [InlineData("private List<int> _items = new(); void M() { lock (_items) { _items.Add(1); } } void Clear() { [|_items|] = new(); }")]
    [InlineData("private object _gate = new(); void M() { lock (_gate) { _n++; } } void Reset() { [|this._gate|] = new(); }")]
    [InlineData("private object _gate; void M() { [|_gate|] ??= new(); lock (_gate) { _n++; } }")]
    [InlineData("private object _gate; void M() { if (_gate == null) [|_gate|] = new(); lock (_gate) { _n++; } }")]
    [InlineData("private Lock _gate = new(); void M() { using (_gate.EnterScope()) { _n++; } } void Reset() => [|_gate|] = new();")]
    [InlineData("private Lock _gate = new(); void M() { lock (_gate) { _n++; } } void Reset() => [|_gate|] = new();")]
    [InlineData("private Mutex _gate = new(); void M() { _gate.WaitOne(); _gate.ReleaseMutex(); } void Reset() { [|_gate|] = new(); }")]
    [InlineData("private static object _gate = new(); C() { [|_gate|] = new(); } void M() { lock (_gate) { _n++; } }")]
    [InlineData("private object _gate = new(); void M() { Monitor.Enter(_gate); Monitor.Exit(_gate); } void Later() { Action a = () => [|_gate|] = new(); a(); }")]
    [InlineData("private object _a = new(), _b = new(); void M() { lock (_a) { } lock (_b) { } } void Swap() { ([|_a|], [|_b|]) = (_b, _a); }")]
    [InlineData("private Action _handlers = () => { }; void M(Action a) { lock (_handlers) { [|_handlers|] += a; } }")]
    public Task Reports_a_lock_that_is_replaced(string members) => Verify.VerifyAnalyzerAsync(InType(members));

    [Theory]
    [InlineData("private object {|#0:_gate|} = new(); void M() { lock (_gate) { _n++; } }")]
    [InlineData("private object {|#0:_gate|}; C() { _gate = new(); } void M() { lock (_gate) { _n++; } }")]
    [InlineData("private static object {|#0:_gate|}; static C() { _gate = new(); } void M() { lock (_gate) { _n++; } }")]
    [InlineData("private Lock {|#0:_gate|} = new(); void M() { using (_gate.EnterScope()) { _n++; } }")]
    [InlineData("private List<int> {|#0:_gate|} = new(); void M() { Monitor.Enter(_gate); Monitor.Exit(_gate); }")]
    public Task Reports_a_field_that_is_merely_not_readonly_as_a_suggestion(string members) => Verify.VerifyAnalyzerAsync(
        InType(members),
        Info().WithLocation(0));

    [Theory]
    [InlineData("private readonly object _gate = new(); void M() { lock (_gate) { _n++; } }")]
    [InlineData("private object _gate = new(); void M() { _gate = new(); }")]
    [InlineData("private object _gate; void M() { if (_gate == null) Interlocked.CompareExchange(ref _gate, new object(), null); lock (_gate) { _n++; } }")]
    [InlineData("private object _gate; void M() { lock (LazyInitializer.EnsureInitialized(ref _gate)) { _n++; } lock (_gate) { } }")]
    [InlineData("private object _gate; void M() { lock (_other) { _gate ??= new(); } lock (_gate) { _n++; } }")]
    [InlineData("private object _gate = new(); void M() { lock (_gate) { _n++; } } void Dispose() { _gate = null; }")]
    [InlineData("private object _gate = new(); void M() { lock (_gate) { _n++; } } C Clone() { var c = (C)MemberwiseClone(); c._gate = new(); return c; }")]
    [InlineData("private object _gate; void M() { lock (_gate) { _n++; } } static C Create() => new C { _gate = new() };")]
    [InlineData("private object _gate = new(); void M() { lock (_gate) { _n++; } } [OnDeserialized] void After(StreamingContext c) { _gate = new(); }")]
    [InlineData("private object _gate; void M() { lock (_gate) { _n++; } } [SetUp] public void Before() { _gate = new(); }")]
    [InlineData("private object _gate; C() { Init(); } void M() { lock (_gate) { _n++; } } private void Init() { _gate = new(); }")]
    [InlineData("private List<int> _items; void M() { lock (_items) { _n++; } } public void Initialize() { _items = new(); }")]
    [InlineData("private volatile object _gate = new(); void M() { lock (_gate) { _n++; } }")]
    [InlineData("[ThreadStatic] private static object _gate = new(); void M() { lock (_gate) { _n++; } }")]
    [InlineData("internal object _gate = new(); void M() { lock (_gate) { _n++; } }")]
    [InlineData("public object Gate { get; init; } = new(); void M() { lock (Gate) { _n++; } }")]
    [InlineData("private SpinLock _gate = new(); void M() { bool t = false; _gate.Enter(ref t); _gate.Exit(); } void Reset() { _gate = new(); }")]
    [InlineData("private object[] _gates = new object[4]; void M() { lock (_gates[0]) { _n++; } } void Reset() { _gates = new object[8]; _gates[0] = new(); }")]
    [InlineData("private SemaphoreSlim _s = new(1, 1); void M() { _s.Wait(); _s.Release(); } void Reset() { _s = new(1, 1); }")]
    public Task Ignores_locks_that_stay_or_are_replaced_with_care(string members) => Verify.VerifyAnalyzerAsync(InType(members));

    [Fact]
    public Task Ignores_a_lock_that_is_a_parameter_of_the_type() => Verify.VerifyAnalyzerAsync("class C(object gate) { int n; void M() { lock (gate) { n++; } } }");

    [Fact]
    public Task Fixes_a_field_that_is_not_readonly() => Verify.VerifyCodeFixAsync(
        """
        class C
        {
            // guards n
            object {|#0:gate|} = new object();
            private static object {|#1:shared|} = new object(); // for all
            int n;
            void M() { lock (gate) { n++; } lock (shared) { n++; } }
        }
        """,
        [Info().WithLocation(0), Info().WithLocation(1)],
        """
        class C
        {
            // guards n
            readonly object gate = new object();
            private static readonly object shared = new object(); // for all
            int n;
            void M() { lock (gate) { n++; } lock (shared) { n++; } }
        }
        """);

    [Fact]
    public Task Fixes_by_a_lock_of_its_own_in_all_of_the_type() => Verify.VerifyCodeFixAsync(
        """
        using System.Collections.Generic;
        using System.Threading;
        class C
        {
            private List<int> _items = new List<int>();
            private int _n;
            void A() { lock (/* the items */ _items) { [|_items|] = new List<int>(); } }
            void B() { lock (this._items) { _items.Add(1); } }
            void D() { [|_items|] = new List<int>(); }
            class Inner { void E(C c) { lock (c._items) { c._n++; } } }
        }
        """,
        """
        using System.Collections.Generic;
        using System.Threading;
        class C
        {
            private readonly Lock _gate = new();
            private List<int> _items = new List<int>();
            private int _n;
            void A() { lock (/* the items */ _gate) { _items = new List<int>(); } }
            void B() { lock (this._gate) { _items.Add(1); } }
            void D() { _items = new List<int>(); }
            class Inner { void E(C c) { lock (c._gate) { c._n++; } } }
        }
        """);

    [Fact]
    public Task Fixes_a_lock_that_is_nothing_else_by_keeping_it() => Verify.VerifyCodeFixAsync(
        """
        class C
        {
            private object _gate = new object();
            private int _n;
            void M() { lock (_gate) { _n++; } }
            void Reset()
            {
                _n = 0;
                // start again
                [|_gate|] = new object();
            }
        }
        """,
        """
        class C
        {
            private readonly object _gate = new object();
            private int _n;
            void M() { lock (_gate) { _n++; } }
            void Reset()
            {
                _n = 0;
                // start again
            }
        }
        """);

    [Theory]
    [InlineData("private object _gate; void M() { [|_gate|] ??= new(); lock (_gate) { _n++; } }")]
    [InlineData("private object _gate = new(); void M() { lock (_gate) { _n++; } } void Reset(object next) { [|_gate|] = next; }")]
    public Task Fixes_nothing_where_the_lock_is_not_plain(string members) => Verify.VerifyCodeFixAsync(InType(members), InType(members));
}
