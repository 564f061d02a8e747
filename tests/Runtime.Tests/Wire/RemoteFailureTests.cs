using System.Collections;
using ConcurrencyAnalyzers.Runtime;
using Xunit;

namespace Runtime.Tests.Wire;

public class RemoteFailureTests
{
    public RemoteFailureTests() => ExceptionTypes.Allow(typeof(RemoteFailureTests).Assembly);

    [Fact]
    public void A_usual_exception_comes_back_as_itself_with_the_remote_stack_in_front()
    {
        Exception back = Cross(Thrown(() => throw new InvalidOperationException("no", new FormatException("inner"))));
        Assert.Equal("no", Assert.IsType<InvalidOperationException>(back).Message);
        Assert.Equal("inner", Assert.IsType<FormatException>(back.InnerException).Message);
        Assert.Contains(nameof(A_usual_exception_comes_back_as_itself_with_the_remote_stack_in_front), back.StackTrace, StringComparison.Ordinal);
        Assert.Contains("--- remote, pid 1234 ---", back.ToString(), StringComparison.Ordinal);
        Exception again = Thrown(() => throw back);
        Assert.Contains("--- remote, pid 1234 ---", again.StackTrace, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(typeof(ArgumentException))]
    [InlineData(typeof(ArgumentNullException))]
    [InlineData(typeof(ArgumentOutOfRangeException))]
    [InlineData(typeof(ObjectDisposedException))]
    [InlineData(typeof(KeyNotFoundException))]
    [InlineData(typeof(DivideByZeroException))]
    [InlineData(typeof(FileNotFoundException))]
    [InlineData(typeof(OperationCanceledException))]
    [InlineData(typeof(QueueClosedException))]
    [InlineData(typeof(NotSerializableException))]
    [InlineData(typeof(CustomException))]
    public void The_type_and_the_message_are_kept(Type type)
    {
        var exception = (Exception)Activator.CreateInstance(type, type == typeof(ArgumentNullException) || type == typeof(ArgumentOutOfRangeException) ? [null, "text"] : ["text"])!;
        Exception back = Cross(exception);
        Assert.Equal(type, back.GetType());
        Assert.Equal(exception.Message, back.Message);
        Assert.Equal(exception.HResult, back.HResult);
    }

    [Fact]
    public void Messages_that_name_a_parameter_are_kept()
    {
        var exception = new ArgumentNullException("path", "must be given");
        Exception back = Cross(exception);
        Assert.Equal(exception.Message, back.Message);
        Assert.Equal(new ObjectDisposedException("thing").Message, Cross(new ObjectDisposedException("thing")).Message);
    }

    [Fact]
    public void All_parts_of_an_aggregate_come_back()
    {
        var aggregate = new AggregateException("several", new FormatException("a"), new AggregateException(new TimeoutException("b")));
        var back = Assert.IsType<AggregateException>(Cross(aggregate));
        Assert.Equal(aggregate.Message, back.Message);
        Assert.IsType<FormatException>(back.InnerExceptions[0]);
        Assert.IsType<TimeoutException>(Assert.IsType<AggregateException>(back.InnerExceptions[1]).InnerException);
    }

    [Fact]
    public void Plain_data_comes_back()
    {
        Exception back = Cross(new InvalidOperationException("x") { Data = { ["id"] = 7, ["name"] = "n", ["gone"] = new object(), [5] = 1 }, Source = "there", HResult = 42 });
        Assert.Equal(7, back.Data["id"]);
        Assert.Equal("n", back.Data["name"]);
        Assert.Equal(2, back.Data.Count);
        Assert.Equal(("there", 42), (back.Source, back.HResult));
    }

    [Fact]
    public void A_type_that_cannot_be_made_again_is_named()
    {
        RemoteException back = Assert.IsType<RemoteException>(Cross(Thrown(() => throw new NeedsMore(3))));
        Assert.Equal(typeof(NeedsMore).FullName, back.RemoteTypeName);
        Assert.Contains("needs 3", back.Message, StringComparison.Ordinal);
        Assert.Contains(nameof(A_type_that_cannot_be_made_again_is_named), back.RemoteStackTrace, StringComparison.Ordinal);
        Assert.Equal(1234, back.ProcessId);
    }

    [Fact]
    public void A_registered_exception_comes_back_as_itself()
    {
        var exception = new System.Text.Json.JsonException("of no usual type");
        Assert.IsType<RemoteException>(Cross(exception));
        WireTypes.Register<System.Text.Json.JsonException>("failure-tests/json");
        Assert.IsType<System.Text.Json.JsonException>(Cross(exception));
    }

    [Fact]
    public void A_constructor_that_changes_the_message_is_not_believed() =>
        Assert.Contains("the original", Assert.IsType<RemoteException>(Cross(new Rewriting(0))).Message, StringComparison.Ordinal);

    [Fact]
    public void A_name_of_a_type_is_not_looked_up_beyond_what_is_allowed()
    {
        RemoteFailure failure = RemoteFailure.Create("System.Diagnostics.Process, System.Diagnostics.Process", "x", "", null, 0, false, [], []);
        Assert.IsType<RemoteException>(failure.ToException(1));
        foreach (string odd in new[] { "A, B", "a[", "\\", "", "x&", "+", "." })
        {
            Assert.IsType<RemoteException>(RemoteFailure.Create(odd, "x", "", null, 0, false, [], []).ToException(1));
        }

        RemoteFailure noException = RemoteFailure.Create(typeof(RemoteFailureTests).FullName!, "x", "", null, 0, false, [], []);
        Assert.IsType<RemoteException>(noException.ToException(1));
    }

    [Fact]
    public void An_exception_whose_getters_throw_crosses_all_the_same()
    {
        RemoteException back = Assert.IsType<RemoteException>(Cross(Thrown(() => throw new Evil())));
        Assert.Equal(typeof(Evil).FullName, back.RemoteTypeName);
        Assert.IsType<AggregateException>(Cross(new AggregateException(new Evil(), new FormatException())));
    }

    [Fact]
    public void An_endless_chain_is_cut()
    {
        Exception chain = new FormatException("end");
        for (int i = 0; i < 200; i++)
        {
            chain = new InvalidOperationException($"level {i}", chain);
        }

        Assert.Equal("level 199", Cross(chain).Message);
        Assert.True(Cross(new InvalidOperationException(new string('x', 1_000_000))).Message.Length < 100_000);
    }

    private static Exception Cross(Exception exception)
    {
        using var writer = new WireWriter();
        RemoteFailure.FromException(exception).Write(writer);
        var reader = new WireReader(writer.Written.ToArray());
        Exception back = RemoteFailure.Read(reader).ToException(1234);
        Assert.Equal(0, reader.Remaining);
        return back;
    }

    private static Exception Thrown(Action action) => Assert.ThrowsAny<Exception>(action);

    internal sealed class CustomException(string message) : Exception(message);

    internal sealed class NeedsMore(int number) : Exception($"needs {number}");

    internal sealed class Rewriting : Exception
    {
        internal Rewriting(int number)
            : base($"the original {number}")
        {
        }

        public Rewriting(string message)
            : base("changed: " + message)
        {
        }
    }

    internal sealed class Evil : Exception
    {
        public override string Message => throw new InvalidOperationException("no message");

        public override string? StackTrace => throw new InvalidOperationException("no stack");

        public override IDictionary Data => throw new InvalidOperationException("no data");

        public override string? Source => throw new InvalidOperationException("no source");
    }
}
