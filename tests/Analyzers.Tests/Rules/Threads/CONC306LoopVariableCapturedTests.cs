using Xunit;
using static Analyzers.Tests.Rules.Threads.LifecycleCode;
using Verify = Microsoft.CodeAnalysis.CSharp.Testing.CSharpCodeFixVerifier<
    ConcurrencyAnalyzers.Rules.Threads.CONC306LoopVariableCapturedAnalyzer,
    ConcurrencyAnalyzers.CodeFixes.Rules.Threads.CONC306LoopVariableCapturedFix,
    Microsoft.CodeAnalysis.Testing.DefaultVerifier>;

namespace Analyzers.Tests.Rules.Threads;

public sealed class CONC306LoopVariableCapturedTests
{
    [Theory]
    [InlineData("for (int i = 0; i < n; i++) new Thread(() => Use([|i|])).Start();")]
    [InlineData("string line; while ((line = Console.ReadLine()) != null) { Task.Run(() => Use([|line|])); }")]
    [InlineData("for (int i = 0; i < n; i++) { void Work() => Use([|i|]); new Thread(Work).Start(); }")]
    [InlineData("for (int i = 0; i < n; i++) { new Thread(Work).Start(); void Work() { Use([|i|]); } }")]
    [InlineData("for (int i = 0; i < n; i++) { var t = new Thread(() => { Use([|i|]); }); t.Start(); }")]
    [InlineData("for (int i = n; i > 0; i--) { Task.Run(() => Use(items[[|i|]])); }")]
    [InlineData("for (int i = 0; i < n; i += 2) ThreadPool.QueueUserWorkItem(_ => Use([|i|]));")]
    [InlineData("for (int i = 0; i < n; i++) { var ts = new List<Task>(); ts.Add(Task.Factory.StartNew(() => Use([|i|]))); }")]
    [InlineData("var ts = new Task[n]; for (int i = 0; i < n; i++) ts[i] = Task.Run(() => Use([|i|])); Task.WaitAll(ts);")]
    [InlineData("var ts = new List<Thread>(); for (int i = 0; i < n; i++) ts.Add(new Thread(() => Use([|i|]))); foreach (var t in ts) t.Start(); foreach (var t in ts) t.Join();")]
    [InlineData("int k = 0; while (k < n) { new Thread(() => Use([|k|])).Start(); k++; }")]
    [InlineData("int k = 0; do { new Thread(() => Use([|k|])).Start(); k = k + 1; } while (k < n);")]
    [InlineData("for (int i = 0; i < n; i++) { ThreadStart body = () => Use([|i|]); new Thread(body).Start(); }")]
    [InlineData("for (int i = 0; i < n; i++) { new Thread(delegate() { Use([|i|]); }).Start(); }")]
    [InlineData("for (int i = 0; i < n; i++) { for (int j = 0; j < n; j++) new Thread(() => Use([|i|] + [|j|])).Start(); }")]
    [InlineData("foreach (var item in items) for (int i = 0; i < n; i++) new Thread(() => Use(item + [|i|])).Start();")]
    [InlineData("for (int i = 0; i < n; i++) { var c = i; new Thread(() => Use(c + [|i|])).Start(); }")]
    [InlineData("for (int i = 0; i < n; i++) { if (i == 3) break; new Thread(() => Use([|i|])).Start(); }")]
    [InlineData("for (int i = 0; i < n; i++) { switch (i) { case 1: new Thread(() => Use([|i|])).Start(); break; } }")]
    [InlineData("for (int i = 0; i < n; i++) new Thread(() => { Action a = () => Use([|i|]); a(); }).Start();")]
    [InlineData("void L() { for (int i = 0; i < n; i++) new Thread(() => Use([|i|])).Start(); } L();")]
    [InlineData("for (int i = 0; i < n; i++) new WorkerThread(() => Use([|i|])).Start();")]
    public Task Reports_variables_that_the_loop_goes_on_changing(string statements) => Verify.VerifyAnalyzerAsync(InMethod(statements));

