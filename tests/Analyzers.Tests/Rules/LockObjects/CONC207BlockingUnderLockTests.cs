using Xunit;
using Verify = Microsoft.CodeAnalysis.CSharp.Testing.CSharpCodeFixVerifier<
    ConcurrencyAnalyzers.Rules.LockObjects.CONC207BlockingUnderLockAnalyzer,
    ConcurrencyAnalyzers.CodeFixes.Rules.LockObjects.CONC207BlockingUnderLockFix,
    Microsoft.CodeAnalysis.Testing.DefaultVerifier>;

namespace Analyzers.Tests.Rules.LockObjects;

public sealed class CONC207BlockingUnderLockTests
{
    private static string InClass(string members) => $$"""
        using System;
        using System.Collections.Concurrent;
        using System.Collections.Generic;
        using System.Diagnostics;
        using System.IO;
        using System.Net.Http;
        using System.Threading;
        using System.Threading.Tasks;

        public class C
        {
            private readonly object gate = new object(), other = new object();
            private readonly Lock latch = new Lock();
            private readonly SemaphoreSlim slim = new SemaphoreSlim(1, 1), throttle = new SemaphoreSlim(4);
            private readonly ReaderWriterLockSlim rw = new ReaderWriterLockSlim();
            private readonly HttpClient http = new HttpClient();
            private readonly Dictionary<string, string> cache = new Dictionary<string, string>();
            private readonly BlockingCollection<int> queue = new BlockingCollection<int>();
            private readonly ManualResetEventSlim ready = new ManualResetEventSlim();
            private Stream stream;
            private int n;
            private bool busy;
            private string text;
            private void Use() { lock (gate) n++; }
            {{members}}
        }
        """;

    [Theory]
    [InlineData("public void M() { lock (gate) { n++; Thread.[|Sleep|](100); } }")]
    [InlineData("public void M() { lock (latch) { Thread.[|Sleep|](TimeSpan.FromSeconds(1)); } }")]
    [InlineData("public void M() { slim.Wait(); try { Thread.[|Sleep|](100); } finally { slim.Release(); } }")]
    [InlineData("public void M() { rw.EnterWriteLock(); try { Thread.[|Sleep|](100); } finally { rw.ExitWriteLock(); } }")]
    [InlineData("public string M(string path) { lock (gate) { if (!cache.TryGetValue(path, out var s)) { cache[path] = s = File.[|ReadAllText|](path); } return s; } }")]
    [InlineData("public void M() { lock (gate) { text = http.GetStringAsync(\"u\").[|Result|]; } }")]
    [InlineData("public void M() { lock (gate) { text = http.GetStringAsync(\"u\").GetAwaiter().[|GetResult|](); } }")]
    [InlineData("public void M(Task t) { lock (gate) { t.[|Wait|](); } }")]
    [InlineData("public void M(Thread t) { lock (gate) { t.[|Join|](); } }")]
    [InlineData("public void M(Process p) { lock (gate) { p.[|WaitForExit|](); n = p.ExitCode; } }")]
    [InlineData("public void M() { lock (gate) { ready.[|Wait|](); n++; } }")]
    [InlineData("public void M(AutoResetEvent e) { lock (gate) { e.[|WaitOne|](); n++; } }")]
    [InlineData("public void M() { lock (gate) { n = queue.[|Take|](); } }")]
    [InlineData("public void M() { lock (gate) { lock (other) { Monitor.[|Wait|](other); } } }")]
    [InlineData("public void M() { lock (gate) { [|Pause|](); n++; } } private void Pause() { Thread.Sleep(10); }")]
    [InlineData("public void M() { lock (gate) { [|Deep|](); n++; } } private void Deep() => Pause(); private void Pause() { Thread.Sleep(10); }")]
    [InlineData("public void M() { lock (gate) { while (busy) Thread.[|Sleep|](10); } }")]
    [InlineData("public void M() { lock (gate) { SpinWait.[|SpinUntil|](() => busy); } }")]
    [InlineData("public void M() { lock (gate) { text = Console.[|ReadLine|](); } }")]
    [InlineData("public void M(Task[] all) { lock (gate) { Task.[|WaitAll|](all); n++; } }")]
    [InlineData("public int P { get { lock (gate) { Thread.[|Sleep|](5); return n; } } }")]
    [InlineData("public void M(byte[] b) { lock (gate) { n++; cache.Clear(); stream.[|Write|](b, 0, b.Length); } }")]
    public Task Reports_a_call_that_blocks(string members) => Verify.VerifyAnalyzerAsync(InClass(members));

