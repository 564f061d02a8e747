using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Reflection;
using System.Text;
using ConcurrencyAnalyzers.Runtime.Channels;

namespace ConcurrencyAnalyzers.Runtime.Managers;

/// <summary>Turns calls of an interface into calls of another process. Made by <see cref="DispatchProxy"/>.</summary>
[RequiresUnreferencedCode(InterfaceContract.TrimMessage)]
[RequiresDynamicCode(InterfaceContract.TrimMessage)]
internal class InterfaceProxy : DispatchProxy
{
    /// <summary>Sends a request and gets the reply.</summary>
    internal Func<byte[], Reply> Send { get; set; } = static _ => throw new InvalidOperationException();

    /// <summary>Whose stack an exception brings along.</summary>
    internal Func<int> OwnerProcessId { get; set; } = static () => 0;

    [UnconditionalSuppressMessage("Trimming", "IL2046", Justification = "Only reached through a proxy, and who makes one is warned.")]
    [UnconditionalSuppressMessage("AOT", "IL3051", Justification = "The same.")]
    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        MethodInfo method = targetMethod!;
        using var writer = new WireWriter();
        writer.WriteString(InterfaceContract.Signature(method));
        ParameterInfo[] parameters = method.GetParameters();
        for (int i = 0; i < parameters.Length; i++)
        {
            WireCodec.Write(writer, parameters[i].ParameterType, args![i]);
        }

        Reply reply = Send(writer.Written.ToArray());
        return reply.Status switch
        {
            ReplyStatus.Ok when method.ReturnType == typeof(void) => null,
            ReplyStatus.Ok => WireCodec.Read(new WireReader(reply.Content), method.ReturnType),
            ReplyStatus.Failed => throw RemoteFailure.Read(new WireReader(reply.Content)).ToException(OwnerProcessId()),
            ReplyStatus.Violation => throw new ProtocolViolationException(Encoding.UTF8.GetString(reply.Content)),
            _ => Outcome.Succeeded(reply.Status),
        };
    }
}