    [Theory]
    [InlineData("for (int i = 0; i < n; i++) { int c = i; new Thread(() => Use(c)).Start(); }")]
    [InlineData("foreach (var item in items) new Thread(() => Use(item)).Start();")]
    [InlineData("for (int i = 0; i < n; i++) { var t = new Thread(() => Use(i)); t.Start(); t.Join(); }")]
    [InlineData("for (int i = 0; i < n; i++) Task.Run(() => Use(i)).Wait();")]
    [InlineData("for (int i = 0; i < n; i++) Task.Run(() => Use(i)).GetAwaiter().GetResult();")]
    [InlineData("for (int i = 0; i < n; i++) { var t = Task.Run(() => Use(i)); P(t); }")]
    [InlineData("for (int i = 0; i < n; i++) { var x = Task.Run(() => i).Result; Use(x); }")]
    [InlineData("for (int i = 0; i < n; i++) { using var ready = new ManualResetEventSlim(); new Thread(() => { int c = i; ready.Set(); Use(c); }).Start(); ready.Wait(); }")]
    [InlineData("for (int i = 0; i < n; i++) { if (flag) { new Thread(() => Use(i)).Start(); break; } }")]
    [InlineData("for (int i = 0; i < n; i++) { new Thread(() => Use(i)).Start(); return; }")]
    [InlineData("int next = 0; for (int i = 0; i < n; i++) new Thread(() => Use(Interlocked.Increment(ref next))).Start();")]
    [InlineData("int done = 0; while (done < n) { new Thread(() => done++).Start(); done++; }")]
    [InlineData("int k = 0; while (k < n) { new Thread(() => Use(Volatile.Read(ref k))).Start(); k++; }")]
    [InlineData("int k = 0; new Thread(() => { while (k < n) { } Use(k); }).Start(); while (k < n) k++;")]
    [InlineData("int k = 0; while (k < n) { new Thread(() => { while (k < n) { } }).Start(); k++; }")]
    [InlineData("string last = null; while (flag) { new Thread(() => Use(last)).Start(); last = Console.ReadLine(); }")]
    [InlineData("string line; while ((line = Console.ReadLine()) != null) { var copy = line; Task.Run(() => Use(copy)); }")]
    [InlineData("string line; while ((line = Console.ReadLine()) != null) { Task.Run(() => Use(line)).Wait(); }")]
    [InlineData("for (int i = 0; i < n; i++) { void Work() => Use(i); Work(); }")]
    [InlineData("for (int i = 0; i < n; i++) { void Work() => Use(i); var t = new Thread(Work); t.Start(); t.Join(); }")]
    [InlineData("for (int i = 0; i < n; i++) { Action a = () => Use(i); a(); }")]
    [InlineData("for (int i = 0; i < n; i++) new Thread(() => Use(nameof(i))).Start();")]
    [InlineData("for (int i = 0; i < n; i++) new Thread(P).Start(i);")]
    [InlineData("for (int i = 0; i < n; i++) Task.Factory.StartNew(s => Use(s), i);")]
    [InlineData("for (int i = 0; i < n; i++) Parallel.Invoke(() => Use(i), () => Use(i));")]
    [InlineData("for (int i = 0; i < n; i++) items.Select(x => x + i).ToList();")]
    [InlineData("for (var t = new Thread(() => Use(n)); n > 0; n--) t.Start();")]
    [InlineData("var ts = Enumerable.Range(0, n).Select(i => new Thread(() => Use(i))).ToList();")]
    public Task Ignores_variables_that_keep_their_value_for_the_thread(string statements) => Verify.VerifyAnalyzerAsync(InMethod(statements));

    [Fact]
    public Task Ignores_what_is_awaited_in_the_round() => Verify.VerifyAnalyzerAsync(InMethod(
        "for (int i = 0; i < n; i++) { await Task.Run(() => Use(i)); var t = Task.Run(() => Use(i)); await t; }", signature: "async Task M(int n)"));

    [Theory]
    [InlineData("for (int i = 0; i < n; i++) { new Thread(() => Use([|i|])).Start(); }", "for (int i = 0; i < n; i++) { var iCopy = i; new Thread(() => Use(iCopy)).Start(); }")]
    [InlineData("for (int i = 0; i < n; i++) { var t = new Thread(() => Use([|i|] + i)); t.Start(); }", "for (int i = 0; i < n; i++) { var iCopy = i; var t = new Thread(() => Use(iCopy + iCopy)); t.Start(); }")]
    [InlineData("for (int i = 0; i < n; i++) { int iCopy = 0; Task.Run(() => Use([|i|] + iCopy)); }", "for (int i = 0; i < n; i++) { int iCopy = 0; var iCopy2 = i; Task.Run(() => Use(iCopy2 + iCopy)); }")]
    [InlineData("for (int i = 0; i < n; i++) { for (int j = 0; j < n; j++) { Task.Run(() => Use([|i|] + [|j|])); } }", "for (int i = 0; i < n; i++) { for (int j = 0; j < n; j++) { var iCopy = i; var jCopy = j; Task.Run(() => Use(iCopy + jCopy)); } }")]
    public Task Fixes_with_a_copy(string before, string after) => Verify.VerifyCodeFixAsync(InMethod(before), InMethod(after));

    [Fact]
    public Task Fixes_loops_without_braces_and_keeps_comments() => Verify.VerifyCodeFixAsync(
        InLines("""
            for (int i = 0; i < n; i++)
                Task.Run(() => Use([|i|])); // send
            """),
        InLines("""
            for (int i = 0; i < n; i++)
            {
                var iCopy = i;
                Task.Run(() => Use(iCopy));
            } // send
            """));
}
