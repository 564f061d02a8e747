using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Testing;
using Xunit;
using Verify = Microsoft.CodeAnalysis.Testing.CodeFixVerifier<
    ConcurrencyAnalyzers.Rules.Processes.CONC507CannotCrossAnalyzer,
    ConcurrencyAnalyzers.CodeFixes.Rules.Processes.CONC507CannotCrossFix,
    Analyzers.Tests.Rules.RuntimeCodeFixTest<
        ConcurrencyAnalyzers.Rules.Processes.CONC507CannotCrossAnalyzer,
        ConcurrencyAnalyzers.CodeFixes.Rules.Processes.CONC507CannotCrossFix>,
    Microsoft.CodeAnalysis.Testing.DefaultVerifier>;

namespace Analyzers.Tests.Rules.Processes;

public sealed class CONC507CannotCrossTests
{
    private static string InMethod(string statements, string members = "") => $$"""
        using System;
        using System.Collections.Concurrent;
        using System.Collections.Generic;
        using System.IO;
        using System.Text;
        using System.Threading;
        using System.Threading.Tasks;
        using ConcurrencyAnalyzers.Runtime;

        class Job { public string Name { get; set; } public int Count { get; set; } }
        class Secret { private int _seen; public void See() { _seen++; } public int Seen() => _seen; }
        class Fixed { public Fixed(int size) { Size = size; } public int Size { get; } }
        class ReadOnly { public int Size { get; } = 3; }
        class Holder { public Stream Output { get; set; } }
        struct Numbers { private int _a; private double _b; public Numbers(int a) { _a = a; _b = 0; } public double Sum() => _a + _b; }
        [ProcessState] class State { public int Step { get; set; } public void Run() { } }

        class C
        {
            private int _field;
            {{members}}
            static void Work(string name, int n) { }
            static void Print() { }
            static int Square(int n) => n * n;
            static void TakeStream(Stream stream) { }
            static void TakeJob(Job job) { }
            static void TakeSecret(Secret secret) { }
            static void TakeFixed(Fixed value) { }
            static void TakeReadOnly(ReadOnly value) { }
            static void TakeHolder(Holder value) { }
            static void TakeNumbers(Numbers value) { }
            static void TakeAction(Action action) { }
            static void TakeGrid(int[,] grid) { }
            static void TakeLists(List<Dictionary<string, int[]>> lists, (int, string) pair, IEnumerable<DateTime> times, int? maybe) { }
            static void TakeStreams(List<Stream> streams) { }
            static void TakeShared(ConcurrentDictionary<int, int> map) { }
            static void TakeText(StringBuilder text) { }
            static void TakeToken(int n, CancellationToken token) { }
            static void TakeQueue(ProcessQueue<string> queue) { }
            static StringBuilder GiveText() => new StringBuilder();
            static Task<int> GiveLater() => Task.FromResult(1);
            static async void Forget() { await Task.Yield(); }
            void Own() { _field++; }

            void M(string name, int[] numbers, Stream stream, List<Stream> streams, Job job)
            {
                var count = 3;
                const int Fixed = 4;
                {{statements}}
            }
        }
        """;

    [Theory]
    [InlineData("WorkerProcess.Create(() => Work({|#0:name|}, 1));", "name", "it is captured; make it a parameter and pass it as an argument")]
    [InlineData("WorkerProcess.Create(() => { Console.WriteLine({|#0:count|}); });", "count", "it is captured; make it a parameter and pass it as an argument")]
    [InlineData("WorkerProcess.Create(() => Console.WriteLine({|#0:_field|}));", "this", "the other process does not have this object; make the target static")]
    [InlineData("WorkerProcess.Create({|#0:Own|});", "Own", "its object stays in this process; make it static and pass what it needs")]
    [InlineData("WorkerProcess.Create({|#0:Forget|});", "Forget", "nobody can wait for the end of an async void method")]
    [InlineData("WorkerProcess.Create(TakeStream, {|#0:stream|});", "stream", "a value of its type means something in this process only")]
    [InlineData("WorkerProcess.Create(TakeStreams, {|#0:streams|});", "streams", "a value of its type means something in this process only")]
    [InlineData("WorkerProcess.Create(TakeAction, {|#0:(Action)Print|});", "action", "a value of its type means something in this process only")]
    [InlineData("WorkerProcess.Create(TakeGrid, {|#0:new int[2, 2]|});", "grid", "an array with several dimensions is refused")]
    [InlineData("WorkerProcess.Create(TakeSecret, {|#0:new Secret()|});", "secret._seen", "it would be lost on the way, so the object is refused")]
    [InlineData("WorkerProcess.Create(TakeReadOnly, {|#0:new ReadOnly()|});", "value.Size", "it would be lost on the way, so the object is refused")]
    [InlineData("WorkerProcess.Create(TakeHolder, {|#0:new Holder()|});", "value.Output", "a value of its type means something in this process only")]
    [InlineData("WorkerProcess.Create(TakeShared, {|#0:new ConcurrentDictionary<int, int>()|});", "map", "a value of its type means something in this process only")]
    [InlineData("WorkerProcess.Create(TakeText, {|#0:new StringBuilder()|});", "text", "a value of its type means something in this process only")]
    [InlineData("WorkerProcess.Create({|#0:GiveText|});", "StringBuilder", "a value of its type means something in this process only")]
    [InlineData("WorkerProcess.Create({|#0:GC.Collect|});", "GC.Collect", "it belongs to .NET; write a method that calls it")]
    [InlineData("WorkerProcess.Call(() => TakeStream({|#0:stream|}));", "stream", "a value of its type means something in this process only")]
    [InlineData("WorkerProcess.Call(() => {|#0:count + 1|});", "count + 1", "the expression has to be the call of one method")]
    [InlineData("WorkerProcess.Call(() => {|#0:Own()|});", "Own", "its object stays in this process; make it static and pass what it needs")]
    [InlineData("using var pool = new ProcessPool(); pool.Map(n => n * {|#0:count|}, numbers);", "count", "it is captured; make it a parameter and pass it as an argument")]
    [InlineData("using var pool = new ProcessPool(); pool.Apply({|#0:GiveText|});", "StringBuilder", "a value of its type means something in this process only")]
    [InlineData("void Local() { Console.WriteLine(count); } WorkerProcess.Create({|#0:Local|});", "count", "it is captured; make it a parameter and pass it as an argument")]
    [InlineData("Action run = () => { }; using var pool = new ProcessPool(); pool.ApplyAsync(() => { {|#0:run|}(); });", "run", "it is captured; make it a parameter and pass it as an argument")]
    public Task Reports_what_the_runtime_refuses_as_an_error(string statements, string what, string why) => Verify.VerifyAnalyzerAsync(
        InMethod(statements),
        Verify.Diagnostic().WithLocation(0).WithSeverity(DiagnosticSeverity.Error).WithArguments(what, why));

