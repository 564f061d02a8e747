namespace ConcurrencyAnalyzers.Runtime;

/// <summary>A type that writes and reads itself when it crosses to another process. Python's <c>__reduce__</c>, without code on the wire.</summary>
/// <typeparam name="TSelf">The implementing type.</typeparam>
/// <remarks>
/// <see cref="ReadFrom"/> must read exactly what <see cref="WriteTo"/> wrote. It takes input from another process: it should
/// check what it reads; whatever it throws reaches the reader as a <see cref="WireFormatException"/>. Needs no reflection, so
/// it works in trimmed programs.
/// </remarks>
public interface IWireSerializable<TSelf>
    where TSelf : IWireSerializable<TSelf>
{
    /// <summary>Writes everything that <see cref="ReadFrom"/> needs.</summary>
    /// <param name="writer">Where to.</param>
    void WriteTo(WireWriter writer);

    /// <summary>Makes the object in the process that reads.</summary>
    /// <param name="reader">What <see cref="WriteTo"/> wrote.</param>
    /// <returns>The object.</returns>
    static abstract TSelf ReadFrom(WireReader reader);
}
