using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using ConcurrencyAnalyzers.Runtime.Channels;

namespace ConcurrencyAnalyzers.Runtime.Managers;

/// <summary>An object of user code that other processes call by an interface. Its calls may last, so each has a thread of the pool.</summary>
[RequiresUnreferencedCode(InterfaceContract.TrimMessage)]
[RequiresDynamicCode(InterfaceContract.TrimMessage)]
internal sealed class InterfaceHost(InterfaceContract contract, object target) : HostedObject
{
    private volatile bool _isGone;

    internal override void Call(Attachment attachment, long call, byte operation, ReadOnlySpan<byte> arguments)
    {
        byte[] request = arguments.ToArray();
        ThreadPool.UnsafeQueueUserWorkItem(
            _ =>
            {
                Reply reply = Invoke(request);
                attachment.Peer.Reply(call, reply.Status, reply.Content, isOwnThread: false);
            },
            null);
    }

    internal void Dispose()
    {
        _isGone = true;
        if (ObjectHost.IsStarted)
        {
            ObjectHost.Current.Remove(this);
        }
    }

    /// <summary>Never throws: whatever happens is the reply.</summary>
    internal Reply Invoke(ReadOnlyMemory<byte> request)
    {
        if (_isGone)
        {
            return new Reply(ReplyStatus.Gone, []);
        }

        try
        {
            var reader = new WireReader(request);
            string signature = reader.ReadString() ?? "";
            return contract.Find(signature) is { } method
                ? new Reply(ReplyStatus.Ok, Invoke(method, reader))
                : Violation($"{contract.Name} has no member {signature}: only the members of the interface an object was registered by can be called.");
        }
        catch (WireFormatException exception)
        {
            return Violation(exception.Message);
        }
        catch (TargetInvocationException exception) when (exception.InnerException is { } thrown)
        {
            return Failure(thrown);
        }
        catch (Exception exception)
        {
            return Failure(exception);
        }
    }

    private static Reply Violation(string message) => new(ReplyStatus.Violation, System.Text.Encoding.UTF8.GetBytes(message));

    private static Reply Failure(Exception exception)
    {
        using var writer = new WireWriter();
        RemoteFailure.FromException(exception).Write(writer);
        return new Reply(ReplyStatus.Failed, writer.Written.ToArray());
    }

    private byte[] Invoke(MethodInfo method, WireReader reader)
    {
        object?[] arguments = Array.ConvertAll(method.GetParameters(), parameter => WireCodec.Read(reader, parameter.ParameterType));
        reader.ExpectEnd();
        object? result = method.Invoke(target, arguments);
        if (method.ReturnType == typeof(void))
        {
            return [];
        }

        using var writer = new WireWriter();
        WireCodec.Write(writer, method.ReturnType, result);
        return writer.Written.ToArray();
    }
}
