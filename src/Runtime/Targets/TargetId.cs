using System.Diagnostics.CodeAnalysis;
using System.Reflection;

namespace ConcurrencyAnalyzers.Runtime;

/// <summary>
/// Which method, on the wire: the module's version id and the method's token, exact among overloads; or the name it is
/// registered by. Both processes load the same file, so a token means the same in both. Equal by content.
/// </summary>
internal readonly struct TargetId : IEquatable<TargetId>
{
    internal const string TrimMessage =
        "Targets are found by reflection. In trimmed and natively compiled programs register them by name: TargetTable.Register.";

    private const byte ByToken = 1;
    private const byte ByName = 2;
    private const int MethodTable = 0x06;
    private const int MaxBytes = 64 * 1024;

    private readonly byte[]? _encoded;

    private TargetId(byte[] encoded) => _encoded = encoded;

    public static bool operator ==(TargetId left, TargetId right) => left.Equals(right);

    public static bool operator !=(TargetId left, TargetId right) => !left.Equals(right);

    public bool Equals(TargetId other) => _encoded.AsSpan().SequenceEqual(other._encoded);

    public override bool Equals(object? obj) => obj is TargetId other && Equals(other);

    public override int GetHashCode()
    {
        var hash = default(HashCode);
        hash.AddBytes(_encoded);
        return hash.ToHashCode();
    }

    internal static TargetId OfName(string name)
    {
        using var writer = new WireWriter();
        writer.WriteByte(ByName);
        writer.WriteString(name);
        return new TargetId(writer.Written.ToArray());
    }

    [RequiresUnreferencedCode(TrimMessage)]
    [RequiresDynamicCode(TrimMessage)]
    internal static TargetId Of(MethodInfo method, Type? receiverType)
    {
        if (receiverType is null && TargetTable.NameOf(method) is { } name)
        {
            return OfName(name);
        }

        using var writer = new WireWriter();
        writer.WriteByte(ByToken);
        writer.WriteString(method.Module.Assembly.GetName().Name);
        writer.WriteGuid(method.Module.ModuleVersionId);
        writer.WriteInt32(method.MetadataToken);
        TypeIdentity.WriteAll(writer, method.DeclaringType!.GenericTypeArguments);
        TypeIdentity.WriteAll(writer, method.IsGenericMethod ? method.GetGenericArguments() : []);
        writer.WriteBoolean(receiverType is not null);
        if (receiverType is not null)
        {
            TypeIdentity.Write(writer, receiverType);
        }

        return new TargetId(writer.Written.ToArray());
    }

    internal static TargetId Read(WireReader reader)
    {
        byte[] encoded = reader.ReadBytes();
        return encoded.Length is > 0 and <= MaxBytes ? new TargetId(encoded) : throw new WireFormatException("A target is missing.");
    }

    internal void Write(WireWriter writer) => writer.WriteBytes(_encoded);

    /// <summary>Finds the method in this process, if the policy allows it.</summary>
    /// <exception cref="TargetResolutionException">Another build, not part of the program, forbidden or not registered.</exception>
    /// <exception cref="WireFormatException">Malformed.</exception>
    [RequiresUnreferencedCode(TrimMessage)]
    [RequiresDynamicCode(TrimMessage)]
    internal ProcessTarget Resolve(TargetPolicy? policy = null)
    {
        var reader = new WireReader(_encoded);
        byte kind = reader.ReadByte();
        return kind switch
        {
            ByName => ProcessTarget.FromDelegate(TargetTable.Find(reader.ReadString() ?? "")),
            ByToken => ResolveToken(reader, policy ?? TargetPolicy.Current),
            _ => throw new WireFormatException($"There is no kind of target {kind}."),
        };
    }

    [RequiresUnreferencedCode(TrimMessage)]
    [RequiresDynamicCode(TrimMessage)]
    private static ProcessTarget ResolveToken(WireReader reader, TargetPolicy policy)
    {
        string assembly = reader.ReadString() ?? throw new WireFormatException("A target has no assembly.");
        Module module = policy.Find(assembly, reader.ReadGuid());
        int token = TypeIdentity.CheckToken(reader.ReadInt32(), MethodTable);
        Type[] ofType = TypeIdentity.ReadAll(reader, policy);
        Type[] ofMethod = TypeIdentity.ReadAll(reader, policy);
        Type? receiverType = reader.ReadBoolean() ? TypeIdentity.Read(reader, policy) : null;
        reader.ExpectEnd();
        MethodInfo method = Close(module, token, ofType, ofMethod);
        policy.ThrowIfForbidden(method);
        return ProcessTarget.FromMethod(method, receiverType);
    }

    [RequiresUnreferencedCode(TrimMessage)]
    [RequiresDynamicCode(TrimMessage)]
    private static MethodInfo Close(Module module, int token, Type[] ofType, Type[] ofMethod)
    {
        try
        {
            MethodBase? found = module.ResolveMethod(token);
            if (found is MethodInfo && ofType.Length > 0)
            {
                Type declaring = found.DeclaringType!.MakeGenericType(ofType);
                found = MethodBase.GetMethodFromHandle(found.MethodHandle, declaring.TypeHandle);
            }

            return found is not MethodInfo method ? throw new WireFormatException("A token stands for no method.")
                : ofMethod.Length > 0 ? method.MakeGenericMethod(ofMethod) : method;
        }
        catch (Exception exception) when (exception is ArgumentException or BadImageFormatException or InvalidOperationException or NotSupportedException or TypeLoadException)
        {
            throw new WireFormatException("A token stands for no method of this process.", exception);
        }
    }
}
