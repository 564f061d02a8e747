using Analyzers.Tests.Execution;
using Xunit;

namespace Analyzers.Tests.Rules.Signals;

/// <summary>The samples of the rules about signals do what the rules say.</summary>
public sealed class SignalRunTests
{
    [Theory]
    [InlineData("CONC603", "Console.WriteLine(new Total().Of(\"40\", \"two\"));", "40")]
    [InlineData("CONC604", "Console.WriteLine(Relay.Run());", "4")]
    public async Task The_sample_hangs_and_does_not_after_the_fix(string id, string driver, string answer)
    {
        Assert.True((await SampleRun.ViolationAsync(id, driver)).IsHung);
        Assert.Equal(answer, (await SampleRun.FixedAsync(id, driver)).Answer);
    }

    [Fact]
    public async Task Who_wakes_up_too_many_finds_an_empty_queue_without_the_loop()
    {
        const string Driver = """
            var mailbox = new Mailbox();
            var taken = 0;
            var readers = new Thread[2];
            for (var i = 0; i < 2; i++)
            {
                readers[i] = new Thread(() => { mailbox.Take(); Interlocked.Increment(ref taken); });
                readers[i].Start();
            }

            while (Array.Exists(readers, static reader => reader.ThreadState != ThreadState.WaitSleepJoin)) Thread.Sleep(1);
            mailbox.Put("one");
            while (Volatile.Read(ref taken) == 0) Thread.Sleep(1);
            Thread.Sleep(500);
            mailbox.Put("two");
            foreach (var reader in readers) reader.Join();
            Console.WriteLine(taken);
            """;
        var wrong = await SampleRun.ViolationAsync("CONC601", Driver);
        Assert.NotEqual(0, wrong.ExitCode);
        Assert.Contains("InvalidOperationException", wrong.Errors, StringComparison.Ordinal);
        Assert.Equal("2", (await SampleRun.FixedAsync("CONC601", Driver)).Answer);
    }

    [Fact]
    public async Task A_pulse_without_the_lock_throws_and_with_it_does_not()
    {
        const string Driver = "var latch = new Latch(); latch.Open(); latch.Pass(); Console.WriteLine(\"passed\");";
        var wrong = await SampleRun.ViolationAsync("CONC602", Driver);
        Assert.NotEqual(0, wrong.ExitCode);
        Assert.Contains("SynchronizationLockException", wrong.Errors, StringComparison.Ordinal);
        Assert.Equal("passed", (await SampleRun.FixedAsync("CONC602", Driver)).Answer);
    }
}
