using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace ConcurrencyAnalyzers.Runtime.Hosting;

/// <summary>
/// Goes the way of a call once, from its configuration to the waits before the end, in a worker that waits for its first: what
/// is compiled and loaded now is ready then.
/// </summary>
internal static class ChildWarmUp
{
    /// <summary>Before the number of any real call.</summary>
    private const long Sequence = 0;

    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "The target is here and cannot be trimmed.")]
    [UnconditionalSuppressMessage("AOT", "IL3050", Justification = "Only arrays and primitive types.")]
    internal static void Run(ChildSession session)
    {
        using var writer = new WireWriter();
        new ChildConfiguration(Name: "", Daemon: false, ParentName: "", SurvivesParent: false, StartedCell: null).Write(writer);
        session.Configure(new WireReader(writer.Written));

        writer.Reset();
        ProcessTarget target = ProcessTarget.FromDelegate(Nothing);
        target.Id.Write(writer);
        target.WriteArguments(writer, 1, "");
        using var result = new WireWriter();
        ChildRun.Call(session, Sequence, writer.Written, result);
        session.Cancellation.Finished(Sequence);

        ChildExit.WaitForOthers();
        Compile(session);
    }

    [ProcessTarget]
    internal static long Nothing(int number, string text) => number + text.Length;

    /// <summary>What cannot be done only for practice.</summary>
    private static void Compile(ChildSession session)
    {
        RuntimeHelpers.PrepareDelegate(ChildRun.RunTarget);
        RuntimeHelpers.PrepareDelegate(session.Send);
        RuntimeHelpers.PrepareDelegate(session.SayGoodbye);
        RuntimeHelpers.PrepareDelegate(ChildExit.Finish);
    }
}
