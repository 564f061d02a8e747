using ConcurrencyAnalyzers.Runtime;
using Xunit;

namespace Runtime.Tests.ThreadTests;

/// <summary>What becomes of the process, seen from outside.</summary>
public class ProcessLifeTests
{
    [Fact, Trait("Row", "14")]
    public void The_process_waits_for_threads_that_are_no_daemons()
    {
        ChildResult child = Child.Run("non-daemon");
        Assert.Equal(["main ends", "thread ends", "finally ran"], child.Lines);
        Assert.Equal(0, child.ExitCode);
    }

    [Fact, Trait("Row", "15")]
    public void Daemons_are_abandoned_without_their_finally_blocks()
    {
        ChildResult child = Child.Run("daemon");
        Assert.Equal(["main ends"], child.Lines);
        Assert.Equal((0, ""), (child.ExitCode, child.Error));
    }

    [Fact, Trait("Row", "16")]
    public void Environment_exit_waits_for_nobody_and_threads_exit_does()
    {
        ChildResult bare = Child.Run("environment-exit");
        Assert.Equal(["main exits"], bare.Lines);
        Assert.Equal(3, bare.ExitCode);
        ChildResult waiting = Child.Run("threads-exit");
        Assert.Equal(["main exits", "thread ends", "finally ran"], waiting.Lines);
        Assert.Equal(3, waiting.ExitCode);
    }

    [Fact, Trait("Row", "21")]
    public void An_unhandled_exception_is_written_with_the_threads_name_and_main_goes_on()
    {
        ChildResult child = Child.Run("unhandled");
        Assert.Equal(["main lives"], child.Lines);
        Assert.Equal(0, child.ExitCode);
        Assert.StartsWith("Exception in thread Failing:", child.Error, StringComparison.Ordinal);
        Assert.Contains("the thread's mistake", child.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Under_the_other_policy_the_process_dies()
    {
        ChildResult child = Child.Run("unhandled-crash");
        Assert.Empty(child.Lines);
        Assert.NotEqual(0, child.ExitCode);
        Assert.Contains("the thread's mistake", child.Error, StringComparison.Ordinal);
        Assert.Equal(UnhandledThreadExceptionPolicy.Report, Threads.Policy);
    }
}
