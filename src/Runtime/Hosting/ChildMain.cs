using System.Diagnostics;
using System.Globalization;
using ConcurrencyAnalyzers.Runtime.Platform;
using ConcurrencyAnalyzers.Runtime.Transport;

namespace ConcurrencyAnalyzers.Runtime.Hosting;

/// <summary>The Main of a worker process.</summary>
internal static class ChildMain
{
    private const int BootstrapFailed = 70; // EX_SOFTWARE

    private static int s_isTaken;

    /// <summary>Takes this process over if it was started as a worker; never returns then.</summary>
    internal static void RunIfChild()
    {
        if (!HostEnvironment.IsStrayChild || Interlocked.Exchange(ref s_isTaken, 1) != 0)
        {
            return;
        }

        WorkerHost.IsWorker = true;
        ChildSession session;
        try
        {
            session = Connect();
        }
        catch (Exception exception)
        {
            ChildExit.Say($"This process was started as a worker and cannot become one: {exception}");
            Environment.Exit(BootstrapFailed);
            return;
        }

        session.Run();
    }

    private static ChildSession Connect()
    {
        var lifeline = new FrameReader(CurrentPlatform.Instance.TakeStandardInput());
        if (lifeline.Read() is not { Kind: (byte)MessageKind.Bootstrap } first)
        {
            throw new WireFormatException("The parent has ended, or did not send what a worker needs.");
        }

        var bootstrap = Bootstrap.Read(new WireReader(first.Payload));
        RestoreEnvironment(bootstrap);
        WaitForDebugger();
        Stream data = CurrentPlatform.Instance.Connect(bootstrap.Endpoint);
        var writer = new FrameWriter(data);
        SayHello(writer, bootstrap.Secret);
        return new ChildSession(lifeline, new FrameReader(data), writer, bootstrap);
    }

    /// <summary>Grandchildren are ordinary processes unless they are started as workers, and get what the user had set.</summary>
    private static void RestoreEnvironment(Bootstrap bootstrap)
    {
        Environment.SetEnvironmentVariable(HostEnvironment.Marker, null);
        Environment.SetEnvironmentVariable(HostEnvironment.StartupHooks, bootstrap.OriginalHooks);
    }

    private static void SayHello(FrameWriter writer, byte[] secret)
    {
        using var hello = new WireWriter();
        hello.WriteInt32(Bootstrap.ProtocolVersion);
        hello.WriteBytes(secret);
        writer.Send((byte)MessageKind.Hello, hello.Written.Span);
        Array.Clear(secret);
    }

    private static void WaitForDebugger()
    {
        if (Environment.GetEnvironmentVariable(HostEnvironment.WaitForDebugger) != "1")
        {
            return;
        }

        Console.Error.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"Worker process {Environment.ProcessId} waits for a debugger ({HostEnvironment.WaitForDebugger}=1)."));
        while (!Debugger.IsAttached)
        {
            Thread.Sleep(100);
        }
    }
}
