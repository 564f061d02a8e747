using ConcurrencyAnalyzers.Rules.SharedState;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Testing;
using Xunit;
using Verify = Microsoft.CodeAnalysis.CSharp.Testing.CSharpCodeFixVerifier<
    ConcurrencyAnalyzers.Rules.SharedState.CONC803SpinWithoutBarrierAnalyzer,
    ConcurrencyAnalyzers.CodeFixes.Rules.SharedState.CONC803SpinWithoutBarrierFix,
    Microsoft.CodeAnalysis.Testing.DefaultVerifier>;

namespace Analyzers.Tests.Rules.SharedState;

public sealed class CONC803SpinWithoutBarrierTests
{
    private static string InType(string members) => $$"""
        using System;
        using System.Threading;
        using System.Threading.Tasks;
        class C
        {
            {{members}}
        }
        """;

    [Theory]
    [InlineData("bool _stop; void Run() { while (![|_stop|]) { } } void Stop() => _stop = true;")]
    [InlineData("bool _stop; void Run() { while (![|_stop|]) ; } public void Stop() { _stop = true; }")]
    [InlineData("static bool s_ready; static void Run() { while (![|s_ready|]) { } } static void Set() { s_ready = true; }")]
    [InlineData("bool _stop; void Run() { bool work = false; while (![|this._stop|]) { work = !work; } } void Stop() => _stop = true;")]
    [InlineData("int _n; void Run() { while ([|_n|] < 10) { } } void Step() { _n++; }")]
    [InlineData("object _o; void Run() { while ([|_o|] == null) { } } void Set() { _o = new object(); }")]
    [InlineData("object _o; void Run() { while ([|_o|] is null) { } } void Set() { _o = new object(); }")]
    [InlineData("bool _stop; void Run() { do { } while (![|_stop|]); } void Stop() => _stop = true;")]
    [InlineData("bool _stop; int _count; void Run() { while ([|_stop|] == false) { _count++; } } void Stop() => _stop = true;")]
    [InlineData("bool Stopped { get; set; } void Run() { while (![|Stopped|]) { } } void Stop() => Stopped = true;")]
    [InlineData("void M() { bool done = false; new Thread(() => { done = true; }).Start(); while (![|done|]) { } }")]
    [InlineData("void M() { bool go = false; var t = new Thread(() => { while (![|go|]) { } }); t.Start(); go = true; t.Join(); }")]
    [InlineData("void M() { int left = 3; Parallel.Invoke(() => { left = 0; }, () => { while ([|left|] > 0) { } }); }")]
    [InlineData("class W { public bool Done; public void Go() { Done = true; } } void M(W w) { new Thread(w.Go).Start(); while (![|w.Done|]) { } }")]
    public Task Reports_a_loop_that_may_never_see_the_write(string members) => Verify.VerifyAnalyzerAsync(InType(members));

    [Theory]
    [InlineData("volatile bool _stop; void Run() { while (!_stop) { } } void Stop() => _stop = true;")]
    [InlineData("bool _stop; void Run() { while (!Volatile.Read(ref _stop)) { } } void Stop() => _stop = true;")]
    [InlineData("bool _stop; void Run() { while (!_stop) { Thread.Sleep(1); } } void Stop() => _stop = true;")]
    [InlineData("bool _stop; void Run() { while (!_stop) { Step(); } } void Step() { } void Stop() => _stop = true;")]
    [InlineData("bool _stop; void Run() { while (!_stop) { Thread.MemoryBarrier(); } } void Stop() => _stop = true;")]
    [InlineData("bool _stop; async Task Run() { while (!_stop) { await Task.Yield(); } } void Stop() => _stop = true;")]
    [InlineData("bool _stop; void Run() { while (!_stop) { lock (this) { } } } void Stop() => _stop = true;")]
    [InlineData("bool _stop; void Run() { while (!_stop) { _stop = true; } } void Stop() => _stop = true;")]
    [InlineData("bool _stop; void Run() { while (!_stop) { break; } } void Stop() => _stop = true;")]
    [InlineData("bool _stop; int Run() { while (!_stop) { return 1; } return 0; } void Stop() => _stop = true;")]
    [InlineData("int _n; void Run() { int i = 0; while (i < _n) { i++; } } void Set() { _n = 3; }")]
    [InlineData("Node _first; class Node { public Node Next; public void Cut() { Next = null; } } int Run() { int n = 0; var x = _first; while (x.Next != null) { x = x.Next; n++; } return n; } void Set() { _first = null; }")]
    [InlineData("bool _stop; void Run() { while (!_stop) { } } C() { _stop = true; }")]
    [InlineData("bool _stop; void Run() { _stop = Console.ReadLine() != null; while (!_stop) { } }")]
    [InlineData("static int Gcd(int a, int b) { while (b != 0) { int r = a % b; a = b; b = r; } return a; }")]
    [InlineData("int _x; int _y; int Run() { int n = 0; while (_x < 5) { _x++; n += _y; } return n; } void Set() { _y = 3; _x = 0; }")]
    [InlineData("[ThreadStatic] static bool t_stop; static void Run() { while (!t_stop) { } } static void Stop() => t_stop = true;")]
    [InlineData("readonly int[] _a = new int[1]; void Run() { while (_a[0] == 0) { } } void Stop() => _a[0] = 1;")]
    [InlineData("virtual protected bool Stopped { get; set; } void Run() { while (!Stopped) { } } void Stop() => Stopped = true;")]
    [InlineData("bool _b; bool P { get { return Volatile.Read(ref _b); } set { _b = value; } } void Run() { while (!P) { } } void Stop() => P = true;")]
    public Task Ignores_loops_that_read_again_or_end_by_themselves(string members) => Verify.VerifyAnalyzerAsync(InType(members));

