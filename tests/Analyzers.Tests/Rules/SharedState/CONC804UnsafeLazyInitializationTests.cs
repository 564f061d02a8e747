using ConcurrencyAnalyzers.Rules.SharedState;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Testing;
using Xunit;
using Verify = Microsoft.CodeAnalysis.CSharp.Testing.CSharpCodeFixVerifier<
    ConcurrencyAnalyzers.Rules.SharedState.CONC804UnsafeLazyInitializationAnalyzer,
    ConcurrencyAnalyzers.CodeFixes.Rules.SharedState.CONC804UnsafeLazyInitializationFix,
    Microsoft.CodeAnalysis.Testing.DefaultVerifier>;

namespace Analyzers.Tests.Rules.SharedState;

public sealed class CONC804UnsafeLazyInitializationTests
{
    private static string InType(string members) => $$"""
        using System;
        using System.Collections.Generic;
        using System.Threading;
        class C
        {
            private readonly object _gate = new object();
            private static readonly object s_gate = new object();
            private List<int> _list;
            private static List<int> s_list;
            private static string s_text;
            private bool _done;
            private int _data;
            private static List<int> Make() => new List<int>();
            {{members}}
        }
        """;

    [Theory]
    [InlineData("List<int> Get() { if (_list == null) { lock (_gate) { [|_list|] = new List<int>(); } } return _list; }")]
    [InlineData("List<int> Get() { if (_list is null) lock (_gate) [|_list|] = Make(); return _list; }")]
    [InlineData("static List<int> Get() { if (null == s_list) { lock (s_gate) { var made = new List<int>(); made.Add(3); [|s_list|] = made; } } return s_list; }")]
    [InlineData("void Start() { if (!_done) { lock (_gate) { _data = 3; [|_done|] = true; } } }")]
    public Task Reports_a_missing_second_check(string members) => Verify.VerifyAnalyzerAsync(InType(members));

    [Theory]
    [InlineData("List<int> Get() { if (_list == null) { lock (_gate) { if (_list == null) { [|_list|] = new List<int>(); _list.Add(3); } } } return _list; }")]
    [InlineData("List<int> Get() { if (_list == null) { lock (_gate) { if (_list == null) { [|_list|] = new List<int>(); _list.Capacity = 5; } } } return _list; }")]
    [InlineData("void Load() { if (!_done) { lock (_gate) { if (!_done) { [|_done|] = true; _data = 3; } } } }")]
    public Task Reports_a_value_that_is_visible_too_early(string members) => Verify.VerifyAnalyzerAsync(InType(members));

    [Theory]
    [InlineData("static List<int> Get() => {|#0:s_list|} ??= new List<int>(); void Lock() { lock (_gate) { } }")]
    [InlineData("static List<int> Get() { if (s_list == null) { {|#0:s_list|} = Make(); } return s_list; } void Lock() { lock (_gate) { } }")]
    [InlineData("static List<int> List { get { if (s_list == null) {|#0:s_list|} = new List<int>(); return s_list; } } void Run() { new Thread(() => Console.WriteLine(List)).Start(); }")]
    public Task Reports_a_static_without_a_lock_as_information(string members) => new CSharpAnalyzerTest<CONC804UnsafeLazyInitializationAnalyzer, DefaultVerifier>
    {
        TestCode = InType(members),
        ExpectedDiagnostics = { new DiagnosticResult("CONC804", DiagnosticSeverity.Info).WithLocation(0).WithOptions(DiagnosticOptions.IgnoreAdditionalLocations) },
    }.RunAsync();

