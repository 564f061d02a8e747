namespace Runtime.Tests.ProcessTests;

/// <summary>An empty file for one test.</summary>
internal sealed class TempFile : IDisposable
{
    internal string Name { get; } = Path.GetTempFileName();

    public void Dispose() => File.Delete(Name);
}
