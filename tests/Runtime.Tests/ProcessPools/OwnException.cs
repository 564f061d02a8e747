namespace Runtime.Tests.ProcessPools;

/// <summary>An exception without the usual constructors cannot be made again from its text.</summary>
public sealed class OwnException(string text, int number) : Exception($"{text} {number}");
