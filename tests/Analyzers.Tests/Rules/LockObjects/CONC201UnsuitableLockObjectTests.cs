using ConcurrencyAnalyzers.CodeFixes.Rules.LockObjects;
using ConcurrencyAnalyzers.Rules.LockObjects;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Testing;
using Xunit;
using Verify = Microsoft.CodeAnalysis.CSharp.Testing.CSharpCodeFixVerifier<
    ConcurrencyAnalyzers.Rules.LockObjects.CONC201UnsuitableLockObjectAnalyzer,
    ConcurrencyAnalyzers.CodeFixes.Rules.LockObjects.CONC201UnsuitableLockObjectFix,
    Microsoft.CodeAnalysis.Testing.DefaultVerifier>;

namespace Analyzers.Tests.Rules.LockObjects;

public sealed class CONC201UnsuitableLockObjectTests
{
    private static DiagnosticResult At(int location, DiagnosticSeverity severity) => new DiagnosticResult("CONC201", severity).WithLocation(location);

    private static string InType(string members, string kind = "public class C") => $$"""
        using System;
        using System.Collections;
        using System.Collections.Concurrent;
        using System.Collections.Generic;
        using System.Reflection;
        using System.Runtime.CompilerServices;
        using System.Threading;
        {{kind}}
        {
            private readonly object _gate = new object();
            private int _n;
            {{members}}
        }
        """;

    [Theory]
    [InlineData("void M() { lock ({|#0:this|}) { _n++; } }")]
    [InlineData("void M() { Monitor.Enter({|#0:this|}); try { _n++; } finally { Monitor.Exit(this); } }")]
    [InlineData("void M() { bool t = false; Monitor.TryEnter({|#0:this|}, 10, ref t); }")]
    [InlineData("int P { get { lock ({|#0:this|}) { return _n; } } }")]
    [InlineData("IEnumerable<int> M() { lock ({|#0:this|}) { yield return _n; } }")]
    [InlineData("void M() { Action a = () => { lock ({|#0:this|}) { _n++; } }; a(); }")]
    [InlineData("static void M() { lock ({|#0:typeof(C)|}) { } }")]
    [InlineData("void M() { lock ({|#0:GetType()|}) { } }")]
    [InlineData("void M(Type type) { lock ({|#0:type|}) { } }")]
    [InlineData("void M(MethodInfo method) { lock ({|#0:method|}) { } }")]
    [InlineData("void M() { lock ({|#0:\"lock\"|}) { } }")]
    [InlineData("private const string Name = \"lock\"; void M() { lock ({|#0:Name|}) { } }")]
    [InlineData("void M(string key) { lock ({|#0:key|}) { } }")]
    [InlineData("void M(string key) { lock ({|#0:string.Intern(key)|}) { } }")]
    [InlineData("private readonly string _text = \"lock\"; void M() { lock ({|#0:_text|}) { } }")]
    [InlineData("void M() { Monitor.Enter({|#0:_n|}); }")]
    [InlineData("void M() { lock ({|#0:Thread.CurrentThread|}) { } }")]
    [InlineData("public readonly object Gate = new object(); void M() { lock ({|#0:Gate|}) { } }")]
    [InlineData("public static readonly object Gate = new object(); static void M() { lock ({|#0:Gate|}) { } lock (Gate) { } }")]
    [InlineData("public object Gate { get; } = new object(); void M() { lock ({|#0:this.Gate|}) { } }")]
    [InlineData("private readonly SemaphoreSlim _s = new SemaphoreSlim(1, 1); void M() { lock ({|#0:_s|}) { } } void N() { _s.Wait(); _s.Release(); }")]
    [InlineData("private readonly Mutex _m = new Mutex(); void M() { lock ({|#0:_m|}) { } } void N() { _m.WaitOne(); _m.ReleaseMutex(); }")]
    [InlineData("[MethodImpl(MethodImplOptions.{|#0:Synchronized|})] public void M() { _n++; }")]
    [InlineData("[MethodImpl(MethodImplOptions.{|#0:Synchronized|} | MethodImplOptions.NoInlining)] public static void M() { }")]
    public Task Reports_objects_that_others_can_lock_or_that_protect_nothing(string members) => Verify.VerifyAnalyzerAsync(InType(members), At(0, DiagnosticSeverity.Warning));