    [Theory]
    [InlineData("WorkerProcess.Create(Print);")]
    [InlineData("WorkerProcess.Create(Work, name, 2);")]
    [InlineData("WorkerProcess.Create(() => Console.WriteLine(1));")]
    [InlineData("WorkerProcess.Create(static () => Work(\"a\", 1));")]
    [InlineData("WorkerProcess.Create((string n, int k) => Work(n, k), name, count);")]
    [InlineData("WorkerProcess.Create(() => { var local = 3; int Twice(int n) => n * 2; Console.WriteLine(Twice(local)); });")]
    [InlineData("WorkerProcess.Create(() => Console.WriteLine(Fixed));")]
    [InlineData("WorkerProcess.Create(() => Console.WriteLine(nameof(count)));")]
    [InlineData("WorkerProcess.Call(() => Work(name, count));")]
    [InlineData("WorkerProcess.Call(() => Work(name + _field, count * 2));")]
    [InlineData("WorkerProcess.Create(TakeJob, job);")]
    [InlineData("WorkerProcess.Create(TakeFixed, new Fixed(3));")]
    [InlineData("WorkerProcess.Create(TakeNumbers, new Numbers(3));")]
    [InlineData("WorkerProcess.Create(TakeLists, new List<Dictionary<string, int[]>>(), (1, \"a\"), (IEnumerable<DateTime>)new DateTime[0], (int?)3);")]
    [InlineData("WorkerProcess.Create(TakeToken, 3, CancellationToken.None);")]
    [InlineData("WorkerProcess.Create(TakeQueue, new ProcessQueue<string>());")]
    [InlineData("WorkerProcess.Create(GiveLater);")]
    [InlineData("WorkerProcess.Create(new State().Run);")]
    [InlineData("WorkerProcess.Create(Math.Abs, -3);")]
    [InlineData("WorkerProcess.Create(Thread.Sleep, 10);")]
    [InlineData("using var pool = new ProcessPool(); pool.Map(Square, numbers); pool.ApplyAsync(Square, count, result => _field = result); pool.Call(() => Square(count));")]
    [InlineData("void Local() { Console.WriteLine(1); } WorkerProcess.Create(Local);")]
    [InlineData("WorkerThread.Create(() => Work(name, count)).Start();")]
    [InlineData("Task.Run(() => Work(name, count));")]
    public Task Ignores_what_crosses(string statements) => Verify.VerifyAnalyzerAsync(InMethod(statements));

    [Fact]
    public Task Reports_fields_of_a_class_of_processes() => Verify.VerifyAnalyzerAsync(InMethod("", """
        class Clock : WorkerProcess
            {
                private readonly int _interval;
                private readonly object _anything;
                [NonSerialized] private Stream _log;
                private readonly object[] _parts = new object[0];
                private Timer [|_timer|];
                public Stream [|Output|] { get; set; }
                private static readonly object Gate = new object();
                public Clock(int interval) { _interval = interval; }
                protected override void Run() { Thread.Sleep(_interval); }
            }
        """));

    [Fact]
    public Task Fixes_a_captured_variable_by_a_call_written_out() => Verify.VerifyCodeFixAsync(
        InMethod("""
            // A child.
                    var child = WorkerProcess.Create(() => Work([|name|], 1)); // started later
                    var other = WorkerProcess.Create(() => { Work("a", [|count|]); });
                    using var pool = new ProcessPool();
                    var square = pool.ApplyAsync(() => Square([|count|]));
            """),
        InMethod("""
            // A child.
                    var child = WorkerProcess.Call(() => Work(name, 1)); // started later
                    var other = WorkerProcess.Call(() => Work("a", count));
                    using var pool = new ProcessPool();
                    var square = pool.Call(() => Square(count));
            """));

    [Theory]
    [InlineData("WorkerProcess.Create(() => { Work([|name|], 1); Print(); });")]
    [InlineData("using var pool = new ProcessPool(); pool.Map(n => n * [|count|], numbers);")]
    [InlineData("WorkerProcess.Create([|Own|]);")]
    public Task Offers_nothing_where_the_work_is_no_single_call(string statements) => Verify.VerifyCodeFixAsync(InMethod(statements), InMethod(statements));
}
