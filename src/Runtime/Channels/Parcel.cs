namespace ConcurrencyAnalyzers.Runtime.Channels;

/// <summary>A serialised item in a mailbox.</summary>
/// <param name="Payload">The item's bytes.</param>
/// <param name="Number">Its place in the order of arrival.</param>
internal sealed record Parcel(byte[] Payload, long Number);
