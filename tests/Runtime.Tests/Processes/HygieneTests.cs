using System.Globalization;
using ConcurrencyAnalyzers.Runtime.Platform;
using Xunit;

namespace Runtime.Tests.ProcessTests;

/// <summary>However a program ends: no process, no socket and no shared memory stays behind.</summary>
public class HygieneTests
{
    private const int Interrupt = 2;
    private const int Kill = 9;
    private const int Terminate = 15;

    [Theory]
    [InlineData("daemon", "return", 0)]
    [InlineData("daemon", "exit", 5)]
    [InlineData("family", "exit", 5)]
    [InlineData("daemon", "throw", 134)]
    [InlineData("family", "throw", 134)]
    public void After_an_end_of_its_own_nothing_is_left(string kind, string end, int code)
    {
        using var program = HostProgram.Start("process-tree", kind, end);
        ProcessIdentity[] family = Family(program);
        program.Continue();
        Assert.Equal(code, program.WaitForExit());
        AssertNothingIsLeft(family);
    }

    [Theory]
    [InlineData("daemon", Terminate)]
    [InlineData("family", Terminate)]
    [InlineData("daemon", Kill)]
    [InlineData("family", Kill)]
    [InlineData("family", Interrupt)]
    public void After_a_deadly_signal_nothing_is_left(string kind, int signal)
    {
        using var program = HostProgram.Start("process-tree", kind, "wait");
        ProcessIdentity[] family = Family(program);
        program.Signal(signal);
        Assert.Equal(128 + signal, program.WaitForExit());
        AssertNothingIsLeft(family);
    }

    [Fact]
    public void What_a_killed_program_without_children_left_goes_with_the_next_start()
    {
        using var program = HostProgram.Start("process-idle");
        program.ReadUntil("ready");
        Assert.True(Directory.Exists(FoldersOf(program.Identity)[0]));
        program.Signal(Kill);
        program.WaitForExit();
        Assert.Equal(0, Child.Run("process-add").ExitCode);
        AssertNothingIsLeft([program.Identity]);
    }

    [Fact]
    public void A_program_that_handles_the_signal_keeps_its_children_to_finish_their_work()
    {
        using var program = HostProgram.Start("process-graceful");
        program.ReadUntil("pid");
        program.Signal(Terminate);
        Assert.Equal("stopping False", program.ReadUntil("stopping")[^1]);
        Assert.Equal("child 0", program.ReadUntil("child")[^1]);
        Assert.Equal(0, program.WaitForExit());
        AssertNothingIsLeft([program.Identity]);
    }

    [Fact]
    public void The_interrupt_of_a_terminal_is_the_parents_to_handle()
    {
        using var program = HostProgram.Start("process-interrupt");
        int child = int.Parse(program.ReadUntil("pid")[^1][4..], CultureInfo.InvariantCulture);

        // The child's handlers are registered while its target begins.
        Wait.Until(() => IgnoresInterrupt(child), "the child takes no notice of interrupts");
        Assert.Equal(0, LibC.Kill(child, Interrupt));
        program.Signal(Interrupt);
        Assert.Equal("interrupted False", program.ReadUntil("interrupted")[^1]);
        Assert.Equal("child 0", program.ReadUntil("child")[^1]);
        Assert.Equal(0, program.WaitForExit());
    }

    [Fact, Trait("Row", "134")]
    public void A_child_that_may_survive_its_parent_notices_its_end_and_finishes()
    {
        using var file = new TempFile();
        using var program = HostProgram.Start("process-survive", file.Name);
        int child = int.Parse(program.ReadUntil("pid")[^1][4..], CultureInfo.InvariantCulture);
        ProcessIdentity identity = ProcessIdentity.Of(child)!.Value;
        program.Signal(Kill);
        program.WaitForExit();
        Wait.Until(() => !identity.IsAlive, "the child ends by itself");
        Assert.Equal(string.Create(CultureInfo.InvariantCulture, $"False {program.Id}"), File.ReadAllText(file.Name));
    }

    [Fact, Trait("Row", "139")]
    public void A_child_whose_output_is_broken_ends_all_the_same()
    {
        using var program = HostProgram.Start("process-broken-output");
        program.Output.Dispose();
        Task<string> error = program.Error();
        Assert.Equal(0, program.WaitForExit());
        Assert.Contains(error.Result.Trim(), new[] { "child 0", "child 1" });
    }

    private static ProcessIdentity[] Family(HostProgram program) =>
    [
        .. from line in program.ReadUntil("ready")
           where line.StartsWith("pid ", StringComparison.Ordinal)
           let id = int.Parse(line[4..], CultureInfo.InvariantCulture)
           select ProcessIdentity.Of(id) ?? throw new InvalidOperationException($"{id} has ended already."),
    ];

    private static void AssertNothingIsLeft(ProcessIdentity[] family)
    {
        foreach (ProcessIdentity process in family)
        {
            Wait.Until(() => !process.IsAlive, $"process {process} has ended");
            foreach (string folder in FoldersOf(process))
            {
                Wait.Until(() => !Directory.Exists(folder), $"'{folder}' is removed");
            }
        }
    }

    private static string[] FoldersOf(ProcessIdentity process) =>
    [
        Path.Combine(CurrentPlatform.Instance.SocketRoot, process.ToString()),
        Path.Combine(CurrentPlatform.Instance.SharedMemoryRoot, process.ToString()),
    ];

    /// <summary>The handler is in place when the thread that registers it waits for the lifeline, in a read of a pipe.</summary>
    private static bool IgnoresInterrupt(int process) =>
        Directory.GetDirectories($"/proc/{process}/task").Any(static thread =>
            File.ReadAllText(Path.Combine(thread, "comm")).StartsWith("Worker lifeline", StringComparison.Ordinal)
            && File.ReadAllText(Path.Combine(thread, "wchan")) is "0" or "pipe_read" or "anon_pipe_read");
}
