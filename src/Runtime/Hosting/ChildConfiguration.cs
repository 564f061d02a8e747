namespace ConcurrencyAnalyzers.Runtime.Hosting;

/// <summary>Who the worker is. Sent after the handshake, because a worker kept ready learns it only when it is needed.</summary>
internal sealed record ChildConfiguration(string Name, bool Daemon, string ParentName, bool SurvivesParent, string? StartedCell, string? TraceParent = null)
{
    internal void Write(WireWriter writer)
    {
        writer.WriteString(Name);
        writer.WriteBoolean(Daemon);
        writer.WriteString(ParentName);
        writer.WriteBoolean(SurvivesParent);
        writer.WriteString(StartedCell);
        writer.WriteString(TraceParent);
    }

    internal static ChildConfiguration Read(WireReader reader) => new(
        reader.ReadString() ?? "", reader.ReadBoolean(), reader.ReadString() ?? "", reader.ReadBoolean(), reader.ReadString(), reader.ReadString());
}
