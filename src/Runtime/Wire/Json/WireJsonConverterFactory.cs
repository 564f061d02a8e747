using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ConcurrencyAnalyzers.Runtime.Internal;

[RequiresUnreferencedCode(WireCodec.TrimMessage)]
[RequiresDynamicCode(WireCodec.TrimMessage)]
internal sealed class WireJsonConverterFactory : JsonConverterFactory
{
    public override bool CanConvert(Type typeToConvert) => IsBetterOnTheWire(typeToConvert);

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(typeof(WireJsonConverter<>).MakeGenericType(typeToConvert))!;

    /// <summary>What JSON cannot write, or would bring back as something else.</summary>
    internal static bool IsBetterOnTheWire(Type type) =>
        type == typeof(object)
        || type == typeof(CancellationToken)
        || type.FullName is "System.Numerics.BigInteger"
        || WritesItself(type)
        || IsCollection(type)
        || ((type.IsInterface || type.IsAbstract) && !JsonTypes.IsPolymorphic(type) && WireTypes.HasKindOf(type));

    private static bool WritesItself(Type type) => Array.Exists(
        type.GetInterfaces(), contract => contract.IsGenericType && contract.GetGenericTypeDefinition() == typeof(IWireSerializable<>));

    /// <summary>Collections with an order or a comparer that JSON forgets, and the read-only ones it cannot make.</summary>
    private static bool IsCollection(Type type) =>
        type.IsGenericType && Framework.IsPartOf(type.Assembly) && type.GetGenericTypeDefinition().Name is
            "Stack`1" or "ImmutableStack`1" or "LinkedList`1" or "HashSet`1" or "ISet`1" or "IReadOnlySet`1" or "SortedSet`1"
            or "Dictionary`2" or "IDictionary`2" or "IReadOnlyDictionary`2" or "SortedDictionary`2" or "SortedList`2"
            or "ImmutableHashSet`1" or "ImmutableSortedSet`1" or "ImmutableDictionary`2" or "ImmutableSortedDictionary`2"
            or "ReadOnlyCollection`1" or "ArraySegment`1" or "IProgress`1";
}
