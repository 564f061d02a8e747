using System.Reflection;
using System.Reflection.Emit;
using ConcurrencyAnalyzers.Runtime;
using Xunit;

namespace Runtime.Tests.Targets;

public class TargetTests
{
    private static int _touched;

    /// <summary>What parent and child do, in one process: identity and arguments over the wire, call, result over the wire.</summary>
    private static object? Cross(Delegate target, params object?[] arguments) => CrossTarget(ProcessTarget.FromDelegate(target), arguments);

    private static object? CrossTarget(ProcessTarget parent, object?[] arguments, CancellationToken token = default)
    {
        using var call = new WireWriter();
        parent.Id.Write(call);
        parent.WriteArguments(call, arguments);
        var reader = new WireReader(call.Written.ToArray());
        ProcessTarget child = TargetId.Read(reader).Resolve(new TargetPolicy());
        using var answer = new WireWriter();
        TargetOutcome outcome = child.Run(reader, answer, token, out Exception? exception);
        if (exception is not null)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(exception);
        }

        Assert.Equal(TargetOutcome.Completed, outcome);
        Assert.Equal(0, reader.Remaining);
        return parent.ReadResult(new WireReader(answer.Written.ToArray()));
    }

    [Fact]
    public void Static_methods_of_every_arity_run()
    {
        Assert.Null(Cross(Touch));
        Assert.Equal(1, Interlocked.Exchange(ref _touched, 0));
        Assert.Equal(3, Cross(One, 2));
        Assert.Equal(5, Cross(Add, 2, 3));
        Assert.Equal("1-b-2.5", Cross(Three, 1, "b", 2.5));
        Assert.Equal(36, Cross(Eight, 1, 2, 3, 4, 5, 6, 7, 8));
        Assert.Equal(45, Cross(Nine, 1, 2, 3, 4, 5, 6, 7, 8, 9));
        Assert.Equal(2.0, Cross((Func<double, double>)Math.Sqrt, 4.0));
    }

    [Fact]
    public void Lambdas_without_captures_and_static_local_functions_run()
    {
        static int Local(int x) => x * 10;
        int NotStatic(int x) => x * 11;
        Assert.Equal(20, Cross(Local, 2));
        Assert.Equal(22, Cross(NotStatic, 2));
        Assert.Equal(6, Cross((int a, int b) => a * b, 2, 3));
        Assert.Equal(7, Cross(static (int a) => a + 5, 2));
        Assert.Equal("ab", Cross(Generic<string>(), "a", "b"));
    }

    [Fact]
    public void Generic_methods_of_generic_types_run_for_their_very_types()
    {
        Assert.Equal("Int32 String [1, x]", Cross((Func<int, string, string>)Box<int>.Show, 1, "x"));
        Assert.Equal("List`1 Nullable`1 [System.Collections.Generic.List`1[System.Int32], 5]", Cross((Func<List<int>, int?, string>)Box<List<int>>.Show, new List<int>(), (int?)5));
        Assert.Equal(3, Cross((Func<int[], int>)Count, new[] { 1, 2, 3 }));
    }

    [Fact]
    public void Overloads_are_told_apart()
    {
        Assert.Equal("int", Cross((Func<int, string>)Overloaded, 1));
        Assert.Equal("long", Cross((Func<long, string>)Overloaded, 1L));
        Assert.Equal("string", Cross((Func<string, string>)Overloaded, "x"));
        Assert.Equal("generic Double", Cross((Func<double, string>)Overloaded, 1.0));
        Assert.Equal("two", Cross((Func<int, int, string>)Overloaded, 1, 2));
    }

    [Fact]
    public void Asynchronous_methods_are_waited_for()
    {
        Assert.Equal(4, Cross(DoubleLater, 2));
        Assert.Equal(4, Cross(DoubleValue, 2));
        Assert.Null(Cross(NothingLater));
        Assert.Null(Cross(NothingValue));
        Assert.Equal(9, Cross(async (int x) =>
        {
            await Task.Yield();
            return x * x;
        }, 3));
        Assert.Equal("late", Assert.Throws<InvalidOperationException>(() => Cross(FailLater)).Message);
    }

    [Fact]
    public void A_token_parameter_is_not_sent_but_supplied()
    {
        ProcessTarget target = ProcessTarget.FromDelegate(WithToken);
        Assert.Equal([typeof(int), typeof(string)], target.ParameterTypes);
        Assert.True(target.TakesToken);
        using var source = new CancellationTokenSource();
        source.Cancel();
        Assert.Equal("1 a True", CrossTarget(target, [1, "a"], source.Token));
        Assert.Equal("1 a False", CrossTarget(target, [1, source.Token, "a"]));
        Assert.Equal(source.Token, target.TokenIn([1, source.Token, "a"]));
        Assert.False(target.TokenIn([1, "a"]).CanBeCanceled);
    }

    [Fact]
    public void A_cancelled_run_is_told_from_a_failed_one()
    {
        ProcessTarget target = ProcessTarget.FromDelegate(ThrowIfCanceled);
        using var writer = new WireWriter();
        Assert.Equal(TargetOutcome.Canceled, target.Run(new WireReader(default), writer, new CancellationToken(true), out Exception? exception));
        Assert.IsAssignableFrom<OperationCanceledException>(exception);
        Assert.Equal(TargetOutcome.Failed, ProcessTarget.FromDelegate(Fail).Run(new WireReader(default), writer, default, out exception));
        Assert.IsType<FormatException>(exception);
        Assert.Equal(0, writer.Length);
    }

    [Fact]
    public void Steps_of_a_run_are_told_apart()
    {
        using var writer = new WireWriter();
        Assert.Equal(TargetOutcome.ArgumentsUnreadable, ProcessTarget.FromDelegate(Add).Run(new WireReader(new byte[3]), writer, default, out Exception? exception));
        Assert.IsType<WireFormatException>(exception);
        Assert.Equal(TargetOutcome.ResultUnwritable, ProcessTarget.FromDelegate(BadResult).Run(new WireReader(default), writer, default, out exception));
        Assert.Contains("The result of TargetTests.BadResult", Assert.IsType<ResultNotSerializableException>(exception).Message, StringComparison.Ordinal);
        Assert.Equal(0, writer.Length);
    }

    [Fact]
    public void An_extension_method_on_an_instance_takes_it_along()
    {
        Func<int, string> repeat = "ab".Repeat;
        ProcessTarget target = ProcessTarget.FromDelegate(repeat);
        Assert.Equal([typeof(int)], target.ParameterTypes);
        Assert.Equal("ababab", Cross(repeat, 3));
    }

    [Fact]
    public void An_object_that_is_marked_crosses_as_a_copy()
    {
        var counter = new Counter { Value = 40 };
        Assert.Equal(42, Cross(counter.Plus, 2));
        Assert.Equal(40, counter.Value);
        Assert.Equal("Special 7", Cross(((CounterBase)new SpecialCounter { Value = 7 }).Describe));
        Assert.Equal(5, Cross(new Pair(2, 3).Sum));
    }

    [Fact]
    public void A_delegate_around_a_delegate_is_the_inner_one()
    {
        Func<int, int> inner = One;
        Assert.Equal(3, Cross(new Func<int, int>(inner), 2));
        Assert.Equal(3, Cross(new Func<int, int>(inner.Invoke), 2));
    }

    [Fact]
    public void A_captured_variable_is_named()
    {
        int count = 3;
        string name = "x";
        CapturedStateException refused = Assert.Throws<CapturedStateException>(() => ProcessTarget.FromDelegate(() => count + name.Length));
        Assert.Contains("'count', 'name'", refused.Message, StringComparison.Ordinal);
        Assert.Contains("static (Int32 count, String name) =>", refused.Message, StringComparison.Ordinal);
        Assert.Contains("A_captured_variable_is_named", refused.Message, StringComparison.Ordinal);
        int LocalFunction() => count;
        Assert.Contains("local function LocalFunction", Assert.Throws<CapturedStateException>(() => ProcessTarget.FromDelegate(LocalFunction)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Variables_of_outer_blocks_are_named()
    {
        int outer = 1;
        for (int i = 0; i < 1; i++)
        {
            int inner = i;
            string message = Assert.Throws<CapturedStateException>(() => ProcessTarget.FromDelegate(() => outer + inner)).Message;
            Assert.Contains("'outer'", message, StringComparison.Ordinal);
            Assert.Contains("'inner'", message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Capturing_this_is_named() =>
        Assert.Contains("uses 'this', the TargetTests", Assert.Throws<CapturedStateException>(() => ProcessTarget.FromDelegate(() => GetHashCode())).Message, StringComparison.Ordinal);

    [Fact]
    public void What_no_other_process_has_is_refused()
    {
        Refused(new Service().Work, "[ProcessState]");
        Refused((Action)Touch + Touch, "calls 2 methods");
        Refused(AsyncVoid, "async void");
        Refused(new ByRef(Change), "passed by reference");
        Refused(new ByOut(Give), "passed by reference");
        var dynamic = new DynamicMethod("d", typeof(int), []);
        ILGenerator il = dynamic.GetILGenerator();
        il.Emit(OpCodes.Ldc_I4_1);
        il.Emit(OpCodes.Ret);
        Refused(dynamic.CreateDelegate<Func<int>>(), "compiled at run time");
        Refused(System.Linq.Expressions.Expression.Lambda<Func<int>>(System.Linq.Expressions.Expression.Constant(1)).Compile(), "compiled at run time");
        Refused((Func<Stream, long>)Length, "'stream' is a Stream");
    }

    [Fact]
    public void A_method_of_the_framework_is_refused_unless_it_is_harmless() =>
        Assert.Contains("Write a method that calls it", Assert.Throws<TargetResolutionException>(() => ProcessTarget.FromDelegate(File.Delete)).Message, StringComparison.Ordinal);

    [Fact]
    public void An_argument_that_cannot_cross_is_refused_before_anything_is_written()
    {
        ProcessTarget target = ProcessTarget.FromDelegate(TwoObjects);
        using var writer = new WireWriter();
        ArgumentNotSerializableException refused = Assert.Throws<ArgumentNotSerializableException>(() => target.WriteArguments(writer, [1, new Service()]));
        Assert.Contains("TargetTests.TwoObjects(second)", refused.Message, StringComparison.Ordinal);
        Assert.Equal(0, writer.Length);
        Assert.Throws<ArgumentNotSerializableException>(() => target.WriteArguments<object, object>(writer, 1, new Service()));
        Assert.Equal(0, writer.Length);
        Assert.Contains("takes 2 argument(s) but 1", Assert.Throws<ArgumentException>(() => target.WriteArguments(writer, [1])).Message, StringComparison.Ordinal);
        Assert.Contains("takes a Int32, not a String", Assert.Throws<ArgumentException>(() => ProcessTarget.FromDelegate(One).WriteArguments(writer, ["x"])).Message, StringComparison.Ordinal);
        Assert.Contains("not null", Assert.Throws<ArgumentException>(() => ProcessTarget.FromDelegate(One).WriteArguments(writer, [null])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Strict_programs_run_only_marked_methods()
    {
        var strict = new TargetPolicy { IsStrict = true };
        Assert.Equal("Marked", ProcessTarget.FromDelegate(Marked).Id.Resolve(strict).Method.Name);
        Assert.Contains("[ProcessTarget]", Assert.Throws<TargetResolutionException>(() => ProcessTarget.FromDelegate(One).Id.Resolve(strict)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_build_is_named_and_forged_identities_are_refused()
    {
        using var writer = new WireWriter();
        ProcessTarget.FromDelegate(Add).Id.Write(writer);
        byte[] valid = writer.Written.ToArray();
        int mvid = sizeof(int) + 1 + sizeof(int) + "Runtime.Tests".Length;
        byte[] other = [.. valid];
        other[mvid] ^= 1;
        Assert.Contains("different build of Runtime.Tests", Assert.Throws<TargetResolutionException>(() => Resolve(other)).Message, StringComparison.Ordinal);
        var random = new Random(3);
        for (int round = 0; round < 3000; round++)
        {
            byte[] forged = [.. valid];
            forged[random.Next(forged.Length)] = (byte)random.Next(256);
            try
            {
                Assert.NotNull(Resolve(forged).Method);
            }
            catch (Exception exception) when (exception is WireFormatException or TargetResolutionException or NotSerializableException or ArgumentException)
            {
                // Refused, or by chance another method of this program.
            }
        }
    }

    [Fact]
    public void A_registered_target_crosses_by_its_name()
    {
        TargetTable.Register("target-tests/multiply", (int a, int b) => a * b);
        // A method no other test uses: its identity is fixed with its first use.
        static int OnlyHere(int a, int b) => 2 * a * b;
        Func<int, int, int> twice = OnlyHere;
        TargetTable.Register("target-tests/twice", twice);
        TargetTable.Register("target-tests/twice", twice);
        Assert.Equal(ProcessTarget.FromDelegate(twice).Id, TargetId.OfName("target-tests/twice"));
        Assert.Equal(6, TargetId.OfName("target-tests/multiply").Resolve().Invoke([2, 3]));
        Assert.Throws<TargetResolutionException>(() => TargetId.OfName("target-tests/missing").Resolve());
        Assert.Throws<ArgumentException>(() => TargetTable.Register("target-tests/twice", Touch));
    }

    [Fact]
    public void Wider_results_are_read_as_declared()
    {
        ProcessTarget target = ProcessTarget.FromDelegate(One);
        using var writer = new WireWriter();
        target.WriteResult(writer, 5);
        Assert.Equal(5, target.ReadResult<int>(new WireReader(writer.Written)));
        Assert.Equal(5L, target.ReadResult<long>(new WireReader(writer.Written)));
        Assert.Equal(5, target.ReadResult<object>(new WireReader(writer.Written)));
        Assert.Equal(5, target.ReadResult<int?>(new WireReader(writer.Written)));
    }

    private static ProcessTarget Resolve(byte[] bytes) => TargetId.Read(new WireReader(bytes)).Resolve(new TargetPolicy());

    private static void Refused(Delegate target, string part) =>
        Assert.Contains(part, Assert.ThrowsAny<Exception>(() => ProcessTarget.FromDelegate(target)).Message, StringComparison.Ordinal);

    private static void Touch() => _touched++;

    private static int One(int x) => x + 1;

    private static int Add(int a, int b) => a + b;

    private static int Twice(int a, int b) => 2 * a * b;

    private static string Three(int a, string b, double c) => FormattableString.Invariant($"{a}-{b}-{c}");

    private static int Eight(int a, int b, int c, int d, int e, int f, int g, int h) => a + b + c + d + e + f + g + h;

    private static int Nine(int a, int b, int c, int d, int e, int f, int g, int h, int i) => a + b + c + d + e + f + g + h + i;

    private static Func<T, T, string> Generic<T>() => (a, b) => $"{a}{b}";

    private static int Count<T>(T[] items) => items.Length;

    private static string Overloaded(int x) => "int";

    private static string Overloaded(long x) => "long";

    private static string Overloaded(string x) => "string";

    private static string Overloaded<T>(T x) => "generic " + typeof(T).Name;

    private static string Overloaded(int x, int y) => "two";

    private static async Task<int> DoubleLater(int x)
    {
        await Task.Yield();
        return x * 2;
    }

    private static async ValueTask<int> DoubleValue(int x)
    {
        await Task.Yield();
        return x * 2;
    }

    private static async Task NothingLater() => await Task.Yield();

    private static async ValueTask NothingValue() => await Task.Yield();

    private static async Task FailLater()
    {
        await Task.Yield();
        throw new InvalidOperationException("late");
    }

    private static async void AsyncVoid() => await Task.Yield();

    private static string WithToken(int a, CancellationToken token, string b) => $"{a} {b} {token.IsCancellationRequested}";

    private static void ThrowIfCanceled(CancellationToken token) => token.ThrowIfCancellationRequested();

    private static void Fail() => throw new FormatException("bad");

    private static object BadResult() => new Service();

    private static void Change(ref int x) => x++;

    private static void Give(out int x) => x = 1;

    private static long Length(Stream stream) => stream.Length;

    private static string TwoObjects(object first, object second) => $"{first}{second}";

    [ProcessTarget]
    private static void Marked()
    {
    }

    private delegate void ByRef(ref int x);

    private delegate void ByOut(out int x);

    private static class Box<T>
    {
        internal static string Show<TOther>(T value, TOther other) => $"{typeof(T).Name} {typeof(TOther).Name} [{value}, {other}]";
    }

    private sealed class Service
    {
        private readonly object _gate = new();

        internal void Work() => _gate.ToString();
    }

    [ProcessState]
    internal sealed class Counter
    {
        public int Value { get; set; }

        internal int Plus(int x) => Value += x;
    }

    [ProcessState]
    internal abstract class CounterBase
    {
        public int Value { get; set; }

        internal abstract string Describe();
    }

    internal sealed class SpecialCounter : CounterBase
    {
        internal override string Describe() => $"Special {Value}";
    }

    [ProcessState]
    internal readonly record struct Pair(int A, int B)
    {
        internal int Sum() => A + B;
    }
}

internal static class TextExtensions
{
    internal static string Repeat(this string text, int times) => string.Concat(Enumerable.Repeat(text, times));
}
