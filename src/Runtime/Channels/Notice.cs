namespace ConcurrencyAnalyzers.Runtime.Channels;

/// <summary>What an owner tells without being asked.</summary>
internal static class Notice
{
    /// <summary>Puts were stored: their number and their bytes, as two int32.</summary>
    internal const byte Credit = 1;

    /// <summary>Nothing more can be put.</summary>
    internal const byte Closed = 2;

    /// <summary>The object is no more.</summary>
    internal const byte Gone = 3;
}