    [Theory]
    [InlineData("List<int> Get() { if (_list == null) { lock (_gate) { if (_list == null) { _list = new List<int>(); } } } return _list; }")]
    [InlineData("List<int> Get() { if (_list == null) { lock (_gate) { if (_list == null) { var made = new List<int>(); made.Add(3); _list = made; } } } return _list; }")]
    [InlineData("List<int> Get() { if (_list == null) { lock (_gate) { if (_list != null) { return _list; } _list = new List<int>(); } } return _list; }")]
    [InlineData("List<int> Get() { if (_list == null) { lock (_gate) { _list ??= new List<int>(); } } return _list; }")]
    [InlineData("List<int> Get() { if (_list == null) { lock (_gate) { _list = _list ?? new List<int>(); } } return _list; }")]
    [InlineData("List<int> Get() { lock (_gate) { if (_list == null) { _list = new List<int>(); _list.Add(3); } return _list; } }")]
    [InlineData("List<int> Get() { lock (s_gate) { if (_list == null) { lock (_gate) { _list = new List<int>(); } } return _list; } }")]
    [InlineData("void Clear() { if (_list != null) { lock (_gate) { _list = null; } } }")]
    [InlineData("void Load() { if (!_done) { lock (_gate) { if (!_done) { _data = 3; _done = true; } } } }")]
    [InlineData("void Load() { if (_data == 0) { lock (_gate) { _data = 3; } } }")]
    [InlineData("List<int> Get() => _list ??= new List<int>(); void Lock() { lock (_gate) { } }")]
    [InlineData("static List<int> Get() { lock (s_gate) { return s_list ??= new List<int>(); } }")]
    [InlineData("static List<int> Get() { Monitor.Enter(s_gate); try { return s_list ??= new List<int>(); } finally { Monitor.Exit(s_gate); } }")]
    [InlineData("static List<int> Get() { lock (s_gate) { return Inner(); } } private static List<int> Inner() => s_list ??= new List<int>();")]
    [InlineData("static C() { if (s_list == null) { s_list = new List<int>(); } } void Lock() { lock (_gate) { } }")]
    [InlineData("[ThreadStatic] static List<int> t_list; static List<int> Get() => t_list ??= new List<int>(); void Lock() { lock (_gate) { } }")]
    [InlineData("static List<int> Get() => LazyInitializer.EnsureInitialized(ref s_list); void Lock() { lock (_gate) { } }")]
    [InlineData("static List<int> Get() => s_list ??= new List<int>();")]
    public Task Ignores_what_is_made_once(string members) => Verify.VerifyAnalyzerAsync(InType(members));

    [Fact]
    public Task Fixes_with_a_second_check() => Verify.VerifyCodeFixAsync(
        """
        class C
        {
            private readonly object _gate = new object();
            private object _value;

            public object Value
            {
                get
                {
                    if (_value == null)
                    {
                        lock (_gate)
                        {
                            // Once.
                            [|_value|] = new object();
                        }
                    }

                    return _value;
                }
            }
        }
        """,
        """
        class C
        {
            private readonly object _gate = new object();
            private object _value;

            public object Value
            {
                get
                {
                    if (_value == null)
                    {
                        lock (_gate)
                        {
                            if (_value == null)
                            {
                                // Once.
                                _value = new object();
                            }
                        }
                    }

                    return _value;
                }
            }
        }
        """);

    [Fact]
    public Task Fixes_by_setting_the_flag_last() => Verify.VerifyCodeFixAsync(
        InType("""
            void Load()
                {
                    if (!_done)
                    {
                        lock (_gate)
                        {
                            if (!_done)
                            {
                                [|_done|] = true;
                                _data = 3;
                            }
                        }
                    }
                }
            """),
        InType("""
            void Load()
                {
                    if (!_done)
                    {
                        lock (_gate)
                        {
                            if (!_done)
                            {
                                _data = 3;
                                _done = true;
                            }
                        }
                    }
                }
            """));

    [Theory]
    [InlineData("static List<int> Get() => [|s_list|] ??= new List<int>();", "static List<int> Get() => LazyInitializer.EnsureInitialized(ref s_list, () => new List<int>());")]
    [InlineData("static List<int> Get() => [|s_list|] ??= new();", "static List<int> Get() => LazyInitializer.EnsureInitialized(ref s_list, () => new List<int>());")]
    [InlineData("static List<int> Get() { if (s_list == null) { [|s_list|] = Make(); } return s_list; }", "static List<int> Get() { LazyInitializer.EnsureInitialized(ref s_list, () => Make()); return s_list; }")]
    public Task Fixes_with_LazyInitializer(string before, string after) => Verify.VerifyCodeFixAsync(
        InType(before + " void Lock() { lock (_gate) { } }"),
        InType(after + " void Lock() { lock (_gate) { } }"));

    [Fact]
    public Task Fixes_nothing_that_is_completed_later() => Verify.VerifyCodeFixAsync(
        InType("List<int> Get() { if (_list == null) { lock (_gate) { if (_list == null) { [|_list|] = new List<int>(); _list.Add(3); } } } return _list; }"),
        InType("List<int> Get() { if (_list == null) { lock (_gate) { if (_list == null) { [|_list|] = new List<int>(); _list.Add(3); } } } return _list; }"));
}
