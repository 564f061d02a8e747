using System.Runtime.InteropServices;
using ConcurrencyAnalyzers.Runtime.Transport;

namespace ConcurrencyAnalyzers.Runtime.Hosting;

/// <summary>Listens to the lifeline and to signals, while the main thread runs user code.</summary>
internal sealed class ChildControl(ChildSession session, FrameReader lifeline)
{
    private const int StackSize = 256 * 1024;

    // Registrations end with their object.
    private PosixSignalRegistration? _interrupt;
    private PosixSignalRegistration? _termination;

    internal void Start() => new Thread(Listen, StackSize) { IsBackground = true, Name = "Worker lifeline" }.Start();

    private void Listen()
    {
        RegisterSignals();
        try
        {
            while (lifeline.Read() is { } frame)
            {
                switch ((MessageKind)frame.Kind)
                {
                    case MessageKind.Cancel:
                        session.Cancellation.Cancel(new WireReader(frame.Payload).ReadInt64());
                        break;
                    case MessageKind.Revoke:
                        if (session.Cancellation.TryRevoke(new WireReader(frame.Payload).ReadInt64()))
                        {
                            session.Send(MessageKind.Revoked, frame.Payload.Span);
                        }

                        break;
                    case MessageKind.Terminate:
                        ChildExit.BeginTermination();
                        break;
                }
            }
        }
        catch (Exception exception) when (exception is InvalidDataException or WireFormatException)
        {
            // What is not a message cannot come from a living parent of ours.
        }

        session.ParentProcess.HasEnded();
        if (!session.SurvivesParent)
        {
            ChildExit.ParentIsGone(session);
        }
    }

    /// <summary>After the hello, off the main thread: it costs more than a millisecond.</summary>
    private void RegisterSignals()
    {
        // Ctrl+C goes to every process of the terminal; what becomes of the workers is the parent's to say.
        _interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, static context => context.Cancel = true);
        _termination = PosixSignalRegistration.Create(PosixSignal.SIGTERM, static context =>
        {
            context.Cancel = true;
            ChildExit.BeginTermination();
        });
    }
}