    [Theory]
    [InlineData("void M() { lock ({|#0:this|}) { _n++; } }", "class C")]
    [InlineData("[MethodImpl(MethodImplOptions.{|#0:Synchronized|})] public void M() { _n++; }", "class C")]
    [InlineData("static void M() { lock ({|#0:typeof(C)|}) { } }", "class C")]
    [InlineData("class Inner { void M() { lock ({|#0:this|}) { } } }", "public class C")]
    [InlineData("private readonly SemaphoreSlim _s = new SemaphoreSlim(1, 1); void M() { lock ({|#0:_s|}) { } lock (_s) { } }", "public class C")]
    [InlineData("private readonly ManualResetEvent _e = new ManualResetEvent(false); void M() { lock ({|#0:_e|}) { } }", "public class C")]
    [InlineData("public readonly List<int> Items = new List<int>(); void M() { lock ({|#0:Items|}) { } }", "public class C")]
    [InlineData("private static readonly string Stub; static C() { Stub = Environment.MachineName; } void M() { lock ({|#0:Stub|}) { } }", "public class C")]
    [InlineData("void M() { lock ({|#0:this|}) { _n++; } }", "public partial class D { } record C")]
    public Task Reports_what_only_this_assembly_could_spoil_as_a_suggestion(string members, string kind) => Verify.VerifyAnalyzerAsync(InType(members, kind), At(0, DiagnosticSeverity.Info));

    [Theory]
    [InlineData("void M() { lock (_gate) { _n++; } }")]
    [InlineData("private readonly Dictionary<int, int> _map = new(); void M() { lock (_map) { _map[1] = 2; } }")]
    [InlineData("private readonly List<int> _list = new(); void M() { lock (((ICollection)_list).SyncRoot) { } }")]
    [InlineData("private readonly Hashtable _table = new(); void M() { lock (_table.SyncRoot) { } }")]
    [InlineData("public object SyncRoot => _gate; void M() { lock (SyncRoot) { } lock (_gate) { } }")]
    [InlineData("public readonly object SyncRoot = new object(); void M() { lock (SyncRoot) { } }")]
    [InlineData("public object Gate => _gate; void M() { lock (_gate) { } }")]
    [InlineData("protected readonly object Gate = new object(); internal readonly object Inner = new object(); void M() { lock (Gate) { } lock (Inner) { } }")]
    [InlineData("void M() { var gate = _gate; lock (gate) { } }")]
    [InlineData("void M(object given) { lock (given) { } }")]
    [InlineData("void M(object[] stripes, int i) { lock (stripes[i % stripes.Length]) { } }")]
    [InlineData("private readonly ConcurrentDictionary<string, object> _locks = new(); void M(string key) { lock (_locks.GetOrAdd(key, new object())) { } }")]
    [InlineData("private readonly ConcurrentDictionary<string, object> _locks = new(); void M(string key) { var gate = _locks.GetOrAdd(key, _ => new object()); lock (gate) { } }")]
    [InlineData("private object _lazy; object Lazy => _lazy ?? Interlocked.CompareExchange(ref _lazy, new object(), null) ?? _lazy; void M() { lock (Lazy) { } }")]
    [InlineData("private readonly Lock _lock = new(); void M() { lock (_lock) { } using (_lock.EnterScope()) { } }")]
    [InlineData("private sealed class Node { void M() { lock (this) { } } [MethodImpl(MethodImplOptions.Synchronized)] void N() { } }")]
    [InlineData("private readonly string _own = new string('a', 3); void M() { lock (_own) { } }")]
    [InlineData("void M(Stack<int> other) { lock (other) { } lock (Console.Out) { } }")]
    [InlineData("void M() { lock (new object()) { } }")]
    [InlineData("[MethodImpl(MethodImplOptions.NoInlining)] void M() { }")]
    [InlineData("void M(D other) { lock (other.Gate) { } } } public class D { public readonly object Gate = new();")]
    [InlineData("private readonly Thread _t = new(() => { }); void M() { lock (_t) { } }")]
    public Task Ignores_objects_that_only_the_type_has(string members) => Verify.VerifyAnalyzerAsync(InType(members));

    [Fact]
    public Task Ignores_a_captured_parameter_of_a_primary_constructor() => Verify.VerifyAnalyzerAsync("public class C(object gate) { int n; public void M() { lock (gate) { n++; } } }");

    [Fact]
    public Task Fixes_all_uses_in_the_type_at_once() => Verify.VerifyCodeFixAsync(
        """
        using System;
        using System.Runtime.CompilerServices;
        using System.Threading;

        public class C
        {
            // how many
            private int _n;

            public void A()
            {
                lock ([|this|]) // all
                {
                    _n++;
                }
            }

            [MethodImpl(MethodImplOptions.[|Synchronized|])]
            public int B() => _n;

            public void D()
            {
                Action a = () => { lock ([|this|]) { _n--; } };
                a();
            }
        }
        """,
        """
        using System;
        using System.Runtime.CompilerServices;
        using System.Threading;

        public class C
        {
            private readonly Lock _gate = new();

            // how many
            private int _n;

            public void A()
            {
                lock (_gate) // all
                {
                    _n++;
                }
            }

            public int B()
            {
                lock (_gate)
                {
                    return _n;
                }
            }

            public void D()
            {
                Action a = () => { lock (_gate) { _n--; } };
                a();
            }
        }
        """);