    [Theory]
    [InlineData("public void M() { lock (gate) { n++; } Thread.Sleep(100); }")]
    [InlineData("public void M() { lock (gate) { Thread.Sleep(0); Thread.Yield(); } }")]
    [InlineData("public void M(byte[] b) { lock (gate) { stream.Write(b, 0, b.Length); } }", true)]
    [InlineData("public void M(byte[] b) { lock (gate) { stream.Write(b, 0, b.Length); n += b.Length; } } public void D() { lock (gate) { stream.Dispose(); stream = null; } }", true)]
    [InlineData("private long position; public void M(byte[] b) { lock (stream) { stream.Write(b, 0, b.Length); } } public void Seek(long p) { lock (stream) { position = p; } }")]
    [InlineData("public void M(string line) { lock (gate) { File.AppendAllText(\"log\", line); } }", true)]
    [InlineData("public void M(string line) { lock (gate) { using (var w = new StreamWriter(\"log\", true)) w.WriteLine(line); } } public string R() { lock (gate) { return File.ReadAllText(\"log\"); } }", true)]
    [InlineData("public void M(string line) { lock (gate) { Write(line); } } private void Write(string line) { File.AppendAllText(\"log\", line); }", true)]
    [InlineData("public void M() { lock (gate) { while (busy) Monitor.Wait(gate); } }")]
    [InlineData("public void M() { lock (gate) { Monitor.Wait(gate, 100); } }")]
    [InlineData("public async Task M() { await slim.WaitAsync(); try { text = await http.GetStringAsync(\"u\"); } finally { slim.Release(); } }")]
    [InlineData("public async Task M() { await slim.WaitAsync(); try { text = File.ReadAllText(\"u\"); } finally { slim.Release(); } }")]
    [InlineData("public void M() { throttle.Wait(); try { Thread.Sleep(100); } finally { throttle.Release(); } }")]
    [InlineData("public void M() { lock (gate) { Console.WriteLine(n); } }")]
    [InlineData("public void M() { lock (gate) { var m = new MemoryStream(); m.WriteByte(1); } }")]
    [InlineData("public void M() { lock (gate) { Stream m = new MemoryStream(); m.WriteByte(1); } }")]
    [InlineData("public void M(TextReader r) { lock (gate) { text = new StringReader(text).ReadLine(); } }")]
    [InlineData("public async Task M(Task<int> t) { await t; lock (gate) { n = t.Result; } }")]
    [InlineData("public void M(Task<int> t) { t.ContinueWith(done => { lock (gate) { n = done.Result; } }); }")]
    [InlineData("public void M(Task<int> t) { lock (gate) { if (t.IsCompleted) n = t.Result; } }")]
    [InlineData("public void M() { lock (gate) { Task.Run(() => Thread.Sleep(100)); } }")]
    [InlineData("public void M() { lock (gate) { new Thread(() => Thread.Sleep(100)).Start(); } }")]
    [InlineData("public void M() { lock (gate) { queue.Add(1); ready.Set(); } }")]
    [InlineData("public void M() { lock (gate) { if (queue.TryTake(out var i)) n = i; } }")]
    [InlineData("public bool M(Thread t) { lock (gate) { return t.Join(0); } }")]
    [InlineData("public void M(bool b) { if (b) Monitor.Enter(gate); Thread.Sleep(1); if (b) Monitor.Exit(gate); }")]
    [InlineData("public void M() { Monitor.Enter(gate); Monitor.Exit(gate); Thread.Sleep(1); }")]
    [InlineData("public void M() { if (Monitor.TryEnter(gate)) { Monitor.Exit(gate); } else { Thread.Sleep(1); } }")]
    [InlineData("public IEnumerable<int> All() { lock (gate) { return Items(); } } private IEnumerable<int> Items() { Thread.Sleep(1); yield return 1; }")]
    [InlineData("private void Work() { lock (gate) n++; } public void M() { var t = new Thread(Work); t.Start(); lock (gate) { t.Join(); } }")]
    public Task Ignores_calls_that_do_not_block_others(string members, bool alone = false) =>
        Verify.VerifyAnalyzerAsync(alone ? InClass(members).Replace("private void Use() { lock (gate) n++; }", "", StringComparison.Ordinal) : InClass(members));

    [Fact]
    public Task Fixes_by_moving_the_sleep_behind_the_lock() => Verify.VerifyCodeFixAsync(
        InClass("""
            public void M(int delay)
            {
                lock (gate)
                {
                    n++;
                    // not too fast
                    Thread.[|Sleep|](delay);
                }
            }
        """),
        InClass("""
            public void M(int delay)
            {
                lock (gate)
                {
                    n++;
                }
                // not too fast
                Thread.Sleep(delay);
            }
        """));

    [Fact]
    public Task Fixes_a_polling_loop_by_letting_the_lock_go() => Verify.VerifyCodeFixAsync(
        InClass("public void M() { lock (gate) { while (busy) { Thread.[|Sleep|](10); } n++; } }"),
        InClass("public void M() { lock (gate) { while (busy) { Monitor.Wait(gate, 10); } n++; } }"));

    [Theory]
    [InlineData("public void M() { lock (gate) { n++; Thread.[|Sleep|](n); } }")]
    [InlineData("public void M() { lock (gate) { Thread.[|Sleep|](10); n++; } }")]
    [InlineData("public void M() { lock (gate) { var d = n; Thread.[|Sleep|](d); } }")]
    [InlineData("public void M() { lock (latch) { while (busy) { Thread.[|Sleep|](10); } n++; } }")]
    [InlineData("public void M() { lock (gate) { n++; if (busy) Thread.[|Sleep|](10); } }")]
    public Task Fixes_not_where_the_meaning_would_change(string members) => Verify.VerifyCodeFixAsync(InClass(members), InClass(members));
}
