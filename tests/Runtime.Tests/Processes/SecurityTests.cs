using System.Buffers.Binary;
using System.Net.Sockets;
using ConcurrencyAnalyzers.Runtime;
using ConcurrencyAnalyzers.Runtime.Hosting;
using ConcurrencyAnalyzers.Runtime.Platform;
using Xunit;

namespace Runtime.Tests.ProcessTests;

/// <summary>Nobody but the started child is taken for it, and nobody else's folder is used.</summary>
public class SecurityTests
{
    [Fact]
    public void Another_process_that_connects_first_is_turned_away_and_the_child_comes_through()
    {
        using ChildProcess child = ChildProcess.Start(ChildStart.Plain);
        using Socket stranger = ConnectTo(NewestSocket());
        stranger.Send(Hello(new byte[Bootstrap.SecretSize]));
        child.Handshake();
        Assert.Equal(0, ReceiveToTheEnd(stranger));
        child.Send(MessageKind.Stop, []);
        Assert.Null(child.Read());
        Assert.Equal(0, child.WaitForExit().Code);
    }

    [Fact]
    public void A_silent_stranger_does_not_hold_up_the_start()
    {
        using ChildProcess child = ChildProcess.Start(ChildStart.Plain);
        using Socket stranger = ConnectTo(NewestSocket());
        child.Handshake();
        child.Kill();
        child.WaitForExit();
    }

    [Fact]
    public void The_socket_is_gone_once_the_child_is_connected()
    {
        using ChildProcess child = ChildProcess.Start(ChildStart.Plain);
        string socket = NewestSocket();
        child.Handshake();
        Assert.False(File.Exists(socket));
        child.Kill();
        child.WaitForExit();
    }

    [Fact]
    public void A_program_that_is_no_worker_fails_clearly()
    {
        HostCommand? before = WorkerHost.Command;
        WorkerHost.Command = new HostCommand("/bin/sh", ["-c", "echo I am a shell >&2; exit 3"]);
        try
        {
            using var process = WorkerProcess.Create(Work.Nothing, new WorkerProcessOptions { Err = StdStream.Capture });
            process.Start();
            process.Join();
            Assert.IsType<BootstrapException>(process.RemoteException);
            Assert.Contains("exit code 3", process.RemoteException!.Message, StringComparison.Ordinal);
            Assert.Contains("I am a shell", process.RemoteException.Message, StringComparison.Ordinal);
        }
        finally
        {
            WorkerHost.Command = before;
        }
    }

    [Fact]
    public void A_program_that_does_not_exist_is_refused_at_the_start()
    {
        HostCommand? before = WorkerHost.Command;
        WorkerHost.Command = new HostCommand("/nowhere/program", []);
        try
        {
            using var process = WorkerProcess.Create(Work.Nothing);
            Assert.Contains("/nowhere/program", Assert.Throws<BootstrapException>(process.Start).Message, StringComparison.Ordinal);
            Assert.False(process.IsAlive);
        }
        finally
        {
            WorkerHost.Command = before;
        }
    }

    [Fact]
    public void Private_folders_are_private_and_links_and_folders_of_others_refused()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        Assert.Equal(OwnerOnly, File.GetUnixFileMode(CurrentPlatform.Instance.SocketRoot));
        Assert.Equal(OwnerOnly, File.GetUnixFileMode(RuntimeDirectory.Sockets.FullPath));
        string root = Directory.CreateTempSubdirectory("runtime-tests-").FullName;
        try
        {
            string link = Path.Combine(root, "link");
            Directory.CreateSymbolicLink(link, root);
            Assert.Throws<UnauthorizedAccessException>(() => CurrentPlatform.Instance.EnsurePrivateDirectory(link));
            string open = Path.Combine(root, "open");
            Directory.CreateDirectory(open, OwnerOnly | UnixFileMode.OtherRead | UnixFileMode.OtherWrite);
            CurrentPlatform.Instance.EnsurePrivateDirectory(open);
            Assert.Equal(OwnerOnly, File.GetUnixFileMode(open));
            string foreign = Path.Combine(root, "foreign");
            Directory.CreateDirectory(foreign);
            if (Environment.IsPrivilegedProcess && GiveAway(foreign))
            {
                var refused = Assert.Throws<UnauthorizedAccessException>(() => CurrentPlatform.Instance.EnsurePrivateDirectory(foreign));
                Assert.Contains(foreign, refused.Message, StringComparison.Ordinal);
            }
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }

    private static bool GiveAway(string folder)
    {
        using var chown = System.Diagnostics.Process.Start("chown", ["65534", folder]);
        chown.WaitForExit();
        return chown.ExitCode == 0;
    }

    private static string NewestSocket() =>
        Directory.GetFiles(RuntimeDirectory.Sockets.FullPath)
            .Where(file => Path.GetFileName(file) != "lock")
            .MaxBy(file => int.Parse(Path.GetFileName(file), System.Globalization.CultureInfo.InvariantCulture))!;

    private static Socket ConnectTo(string path)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified) { ReceiveTimeout = (int)Wait.Limit.TotalMilliseconds };
        socket.Connect(new UnixDomainSocketEndPoint(path));
        return socket;
    }

    private static byte[] Hello(byte[] secret)
    {
        using var writer = new WireWriter();
        writer.WriteInt32(Bootstrap.ProtocolVersion);
        writer.WriteBytes(secret);
        byte[] frame = new byte[writer.Length + 5];
        BinaryPrimitives.WriteInt32LittleEndian(frame, writer.Length);
        frame[4] = (byte)MessageKind.Hello;
        writer.Written.Span.CopyTo(frame.AsSpan(5));
        return frame;
    }

    private static int ReceiveToTheEnd(Socket socket)
    {
        try
        {
            return socket.Receive(new byte[16]);
        }
        catch (SocketException exception) when (exception.SocketErrorCode == SocketError.ConnectionReset)
        {
            return 0;
        }
    }
}
