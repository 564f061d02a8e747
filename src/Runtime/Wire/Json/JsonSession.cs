namespace ConcurrencyAnalyzers.Runtime.Internal;

/// <summary>What converters inside of JSON need of the message around it; they are called without it.</summary>
internal sealed record JsonSession(WireContext Context, int Depth)
{
    [ThreadStatic]
    private static JsonSession? _current;

    internal static JsonSession? Current
    {
        get => _current;
        set => _current = value;
    }
}
