using System.Diagnostics.CodeAnalysis;

namespace ConcurrencyAnalyzers.Runtime.Hosting;

/// <summary>Goes the way of a call once, in a worker that waits for its first: what is compiled and loaded now is ready then.</summary>
internal static class ChildWarmUp
{
    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "The target is here and cannot be trimmed.")]
    [UnconditionalSuppressMessage("AOT", "IL3050", Justification = "Only arrays and primitive types.")]
    internal static void Run()
    {
        ProcessTarget target = ProcessTarget.FromDelegate(Nothing);
        using var writer = new WireWriter();
        target.Id.Write(writer);
        target.WriteArguments(writer, 1, "");
        var reader = new WireReader(writer.Written);
        ProcessTarget resolved = TargetId.Read(reader).Resolve();
        object?[] arguments = resolved.ReadArguments(reader);
        object? result = resolved.Invoke(arguments);
        writer.Reset();
        resolved.WriteResult(writer, result);
    }

    [ProcessTarget]
    internal static int Nothing(int number, string text) => number + text.Length;
}
