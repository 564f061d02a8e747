using System.Globalization;

namespace ConcurrencyAnalyzers.Runtime.Internal;

/// <summary>Comparers are code and do not cross; the well-known ones are named by a number.</summary>
internal static class Comparers
{
    private const byte Default = 0;
    private const byte Ordinal = 1;
    private const byte OrdinalIgnoreCase = 2;
    private const byte Invariant = 3;
    private const byte InvariantIgnoreCase = 4;

    internal static byte CodeOf<T>(IEqualityComparer<T>? comparer) =>
        comparer is null || ReferenceEquals(comparer, EqualityComparer<T>.Default) ? Default
            : comparer is IEqualityComparer<string?> text && CodeOfText(text) is { } code ? code
            : throw Refuse(comparer);

    internal static byte CodeOf<T>(IComparer<T>? comparer) =>
        comparer is null || ReferenceEquals(comparer, Comparer<T>.Default) ? Default
            : comparer is IEqualityComparer<string?> text && CodeOfText(text) is { } code ? code
            : throw Refuse(comparer);

    internal static IEqualityComparer<T>? Equality<T>(byte code) =>
        code == Default ? null
            : typeof(T) == typeof(string) ? (IEqualityComparer<T>)Text(code)
            : throw new WireFormatException("Only texts have named comparers.");

    internal static IComparer<T>? Order<T>(byte code) =>
        code == Default ? null
            : typeof(T) == typeof(string) ? (IComparer<T>)Text(code)
            : throw new WireFormatException("Only texts have named comparers.");

    private static byte? CodeOfText(IEqualityComparer<string?> comparer)
    {
        if (StringComparer.IsWellKnownOrdinalComparer(comparer, out bool ignoresCase))
        {
            // Equality of texts is ordinal by default; the name is kept so that the order is, too.
            return ignoresCase ? OrdinalIgnoreCase : Ordinal;
        }

        bool isInvariant = StringComparer.IsWellKnownCultureAwareComparer(comparer, out CompareInfo? culture, out CompareOptions options)
            && culture!.Equals(CultureInfo.InvariantCulture.CompareInfo);
        return !isInvariant ? null
            : options == CompareOptions.None ? Invariant
            : options == CompareOptions.IgnoreCase ? InvariantIgnoreCase : null;
    }

    private static StringComparer Text(byte code) => code switch
    {
        Ordinal => StringComparer.Ordinal,
        OrdinalIgnoreCase => StringComparer.OrdinalIgnoreCase,
        Invariant => StringComparer.InvariantCulture,
        InvariantIgnoreCase => StringComparer.InvariantCultureIgnoreCase,
        _ => throw new WireFormatException($"There is no comparer {code}."),
    };

    private static NotSerializableException Refuse(object comparer) => new(
        $"A collection compares with {comparer.GetType().Name}; comparers are code and do not cross. Use the default comparer or StringComparer.Ordinal, OrdinalIgnoreCase, InvariantCulture or InvariantCultureIgnoreCase, or send the elements as an array.");
}
