using ConcurrencyAnalyzers.CodeFixes.Rules.LockObjects;
using ConcurrencyAnalyzers.Rules.LockObjects;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Testing;
using Xunit;
using Verify = Microsoft.CodeAnalysis.CSharp.Testing.CSharpCodeFixVerifier<
    ConcurrencyAnalyzers.Rules.LockObjects.CONC203InconsistentLockOrderAnalyzer,
    ConcurrencyAnalyzers.CodeFixes.Rules.LockObjects.CONC203InconsistentLockOrderFix,
    Microsoft.CodeAnalysis.Testing.DefaultVerifier>;

namespace Analyzers.Tests.Rules.LockObjects;

public sealed class CONC203InconsistentLockOrderTests
{
    private static string InClass(string members) => $$"""
        using System;
        using System.Collections.Generic;
        using System.Linq;
        using System.Runtime.CompilerServices;
        using System.Threading;
        using System.Threading.Tasks;

        public class C
        {
            private readonly object a = new object(), b = new object(), c = new object(), g = new object();
            private static readonly object sa = new object(), sb = new object();
            private readonly Lock la = new Lock(), lb = new Lock();
            private readonly SemaphoreSlim ma = new SemaphoreSlim(1, 1), mb = new SemaphoreSlim(1, 1), throttle = new SemaphoreSlim(4, 4);
            private readonly ReaderWriterLockSlim ra = new ReaderWriterLockSlim(), rb = new ReaderWriterLockSlim();
            private SpinLock pa, pb;
            private readonly object[] stripes = new object[16];
            private int n;
            {{members}}
        }
        """;

    private static Task VerifyProgramAsync(string source) =>
        new CSharpCodeFixTest<CONC203InconsistentLockOrderAnalyzer, CONC203InconsistentLockOrderFix, DefaultVerifier>
        {
            TestState = { Sources = { source }, OutputKind = OutputKind.ConsoleApplication },
        }.RunAsync();

