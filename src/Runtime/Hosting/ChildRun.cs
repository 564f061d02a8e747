using System.Diagnostics.CodeAnalysis;

namespace ConcurrencyAnalyzers.Runtime.Hosting;

/// <summary>What a worker process that is no pool's does: one call, then the end.</summary>
internal static class ChildRun
{
    private const long Sequence = 1;

    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "The parent is the same program and was warned where it created the process.")]
    [UnconditionalSuppressMessage("AOT", "IL3050", Justification = "The parent is the same program and was warned where it created the process.")]
    internal static void RunTarget(ChildSession session, ReadOnlyMemory<byte> payload)
    {
        int exitCode = Guarded(session, () =>
        {
            using var writer = new WireWriter();
            Call(session, Sequence, payload, writer);
            session.Send(MessageKind.Result, writer.Written.Span);
        });
        ChildExit.Finish(session, exitCode);
    }

    /// <summary>Calls the target that the payload names with the arguments in it, and writes its result.</summary>
    [RequiresUnreferencedCode("Targets and the types of arguments are found by name.")]
    [RequiresDynamicCode("Arguments may have types of which no code was generated.")]
    internal static void Call(ChildSession session, long sequence, ReadOnlyMemory<byte> payload, WireWriter writer)
    {
        var reader = new WireReader(payload, new ChildCall(session) { Sequence = sequence });
        session.Cancellation.TryBegin(sequence, out _);
        ProcessTarget target = TargetId.Read(reader).Resolve();
        object?[] arguments = target.ReadArguments(reader);

        // Cancelled before it began: it runs all the same, as in this process, and sees that its token is.
        object? result = target.Invoke(arguments, session.Cancellation.TokenOf(sequence));
        target.WriteResult(writer, result);
    }

    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "The parent is the same program; its class of processes exists here, too.")]
    [UnconditionalSuppressMessage("AOT", "IL3050", Justification = "The parent is the same program; its class of processes exists here, too.")]
    internal static void RunObject(ChildSession session, ReadOnlyMemory<byte> payload)
    {
        int exitCode = Guarded(session, () =>
        {
            var reader = new WireReader(payload, new ChildCall(session) { Sequence = Sequence });
            WorkerProcess process = ProcessState.Read(reader);
            CurrentProcess.BecomeInstance(process);
            process.RunHere();
            session.Send(MessageKind.Result, []);
        });
        ChildExit.Finish(session, exitCode);
    }

    /// <summary>Runs the call and turns whatever leaves it into an exit code, a text on standard error and a message.</summary>
    private static int Guarded(ChildSession session, Action call)
    {
        try
        {
            call();
            return 0;
        }
        catch (ProcessExitException exit)
        {
            if (exit.HasText)
            {
                ChildExit.Say(exit.Message);
            }

            return exit.ExitCode;
        }
        catch (Exception exception)
        {
            ChildExit.Say($"Process {WorkerProcess.Current.Name}:{Environment.NewLine}{exception}");
            using var writer = new WireWriter();
            RemoteFailure.FromException(exception).Write(writer);
            session.Send(MessageKind.Failure, writer.Written.Span);
            return 1;
        }
    }
}
