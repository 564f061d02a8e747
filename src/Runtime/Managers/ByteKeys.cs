using System.Diagnostics.CodeAnalysis;

namespace ConcurrencyAnalyzers.Runtime.Managers;

/// <summary>Keys are equal when their serialised forms are: the owner knows no other form.</summary>
internal sealed class ByteKeys : IEqualityComparer<byte[]>
{
    internal static readonly ByteKeys Instance = new();

    public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);

    public int GetHashCode([DisallowNull] byte[] obj)
    {
        var hash = new HashCode();
        hash.AddBytes(obj);
        return hash.ToHashCode();
    }
}