    [Theory]
    [InlineData("public void X() { lock (a) lock (b) n++; } public void Y() { lock (b) lock ([|a|]) n--; }")]
    [InlineData("public void X() { lock (a) { n++; lock (b) { n++; } } } public void Y() { lock (b) { n--; lock ([|a|]) { n--; } } }")]
    [InlineData("public void X() { lock (a) lock (b) n++; } public void Y() { lock (b) { [|Helper()|]; } } private void Helper() { lock (a) n--; }")]
    [InlineData("public void X() { lock (a) lock (b) n++; } public void Y() { lock (b) { [|Deep()|]; } } private void Deep() => Helper(); private void Helper() { lock (a) n--; }")]
    [InlineData("public int P { get { lock (a) lock (b) return n; } } public void Y() { lock (b) { n = [|Q|]; } } private int Q { get { lock (a) return n; } }")]
    [InlineData("public int this[int i] { get { lock (a) lock (b) return n; } set { lock (b) lock ([|a|]) n = value; } }")]
    [InlineData("public static void X() { lock (sa) lock (sb) { } } public static void Y() { lock (sb) lock ([|sa|]) { } }")]
    [InlineData("public void X() { lock (a) lock (sb) { } } public void Y() { lock (sb) lock ([|a|]) { } }")]
    [InlineData("public void X() { lock (la) lock (lb) { } } public void Y() { lock (lb) lock ([|la|]) { } }")]
    [InlineData("public void X() { using (la.EnterScope()) using (lb.EnterScope()) { } } public void Y() { using (lb.EnterScope()) using ([|la.EnterScope()|]) { } }")]
    [InlineData("public void X() { lock (this) lock (b) { } } public void Y() { lock (b) lock ([|this|]) { } }")]
    [InlineData("public void X() { ma.Wait(); mb.Wait(); mb.Release(); ma.Release(); } public void Y() { mb.Wait(); [|ma.Wait()|]; ma.Release(); mb.Release(); }")]
    [InlineData("public async Task X() { await ma.WaitAsync(); await mb.WaitAsync(); mb.Release(); ma.Release(); } public async Task Y() { await mb.WaitAsync(); await [|ma.WaitAsync()|]; ma.Release(); mb.Release(); }")]
    [InlineData("public void X() { Monitor.Enter(a); try { lock (b) { } } finally { Monitor.Exit(a); } } public void Y() { lock (b) { [|Monitor.Enter(a)|]; Monitor.Exit(a); } }")]
    [InlineData("public void X() { ra.EnterWriteLock(); rb.EnterReadLock(); rb.ExitReadLock(); ra.ExitWriteLock(); } public void Y() { rb.EnterWriteLock(); [|ra.EnterReadLock()|]; ra.ExitReadLock(); rb.ExitWriteLock(); }")]
    [InlineData("public void X() { bool t = false, u = false; pa.Enter(ref t); pb.Enter(ref u); pb.Exit(); pa.Exit(); } public void Y() { bool t = false, u = false; pb.Enter(ref t); [|pa.Enter(ref u)|]; pa.Exit(); pb.Exit(); }")]
    [InlineData("public void X() { if (Monitor.TryEnter(a, 100)) { try { lock (b) { } } finally { Monitor.Exit(a); } } } public void Y() { lock (b) lock ([|a|]) { } }")]
    [InlineData("public void X() { lock (a) lock (b) { } lock (b) lock ([|a|]) { } }")]
    [InlineData("public void X() { lock (a) { void F() { lock (b) { } } F(); } } public void Y() { lock (b) lock ([|a|]) { } }")]
    [InlineData("public void X() { var l = a; lock (l) lock (b) { } } public void Y() { lock (b) lock ([|a|]) { } }")]
    [InlineData("public void X() { Both(a, b); } public void Y() { Both(b, a); } private void Both(object one, object two) { lock (one) lock ([|two|]) { } }")]
    [InlineData("void X() { lock (a) lock (b) { } } void Y() { lock (b) lock ([|a|]) { } }")]
    [InlineData("public void X() { lock (a) lock (b) { } } public static C operator ++(C x) => x; public event Action E { add { lock (b) lock ([|a|]) { } } remove { } }")]
    [InlineData("public IEnumerable<int> X() { lock (a) { lock (b) { } yield return 1; } } public void Y() { lock (b) lock ([|a|]) { } }")]
    [InlineData("public void X() { lock (a) lock (b) { } } class N { public void Y(C o) { } } public void Z() { Task.Run(() => { lock (b) lock ([|a|]) { } }); }")]
    [InlineData("public void X() { lock (a) lock (b) { } } public C() { new Thread(Work).Start(); } private void Work() { lock (b) lock ([|a|]) { } }")]
    [InlineData("private void In() => Monitor.Enter(a); private void Out() => Monitor.Exit(a); public void X() { In(); try { lock (b) n++; } finally { Out(); } } public void Y() { lock (b) { [|In()|]; Out(); } }")]
    [InlineData("readonly struct L : System.IDisposable { readonly object o; public L(object o) { this.o = o; Monitor.Enter(o); } public void Dispose() => Monitor.Exit(o); } public void X() { using (new L(a)) using (new L(b)) n++; } public void Y() { using (new L(b)) using ([|new L(a)|]) n--; }")]
    public Task Reports_two_locks_in_both_orders(string members) => Verify.VerifyAnalyzerAsync(InClass(members));

    [Theory]
    [InlineData("public void X() { lock (a) lock (b) { } } public void Y() { lock (b) lock (c) { } } public void Z() { lock (c) lock ([|a|]) { } }")]
    [InlineData("public void X() { lock (a) lock (b) { } } public void Y() { lock (b) Z(); } public void Z() { lock (c) lock (g) { } } public void W() { lock (g) lock ([|a|]) { } }")]
    public Task Reports_a_circle_of_more_locks(string members) => Verify.VerifyAnalyzerAsync(InClass(members));

    [Fact]
    public Task Reports_locals_that_two_threads_share() => VerifyProgramAsync("""
        using System.Threading;

        object left = new(), right = new();
        var one = new Thread(() => { lock (left) { Thread.Sleep(10); lock (right) { } } });
        var two = new Thread(() => { lock (right) { Thread.Sleep(10); lock ([|left|]) { } } });
        one.Start();
        two.Start();
        one.Join();
        two.Join();
        """);

    [Fact]
    public Task Reports_the_type_over_all_its_parts() => Verify.VerifyAnalyzerAsync("""
        partial class C<T>(object key)
        {
            private readonly object one = new();
            private static readonly object two = new();
            public void X() { lock (one) lock (two) key.ToString(); }
        }

        partial class C<T>
        {
            public void Y() { lock (two) lock ([|one|]) { } }
        }
        """);

