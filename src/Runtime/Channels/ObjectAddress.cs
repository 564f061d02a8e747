namespace ConcurrencyAnalyzers.Runtime.Channels;

/// <summary>Where an object lives, and the key to it. Whoever has it can use the object: it goes only to processes that are meant to.</summary>
internal sealed record ObjectAddress(string Endpoint, Guid Id, byte[] Token)
{
    /// <summary>The address of an object of this process, which is served from now on.</summary>
    internal static ObjectAddress Of(HostedObject target)
    {
        ObjectHost.Current.Add(target);
        return new ObjectAddress(ObjectHost.Current.Endpoint, target.Id, target.Token.ToArray());
    }

    internal static ObjectAddress ReadFrom(WireReader reader)
    {
        string endpoint = reader.ReadString() ?? throw new WireFormatException("A shared object has no endpoint.");
        Guid id = reader.ReadGuid();
        byte[] token = reader.ReadBytes();
        return token.Length == HostedObject.TokenLength
            ? new ObjectAddress(endpoint, id, token)
            : throw new WireFormatException($"The key of a shared object has {token.Length} bytes.");
    }

    internal void WriteTo(WireWriter writer)
    {
        writer.WriteString(Endpoint);
        writer.WriteGuid(Id);
        writer.WriteBytes(Token);
    }

    /// <summary>The object itself, if it is one of this process; null: it is another's.</summary>
    /// <exception cref="WireFormatException">It was one of this process, and is no more, or the key is wrong.</exception>
    internal HostedObject? FindHere()
    {
        if (!ObjectHost.IsOwn(Endpoint))
        {
            return null;
        }

        HostedObject? target = ObjectHost.Current.Find(Id);
        return target is not null && target.IsToken(Token)
            ? target
            : throw new WireFormatException("The shared object was disposed meanwhile.");
    }
}
