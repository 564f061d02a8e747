namespace ConcurrencyAnalyzers.Runtime;

/// <summary>How values of one declared type are written and read. Made once per type; thread-safe; no reflection per call.</summary>
internal abstract class WireFormatter
{
    internal abstract Type Type { get; }

    /// <summary>The fewest bytes a value takes, tag included: the bound of what a collection may claim.</summary>
    internal virtual int MinBytes => 1;

    internal abstract void WriteBoxed(WireWriter writer, object? value);

    internal abstract object? ReadBoxed(WireReader reader);
}

/// <typeparam name="T">The declared type.</typeparam>
/// <inheritdoc cref="WireFormatter"/>
internal abstract class WireFormatter<T> : WireFormatter
{
    internal sealed override Type Type => typeof(T);

    /// <summary>True if the memory of a value is the value, whatever its bits: arrays of it cross in one piece.</summary>
    internal virtual bool IsBlittable => false;

    internal abstract void Write(WireWriter writer, T value);

    internal abstract T Read(WireReader reader);

    internal sealed override void WriteBoxed(WireWriter writer, object? value) => Write(writer, (T)value!);

    internal sealed override object? ReadBoxed(WireReader reader) => Read(reader);
}