    [Fact]
    public Task Reports_with_the_interleaving() => Verify.VerifyAnalyzerAsync(
        InClass("public void X() { lock ({|#2:a|}) lock ({|#3:b|}) n++; } public void Y() { lock ({|#1:b|}) lock ({|#0:a|}) n--; }"),
        Verify.Diagnostic().WithLocation(0).WithLocation(1).WithLocation(2).WithLocation(3).WithMessage("Locks taken in different orders deadlock: thread 1 takes 'b' in 'Y' and waits for 'a'; thread 2 takes 'a' in 'X' and waits for 'b'"));

    [Theory]
    [InlineData("public void X() { lock (a) lock (b) n++; } public void Y() { lock (a) lock (b) n--; }")]
    [InlineData("public void X() { lock (a) lock (b) n++; } public void Y() { lock (b) n--; lock (a) n--; }")]
    [InlineData("public void X() { lock (g) lock (a) lock (b) n++; } public void Y() { lock (g) lock (b) lock (a) n--; }")]
    [InlineData("public void X() { lock (g) Inner(); } private void Inner() { lock (a) lock (b) n++; } public void Y() { lock (g) lock (b) lock (a) n--; }")]
    [InlineData("[MethodImpl(MethodImplOptions.Synchronized)] public void X() { lock (a) lock (b) { } } [MethodImpl(MethodImplOptions.Synchronized)] public void Y() { lock (b) lock (a) { } }")]
    [InlineData("public C() { lock (b) lock (a) n--; } public void X() { lock (a) lock (b) n++; }")]
    [InlineData("static C() { lock (sb) lock (sa) { } } public static void X() { lock (sa) lock (sb) { } }")]
    [InlineData("public C() { Init(); } private void Init() { lock (b) lock (a) n--; } public void X() { lock (a) lock (b) n++; }")]
    [InlineData("public void X() { ra.EnterReadLock(); rb.EnterReadLock(); rb.ExitReadLock(); ra.ExitReadLock(); } public void Y() { rb.EnterReadLock(); ra.EnterReadLock(); ra.ExitReadLock(); rb.ExitReadLock(); }")]
    [InlineData("public void X() { ra.EnterReadLock(); lock (b) { } ra.ExitReadLock(); } public void Y() { lock (b) { ra.EnterReadLock(); ra.ExitReadLock(); } }")]
    [InlineData("public void X() { lock (a) lock (b) { } } public void Y() { lock (b) { if (Monitor.TryEnter(a, 10)) Monitor.Exit(a); } }")]
    [InlineData("public void X() { lock (a) lock (b) { } } public void Y() { lock (b) { if (Monitor.TryEnter(a)) try { n++; } finally { Monitor.Exit(a); } } }")]
    [InlineData("public void X() { ma.Wait(); mb.Wait(); mb.Release(); ma.Release(); } public void Y() { mb.Wait(); if (ma.Wait(10)) ma.Release(); mb.Release(); }")]
    [InlineData("public void X() { throttle.Wait(); lock (a) { } throttle.Release(); } public void Y() { lock (a) { throttle.Wait(); throttle.Release(); } }")]
    [InlineData("public void X() { lock (a) lock (b) { } } public void Y() { lock (b) { Monitor.Exit(b); lock (a) { } Monitor.Enter(b); } }")]
    [InlineData("public void X() { lock (a) lock (b) { } } public void Y() { lock (a) lock (b) lock (a) { } }")]
    [InlineData("public void X() { lock (a) { Helper(); } } private void Helper() { lock (b) lock (a) { } }")]
    [InlineData("public void X(int i, int j) { lock (stripes[i]) lock (stripes[j]) { } } public void Y(int i, int j) { lock (stripes[j]) lock (stripes[i]) { } }")]
    [InlineData("public void X() { lock (a) lock (b) { } } public void Y() { lock (b) { Task.Run(() => { lock (a) { } }); } }")]
    [InlineData("public void X() { lock (a) lock (b) { } } public void Y() { lock (b) { var t = new Thread(() => { lock (a) { } }); t.Start(); } }")]
    [InlineData("private void Run(Action f) { lock (g) f(); } public void X() { Run(() => { lock (a) lock (b) { } }); } public void Y() { Run(() => { lock (b) lock (a) { } }); }")]
    [InlineData("public void X() { lock (a) lock (b) { } } public void Y(object a) { lock (b) lock (a) { } }")]
    [InlineData("public void X(C other) { lock (a) lock (other.b) { } } public void Y(C other) { lock (b) lock (other.a) { } }")]
    [InlineData("public void X() { lock (a) lock (b) { } } public void Y() { lock (b) Later(); } private IEnumerable<int> Later() { lock (a) { } yield break; }")]
    [InlineData("private object x = new object(); public void X() { lock (x) lock (b) { } } public void Y() { lock (b) lock (x) { } } public void Z() { x = new object(); }")]
    [InlineData("private readonly object x; public C() { x = a; } public void X() { lock (a) lock (x) { } } public void Y() { lock (x) lock (a) { } }")]
    [InlineData("private readonly object x, y; public C(object p, object q) { x = p; y = q; } public void X() { lock (x) lock (y) { } } public void Y() { lock (y) lock (x) { } }")]
    [InlineData("public void X() { lock (a) { Interlocked.Increment(ref n); } lock (b) { } } public void Y() { lock (b) { } lock (a) { } }")]
    [InlineData("public void X() { object p = new object(), q = new object(); lock (p) lock (q) { } lock (q) lock (p) { } }")]
    [InlineData("public void X(bool held) { lock (a) { Helper(true); } } private void Helper(bool skip) { if (!skip) lock (b) { } } public void Y() { lock (b) lock (a) { } }")]
    [InlineData("public static void Main() { lock (sa) lock (sb) { } lock (sb) lock (sa) { } }")]
    [InlineData("public async Task X() { await ma.WaitAsync(); await mb.WaitAsync(); mb.Release(); ma.Release(); } public async Task Y() { await mb.WaitAsync(); await ma.WaitAsync(10); ma.Release(); mb.Release(); }")]
    public Task Ignores_what_cannot_deadlock(string members) => Verify.VerifyAnalyzerAsync(InClass(members));