    [Theory]
    [InlineData("bool _stop; void Run() { for (; ![|_stop|];) { } } void Stop() => _stop = true;")]
    [InlineData("bool _stop; void Run() { for (int n = 0; ![|_stop|]; n++) ; } void Stop() => _stop = true;")]
    [InlineData("bool _stop; void Run() { while (true) { if ([|_stop|]) break; } } void Stop() => _stop = true;")]
    [InlineData("bool _stop; void Run() { int n = 0; while (true) { if ([|_stop|]) { return; } n++; } } void Stop() => _stop = true;")]
    [InlineData("bool _stop; void Run() { for (;;) { if ([|_stop|]) break; } } void Stop() => _stop = true;")]
    public Task Reports_other_forms_of_the_loop(string members) => Verify.VerifyAnalyzerAsync(InType(members + " void Go() => Task.Run(Run);"));

    [Theory]
    [InlineData("int _n; int Sum(int[] all) { int s = 0; for (int i = 0; i < _n; i++) { s += i; } return s; } void Set() { _n = 3; }")]
    [InlineData("bool _stop; void Run() { int n = 0; while (true) { if (_stop) break; if (n++ > 9) break; } } void Stop() => _stop = true;")]
    [InlineData("bool _stop; void Run() { while (true) { if (_stop) break; Thread.Sleep(1); } } void Stop() => _stop = true;")]
    [InlineData("bool _stop; void Run() { while (true) { if (_stop) break; _stop = !_stop; } } void Stop() => _stop = true;")]
    [InlineData("volatile bool _stop; void Run() { for (;;) { if (_stop) break; } } void Stop() => _stop = true;")]
    public Task Ignores_other_forms_that_end_or_read_again(string members) => Verify.VerifyAnalyzerAsync(InType(members));

    [Fact]
    public Task Reports_where_the_write_is() => Verify.VerifyAnalyzerAsync(
        """
        using System.Threading;
        class C
        {
            bool _stop;
            void Run()
            {
                while (!{|#0:_stop|}) { }
            }

            void Stop() => {|#1:_stop = true|};
            void Start() => new Thread(Run).Start();
        }
        """,
        Verify.Diagnostic().WithLocation(0).WithLocation(1).WithArguments("_stop", "10"));

    [Theory]
    [InlineData("private bool _stop;", "private volatile bool _stop;")]
    [InlineData("bool _stop;", "volatile bool _stop;")]
    [InlineData("// ends it\n    bool _stop = false; // yes", "// ends it\n    volatile bool _stop = false; // yes")]
    public Task Fixes_with_a_volatile_field(string before, string after) => Verify.VerifyCodeFixAsync(
        InType(before + "\nvoid Run() { while (![|_stop|]) { } while (![|_stop|]) { } } void Stop() => _stop = true;"),
        InType(after + "\nvoid Run() { while (!_stop) { } while (!_stop) { } } void Stop() => _stop = true;"));

    [Theory]
    [InlineData("long _n; void Run() { while ([|_n|] < 10) { } } void Step() { _n++; }", "long _n; void Run() { while (Volatile.Read(ref _n) < 10) { } } void Step() { _n++; }")]
    [InlineData("int _n; void Run() { while ([|_n|] < 10) { } } void Step() { Add(ref _n); } void Add(ref int n) { n++; }", "int _n; void Run() { while (Volatile.Read(ref _n) < 10) { } } void Step() { Add(ref _n); } void Add(ref int n) { n++; }")]
    [InlineData("void M() { bool done = false; new Thread(() => { done = true; }).Start(); while (![|done|]) { } }", "void M() { bool done = false; new Thread(() => { done = true; }).Start(); while (!Volatile.Read(ref done)) { } }")]
    public Task Fixes_with_Volatile_Read_where_the_variable_cannot_be_volatile(string before, string after) => Verify.VerifyCodeFixAsync(InType(before), InType(after));

    [Fact]
    public Task Fixes_no_property() => Verify.VerifyCodeFixAsync(
        InType("bool Stopped { get; set; } void Run() { while (![|Stopped|]) { } } void Stop() => Stopped = true;"),
        InType("bool Stopped { get; set; } void Run() { while (![|Stopped|]) { } } void Stop() => Stopped = true;"));

    [Theory]
    [InlineData("bool _stop; void Run() { while (!_stop) } void Stop() => _stop = true;")]
    [InlineData("bool _stop; void Run() { while (!) { } } void Stop() => _stop = ;")]
    [InlineData("void Run() { while (missing) { } }")]
    public Task Ignores_broken_code(string members) => new CSharpAnalyzerTest<CONC803SpinWithoutBarrierAnalyzer, DefaultVerifier>
    {
        TestCode = InType(members),
        CompilerDiagnostics = CompilerDiagnostics.None,
    }.RunAsync();
}
