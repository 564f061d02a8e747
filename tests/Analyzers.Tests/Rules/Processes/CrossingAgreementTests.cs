using System.Collections;
using System.Reflection;
using System.Runtime.Loader;
using Analyzers.Tests.Corpus;
using ConcurrencyAnalyzers.Model;
using ConcurrencyAnalyzers.Runtime;
using Xunit;

namespace Analyzers.Tests.Rules.Processes;

/// <summary>CONC507 and the Runtime are of one mind: what the rule reports is refused, and what the Runtime refuses is reported.</summary>
public sealed class CrossingAgreementTests
{
    private const string Types = """
        public class Plain { public string? Name { get; set; } public List<int> Numbers { get; set; } = new(); }
        public record Point(int X, int Y);
        public record struct Pair(string Left, string Right);
        public class WithPrivateField { private int _seen; public void See() { _seen++; } public int Seen() => _seen; }
        public class WithBackedField { private int _size; public int Size { get => _size; set => _size = value; } }
        public class WithReadOnlyProperty { public int Size { get; } = 3; }
        public class WithConstructor { public WithConstructor(int size) { Size = size; } public int Size { get; } }
        public class WithPublicField { public int Size; }
        public class WithReadOnlyField { public readonly int Size = 3; }
        public class WithIgnored { [System.Text.Json.Serialization.JsonIgnore] public int Left { get; } = 3; [NonSerialized] private int _other; public int Other() => _other++; }
        public class WithIncluded { [System.Text.Json.Serialization.JsonInclude] private int _seen; public int Seen() => _seen++; }
        public class WithStream { public Stream? Output { get; set; } }
        public class WithDelegate { public Action? Then { get; set; } }
        public class WithPlain { public Plain? Inner { get; set; } public Plain[]? More { get; set; } }
        public class WithPrivateInside { public List<WithPrivateField>? Inner { get; set; } }
        public class Derived : Plain { public int More { get; set; } }
        public class DerivedFromPrivate : WithPrivateField { public int More { get; set; } }
        public struct Vector { private double _x; public Vector(double x) { _x = x; } public double X() => _x; }
        public struct Flagged { private bool _on; public Flagged(bool on) { _on = on; } public bool On() => _on; }
        public enum Color { Red }
        """;

    [Theory]
    [InlineData("int", true)]
    [InlineData("string", true)]
    [InlineData("decimal?", true)]
    [InlineData("Color", true)]
    [InlineData("nint", true)]
    [InlineData("object", true)]
    [InlineData("Guid[]", true)]
    [InlineData("int[][]", true)]
    [InlineData("int[,]", false)]
    [InlineData("List<(int, string)>", true)]
    [InlineData("Dictionary<string, List<DateTime>>", true)]
    [InlineData("IReadOnlyList<int>", true)]
    [InlineData("System.Collections.Immutable.ImmutableArray<int>", true)]
    [InlineData("ReadOnlyMemory<byte>", true)]
    [InlineData("IProgress<int>", true)]
    [InlineData("ProcessQueue<int>", true)]
    [InlineData("ProcessLock", true)]
    [InlineData("CancellationToken", true)]
    [InlineData("Stream", false)]
    [InlineData("MemoryStream", false)]
    [InlineData("List<Stream>", false)]
    [InlineData("(int, Action)", false)]
    [InlineData("Func<int, int>", false)]
    [InlineData("Type", false)]
    [InlineData("Task", false)]
    [InlineData("Thread", false)]
    [InlineData("Lock", false)]
    [InlineData("SemaphoreSlim", false)]
    [InlineData("CancellationTokenSource", false)]
    [InlineData("System.Text.StringBuilder", false)]
    [InlineData("Random", false)]
    [InlineData("HttpClient", false)]
    [InlineData("System.Collections.Concurrent.ConcurrentQueue<int>", false)]
    [InlineData("IAsyncEnumerable<int>", false)]
    [InlineData("InvalidOperationException", false)]
    [InlineData("NonReentrantLock", false)]
    [InlineData("BlockingQueue<int>", false)]
    [InlineData("Plain", true)]
    [InlineData("Point", true)]
    [InlineData("Pair", true)]
    [InlineData("WithPrivateField", false)]
    [InlineData("WithBackedField", true)]
    [InlineData("WithReadOnlyProperty", false)]
    [InlineData("WithConstructor", true)]
    [InlineData("WithPublicField", true)]
    [InlineData("WithReadOnlyField", false)]
    [InlineData("WithIgnored", true)]
    [InlineData("WithIncluded", true)]
    [InlineData("WithStream", false)]
    [InlineData("WithDelegate", false)]
    [InlineData("WithPlain", true)]
    [InlineData("WithPrivateInside", false)]
    [InlineData("Derived", true)]
    [InlineData("DerivedFromPrivate", false)]
    [InlineData("Vector", true)]
    [InlineData("Flagged", false)]
    public async Task A_parameter_is_refused_where_the_rule_says_so(string type, bool crosses)
    {
        var program = $$"""
            using ConcurrencyAnalyzers.Runtime;
            public static class Program
            {
                static void Target({{type}} value) { }
                public static object Make() => WorkerProcess.Create(Target, default({{type}})!);
            }
            """;

        var reported = await ReportedAsync(program);
        Assert.True(crosses == (reported.Length == 0), reported);
        Assert.Equal(crosses, Make(program) is null);
    }