    [Fact]
    public Task Ignores_threads_that_run_one_after_the_other() => VerifyProgramAsync("""
        using System.Threading;

        object left = new(), right = new();
        var one = new Thread(() => { lock (left) lock (right) { } });
        one.Start();
        one.Join();
        var two = new Thread(() => { lock (right) lock (left) { } });
        two.Start();
        two.Join();
        lock (right) lock (left) { }
        """);

    [Fact]
    public Task Fixes_by_letting_the_locks_change_places() => Verify.VerifyCodeFixAsync(
        InClass("""
            public void X() { lock (a) lock (b) n++; }
            public void Y()
            {
                // first
                lock (b /* of b */)
                {
                    // then
                    lock ([|this.a|]) { n--; }
                }
            }
        """),
        InClass("""
            public void X() { lock (a) lock (b) n++; }
            public void Y()
            {
                // first
                lock (this.a /* of b */)
                {
                    // then
                    lock (b) { n--; }
                }
            }
        """));

    [Fact]
    public Task Fixes_not_where_something_stands_between_the_locks()
    {
        var source = InClass("public void X() { lock (a) lock (b) n++; } public void Y() { lock (b) { n--; lock ([|a|]) n--; } }");
        return Verify.VerifyCodeFixAsync(source, source);
    }

    [Fact]
    public Task Fixes_with_a_lock_set_of_the_runtime() => new RuntimeCodeFixTest<CONC203InconsistentLockOrderAnalyzer, CONC203InconsistentLockOrderFix>
    {
        TestCode = InClass("""
            public void X()
            {
                lock (a)
                lock (b)
                {
                    n++;
                }
            }
            public void Y() { lock (b) lock ([|a|]) { n--; } }
        """),
        FixedCode = InClass("""
            public void X()
            {
                using (LockSet.AcquireAll(a, b))
                {
                    n++;
                }
            }
            public void Y() { using (LockSet.AcquireAll(b, a)) { n--; } }
        """).Replace("using System;\n", "using ConcurrencyAnalyzers.Runtime;\nusing System;\n", StringComparison.Ordinal),
        CodeActionIndex = 1,
        CodeActionEquivalenceKey = "CONC203_LockSet",
    }.RunAsync();
}
