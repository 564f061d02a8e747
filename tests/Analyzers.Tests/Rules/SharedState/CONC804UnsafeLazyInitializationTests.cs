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
        using System.Threading.Tasks;
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
    [InlineData("List<int> Get() { if (_list != null) return _list; lock (_gate) { [|_list|] = new List<int>(); return _list; } }")]
    [InlineData("List<int> Get() { if (_list is not null) { return _list; } lock (_gate) { [|_list|] = Make(); } return _list; }")]
    [InlineData("List<int> Get() { if (_list == null) { Monitor.Enter(_gate); try { [|_list|] = Make(); } finally { Monitor.Exit(_gate); } } return _list; }")]
    [InlineData("List<int> Get() { if (_list == null) { Monitor.Enter(_gate); [|_list|] = Make(); Monitor.Exit(_gate); } return _list; }")]
    [InlineData("readonly SemaphoreSlim _one = new SemaphoreSlim(1, 1); async Task<List<int>> Get() { if (_list == null) { await _one.WaitAsync().ConfigureAwait(false); try { [|_list|] = await Task.FromResult(Make()); } finally { _one.Release(); } } return _list; }")]
    [InlineData("readonly Lock _new = new Lock(); List<int> Get() { if (_list == null) { using (_new.EnterScope()) { [|_list|] = Make(); } } return _list; }")]
    [InlineData("readonly Lock _new = new Lock(); List<int> Get() { if (_list == null) { using var scope = _new.EnterScope(); [|_list|] = Make(); } return _list; }")]
    public Task Reports_a_missing_second_check(string members) => Verify.VerifyAnalyzerAsync(InType(members));

    [Theory]
    [InlineData("List<int> Get() { if (_list == null) { lock (_gate) { if (_list == null) { [|_list|] = new List<int>(); _list.Add(3); } } } return _list; }")]
    [InlineData("List<int> Get() { if (_list == null) { lock (_gate) { if (_list == null) { [|_list|] = new List<int>(); _list.Capacity = 5; } } } return _list; }")]
    [InlineData("void Load() { if (!_done) { lock (_gate) { if (!_done) { [|_done|] = true; _data = 3; } } } }")]
    [InlineData("List<int> Get() { if (_list != null) return _list; lock (_gate) { if (_list != null) return _list; [|_list|] = new List<int>(); _list.Add(3); return _list; } }")]
    [InlineData("List<int> Get() { if (_list == null) { lock (_gate) { if (_list == null) { [|_list|] = new List<int>(); FillWithAll(_list); } } } return _list; } static void FillWithAll(List<int> list) { list.Add(3); }")]
    [InlineData("void Load() { if (_done) return; lock (_gate) { if (_done) return; [|_done|] = true; Read(); } } void Read() { _data = 3; }")]
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
    [InlineData("List<int> Get() { if (_list != null) return _list; lock (_gate) { if (_list == null) { _list = Make(); } return _list; } }")]
    [InlineData("List<int> Get() { if (_list != null) return _list; lock (_gate) { return _list ??= Make(); } }")]
    [InlineData("void Fail(List<int> first) { if (_list != null) return; lock (_gate) { _list = first; } }")]
    [InlineData("List<int> Get() { if (_list == null) { var made = Make(); lock (_gate) { _list = made; } } return _list; }")]
    [InlineData("List<int> Get() { if (_list == null && Monitor.TryEnter(_gate)) { try { _list = Make(); } finally { Monitor.Exit(_gate); } } return _list; }")]
    [InlineData("List<int> Get() { Monitor.Enter(_gate); try { if (_list == null) { lock (s_gate) { _list = Make(); } } return _list; } finally { Monitor.Exit(_gate); } }")]
    [InlineData("bool _disposed; object _held; void Dispose() { if (_disposed) return; lock (_gate) { if (_disposed) return; _disposed = true; Free(); } } void Free() { _data = 3; _held = null; }")]
    [InlineData("bool _ready; object _held; void Clear() { if (!_ready) { lock (_gate) { if (!_ready) { _ready = true; _held = null; } } } }")]
    [InlineData("bool _started; Thread _t; void Start() { if (_started) return; lock (_gate) { if (_started) return; _started = true; _t = new Thread(() => { }); _t.Start(); } }")]
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
    public Task Fixes_by_completing_the_object_first() => Verify.VerifyCodeFixAsync(
        InType("""
            List<int> Get()
                {
                    if (_list == null)
                    {
                        lock (_gate)
                        {
                            if (_list == null)
                            {
                                // All.
                                [|_list|] = new List<int>(); // empty
                                for (var i = 0; i < 3; i++)
                                {
                                    _list.Add(i);
                                }

                                _list.Sort(); // done
                                Console.WriteLine("made");
                            }
                        }
                    }

                    return _list;
                }
            """),
        InType("""
            List<int> Get()
                {
                    if (_list == null)
                    {
                        lock (_gate)
                        {
                            if (_list == null)
                            {
                                // All.
                                var list = new List<int>(); // empty
                                for (var i = 0; i < 3; i++)
                                {
                                    list.Add(i);
                                }

                                list.Sort(); // done
                                _list = list;
                                Console.WriteLine("made");
                            }
                        }
                    }

                    return _list;
                }
            """));

    [Fact]
    public Task Fixes_an_early_return_with_a_second_one() => Verify.VerifyCodeFixAsync(
        InType("""
            readonly SemaphoreSlim _one = new SemaphoreSlim(1, 1);
                async Task<List<int>> Get()
                {
                    if (_list != null)
                    {
                        return _list;
                    }

                    await _one.WaitAsync();
                    try
                    {
                        // Once.
                        [|_list|] = await Task.FromResult(Make());
                        return _list;
                    }
                    finally
                    {
                        _one.Release();
                    }
                }
            """),
        InType("""
            readonly SemaphoreSlim _one = new SemaphoreSlim(1, 1);
                async Task<List<int>> Get()
                {
                    if (_list != null)
                    {
                        return _list;
                    }

                    await _one.WaitAsync();
                    try
                    {
                        if (_list != null)
                        {
                            return _list;
                        }

                        // Once.
                        _list = await Task.FromResult(Make());
                        return _list;
                    }
                    finally
                    {
                        _one.Release();
                    }
                }
            """));

    [Theory]
    [InlineData("List<int> Get() { if (_list == null) { lock (_gate) { if (_list == null) { [|_list|] = new List<int>(); _list.Add(3); Load(); _list.Add(4); } } } return _list; } void Load() { _list.Add(3); }")]
    [InlineData("List<int> Get() { if (_list == null) { lock (_gate) { if (_list == null) { [|_list|] = new List<int>(); _list.Add(3); if (_list.Count > 3) { return _list; } _list.Add(4); } } } return _list; }")]
    [InlineData("void Load() { if (_done) return; lock (_gate) { if (_done) return; [|_done|] = true; Read(); } } void Read() { if (_done) { _data = 3; } }")]
    public Task Fixes_nothing_that_others_look_at_meanwhile(string members) => Verify.VerifyCodeFixAsync(InType(members), InType(members));
}