    [Theory]
    [InlineData("WorkerProcess.Create(() => Console.WriteLine(number))", false)]
    [InlineData("WorkerProcess.Create(() => Console.WriteLine(1))", true)]
    [InlineData("WorkerProcess.Create(new Program().Own)", false)]
    [InlineData("WorkerProcess.Create(new State().Run)", true)]
    [InlineData("WorkerProcess.Create(Forget)", false)]
    [InlineData("WorkerProcess.Create(GC.Collect)", false)]
    [InlineData("WorkerProcess.Create(Thread.Sleep, 3)", true)]
    [InlineData("WorkerProcess.Create(int.Parse, \"3\")", true)]
    [InlineData("WorkerProcess.Create(File.Delete, \"3\")", false)]
    [InlineData("WorkerProcess.Create(Text)", false)]
    [InlineData("WorkerProcess.Create(Later)", true)]
    [InlineData("WorkerProcess.Create(LaterText)", false)]
    [InlineData("WorkerProcess.Call(() => Square(number))", true)]
    [InlineData("WorkerProcess.Call(() => number + 1)", false)]
    [InlineData("WorkerProcess.Call(() => new Program().Own())", false)]
    [InlineData("WorkerProcess.Call(() => File.ReadAllText(\"a\"))", false)]
    [InlineData("WorkerProcess.Call(() => (object)Square(number))", false)]
    [InlineData("WorkerProcess.Call<object>(() => Square(number))", false)]
    [InlineData("WorkerProcess.Call(() => (int)Square(number))", true)]
    [InlineData("WorkerProcess.Call<int>(() => Later())", true)]
    [InlineData("new ProcessQueue<Action>()", false)]
    [InlineData("new ProcessQueue<List<Stream>>(3)", false)]
    [InlineData("new ProcessQueue<WithPrivateField>()", false)]
    [InlineData("new ProcessQueue<Point>()", true)]
    [InlineData("new ProcessQueue<(int, string[])>()", true)]
    [InlineData("ProcessPipe.Create<Stream>()", false)]
    [InlineData("ProcessPipe.Create<int, Thread>()", false)]
    [InlineData("ProcessPipe.Create<int, string>()", true)]
    public async Task A_target_is_refused_where_the_rule_says_so(string call, bool crosses)
    {
        var program = $$"""
            using ConcurrencyAnalyzers.Runtime;
            [ProcessState] public class State { public int Step { get; set; } public void Run() { } }
            public class Program
            {
                int _field;
                public void Own() { _field++; }
                static int Square(int n) => n * n;
                static async void Forget() { await Task.Yield(); }
                static System.Text.StringBuilder Text() => new();
                static Task<int> Later() => Task.FromResult(1);
                static Task<System.Text.StringBuilder> LaterText() => Task.FromResult(Text());
                public static object Make() { var number = int.Parse("3"); return {{call}}; }
            }
            """;

        var reported = await ReportedAsync(program);
        Assert.True(crosses == (reported.Length == 0), reported);
        Assert.Equal(crosses, Make(program) is null);
    }

    [Fact]
    public void The_rule_knows_the_same_types_as_the_Runtime()
    {
        var bound = typeof(WorkerProcess).Assembly.GetType("ConcurrencyAnalyzers.Runtime.Internal.ProcessBound")!;
        var reasons = (IDictionary)bound.GetField("_reasons", BindingFlags.Static | BindingFlags.NonPublic)!.GetValue(null)!;
        Assert.Equal(reasons.Keys.Cast<string>().Order(StringComparer.Ordinal), ProcessBoundTypes.All.Order(StringComparer.Ordinal));
    }

    private static async Task<string> ReportedAsync(string program)
    {
        var found = await RuleRunner.RunAsync(RuleRunner.CompileWithRuntime([("Program.cs", program), ("Types.cs", "using System.IO;\n" + Types)]));
        Assert.DoesNotContain(found, static diagnostic => diagnostic.Id == RuleRunner.AnalyzerException);
        return string.Join('\n', found.Where(static diagnostic => diagnostic.Id == "CONC507"));
    }

    /// <returns>What the Runtime threw when the process was created; null where it takes the call.</returns>
    private static Exception? Make(string program)
    {
        using var image = new MemoryStream();
        var compilation = RuleRunner.CompileWithRuntime([("Program.cs", program), ("Types.cs", "using System.IO;\n" + Types)]).WithAssemblyName("Crossing" + Guid.NewGuid().ToString("N"));
        var result = compilation.Emit(image);
        Assert.True(result.Success, string.Join('\n', result.Diagnostics));
        var assembly = AssemblyLoadContext.Default.LoadFromStream(new MemoryStream(image.ToArray()));
        try
        {
            assembly.GetType("Program")!.GetMethod("Make")!.Invoke(null, null);
            return null;
        }
        catch (TargetInvocationException wrapped)
        {
            return wrapped.InnerException;
        }
    }
}
