using ConcurrencyAnalyzers.Model;
using Microsoft.CodeAnalysis;

namespace ConcurrencyAnalyzers.Rules.Threads;

/// <summary>What a message calls the handles that a loop makes.</summary>
internal static class HandleWords
{
    private static readonly RuleText Threads = new("Handles.Threads", "threads");
    private static readonly RuleText Tasks = new("Handles.Tasks", "tasks");
    private static readonly RuleText Processes = new("Handles.Processes", "processes");

    public static RuleText Of(ITypeSymbol? type, ConcurrencyModel model) => model.KindOf(type) switch
    {
        PrimitiveKind.Task => Tasks,
        PrimitiveKind.Process => Processes,
        _ => Threads,
    };
}