    [Fact]
    public Task Fixes_with_an_object_where_Monitor_is_used() => Verify.VerifyCodeFixAsync(
        """
        using System.Threading;
        public class C
        {
            private bool ready, gate;
            public void A() { lock ([|this|]) { while (!ready || gate) { Monitor.Wait(this); } } }
            public void B() { lock ([|this|]) { ready = true; Monitor.PulseAll(this); } }
        }
        """,
        """
        using System.Threading;
        public class C
        {
            private readonly object gate2 = new();
            private bool ready, gate;
            public void A() { lock (gate2) { while (!ready || gate) { Monitor.Wait(gate2); } } }
            public void B() { lock (gate2) { ready = true; Monitor.PulseAll(gate2); } }
        }
        """);

    [Fact]
    public async Task Fixes_with_an_object_before_Lock_existed()
    {
        foreach (var (version, references) in new[] { (LanguageVersion.Preview, ReferenceAssemblies.Net.Net80), (LanguageVersion.CSharp12, ReferenceAssemblies.Net.Net80) })
        {
            await new CSharpCodeFixTest<CONC201UnsuitableLockObjectAnalyzer, CONC201UnsuitableLockObjectFix, DefaultVerifier>
            {
                LanguageVersion = version,
                ReferenceAssemblies = references,
                TestCode = "public class C\n{\n    private static int s_n;\n\n    public static void M() { lock ([|typeof(C)|]) { s_n++; } }\n}\n",
                FixedCode = "public class C\n{\n    private static readonly object s_gate = new();\n    private static int s_n;\n\n    public static void M() { lock (s_gate) { s_n++; } }\n}\n",
            }.RunAsync();
        }
    }

    [Fact]
    public Task Fixes_a_constant_text_and_a_primitive() => Verify.VerifyCodeFixAsync(
        """
        using System.Threading;
        public class C
        {
            private readonly SemaphoreSlim _s = new SemaphoreSlim(1, 1);
            private int _n;
            public void A() { lock ([|"a"|]) { _n++; } lock ([|"a"|]) { _n--; } }
            public void B() { lock ([|_s|]) { _n++; } lock (this._s) { _n--; } _s.Wait(); _s.Release(); }
        }
        """,
        """
        using System.Threading;
        public class C
        {
            private readonly Lock _gate2 = new();
            private static readonly Lock _gate = new();
            private readonly SemaphoreSlim _s = new SemaphoreSlim(1, 1);
            private int _n;
            public void A() { lock (_gate) { _n++; } lock (_gate) { _n--; } }
            public void B() { lock (_gate2) { _n++; } lock (this._gate2) { _n--; } _s.Wait(); _s.Release(); }
        }
        """);

    [Fact]
    public Task Fixes_a_public_lock_by_making_it_private() => Verify.VerifyCodeFixAsync(
        """
        public class C
        {
            /// <summary>The lock.</summary>
            public readonly object Gate = new object();
            private int _n;
            public void M() { lock ([|Gate|]) { _n++; } }
        }
        """,
        """
        public class C
        {
            /// <summary>The lock.</summary>
            private readonly object Gate = new object();
            private int _n;
            public void M() { lock (Gate) { _n++; } }
        }
        """);

    [Theory]
    [InlineData("public class C { public void M() { lock ([|this|]) { } } } class D { void N(C c) { lock (c) { } } }")]
    [InlineData("public class C { public void M() { lock ([|this|]) { } } } public class D : C { public void N() { lock ([|this|]) { } } }")]
    [InlineData("public class C { public void M() { lock ([|typeof(C)|]) { } } } public class D { public void N() { lock ([|typeof(C)|]) { } } }")]
    [InlineData("public record C(int N) { public void M() { lock ([|this|]) { } } }")]
    [InlineData("[System.Serializable] public class C { public void M() { lock ([|this|]) { } } }")]
    [InlineData("public class C { public readonly object Gate = new(); public void M() { lock ([|Gate|]) { } } } class D { void N(C c) { lock (c.Gate) { } } }")]
    [InlineData("public class C { public void M(string key) { lock ([|key|]) { } } }")]
    [InlineData("public partial class C { public void M() { lock ([|this|]) { } } } public partial class C { public void N() { lock ([|this|]) { } } }")]
    public Task Fixes_nothing_where_other_code_locks_the_same_object_or_fields_count(string code) => Verify.VerifyCodeFixAsync(code, code);
}
