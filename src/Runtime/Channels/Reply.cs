namespace ConcurrencyAnalyzers.Runtime.Channels;

/// <summary>An owner's answer.</summary>
/// <param name="Status">How the call ended.</param>
/// <param name="Content">What came with it.</param>
internal sealed record Reply(ReplyStatus Status, byte[] Content);
