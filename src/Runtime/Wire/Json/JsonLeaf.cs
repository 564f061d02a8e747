using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace ConcurrencyAnalyzers.Runtime.Internal;

/// <summary>What JSON itself brings back unchanged.</summary>
[RequiresUnreferencedCode(WireCodec.TrimMessage)]
[RequiresDynamicCode(WireCodec.TrimMessage)]
internal static class JsonLeaf
{
    internal static bool Is(Type type) =>
        type.IsEnum
        || (type.IsPrimitive && type != typeof(nint) && type != typeof(nuint))
        || type == typeof(byte[]) || type == typeof(Memory<byte>) || type == typeof(ReadOnlyMemory<byte>)
        || type.FullName is "System.String" or "System.Decimal" or "System.Guid" or "System.DateTime" or "System.DateTimeOffset"
            or "System.DateOnly" or "System.TimeOnly" or "System.TimeSpan" or "System.Uri" or "System.Version"
            or "System.Int128" or "System.UInt128" or "System.Half"
            or "System.Text.Json.JsonElement" or "System.Text.Json.Nodes.JsonNode" or "System.Text.Json.Nodes.JsonObject"
            or "System.Text.Json.Nodes.JsonArray" or "System.Text.Json.Nodes.JsonValue";

    /// <summary>What a collection or tuple is made of, or null if the type is neither.</summary>
    internal static Type[]? Parts(Type type)
    {
        if (type.IsSZArray)
        {
            return [type.GetElementType()!];
        }

        if (!type.IsGenericType || !Framework.IsPartOf(type.Assembly))
        {
            return null;
        }

        Type definition = type.GetGenericTypeDefinition();
        bool isKnown = definition == typeof(Nullable<>) || definition == typeof(List<>) || definition == typeof(Queue<>)
            || definition == typeof(IEnumerable<>) || definition == typeof(ICollection<>) || definition == typeof(IList<>)
            || definition == typeof(IReadOnlyCollection<>) || definition == typeof(IReadOnlyList<>)
            || definition == typeof(KeyValuePair<,>)
            || definition == typeof(ImmutableArray<>) || definition == typeof(ImmutableList<>) || definition == typeof(ImmutableQueue<>)
            || definition.FullName!.StartsWith("System.ValueTuple`", StringComparison.Ordinal)
            || definition.FullName.StartsWith("System.Tuple`", StringComparison.Ordinal);
        return isKnown ? type.GenericTypeArguments : null;
    }
}
