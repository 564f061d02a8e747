namespace Runtime.Tests.ProcessTests;

/// <summary>An exception without the constructors that would let it be made again.</summary>
public sealed class UnknownException : Exception
{
    internal UnknownException(string text)
        : base(text)
    {
    }
}
