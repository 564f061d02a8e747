using System.Diagnostics.CodeAnalysis;

namespace ConcurrencyAnalyzers.Runtime.Pools;

/// <summary>A target that is called for each item, and how an item becomes its arguments.</summary>
[RequiresUnreferencedCode(TargetId.TrimMessage)]
[RequiresDynamicCode(TargetId.TrimMessage)]
internal sealed class MapTarget<TItem>(ProcessTarget target, Action<ProcessTarget, WireWriter, TItem> writeItem)
{
    internal ProcessTarget Target => target;

    /// <summary>The payload of a chunk: <c>true | count | arguments of each item</c>.</summary>
    internal byte[] Encode(ReadOnlySpan<TItem> items)
    {
        using var writer = new WireWriter();
        writer.WriteBoolean(true);
        writer.WriteInt32(items.Length);
        foreach (TItem item in items)
        {
            writeItem(target, writer, item);
        }

        return writer.Written.ToArray();
    }
}
