using System.Collections.Immutable;

using Microsoft.CodeAnalysis.Text;

namespace Microsoft.CodeAnalysis.Testing;

/// <summary>Completes a state with what it takes over from the state before it.</summary>
internal static class StateInheritance
{
    public static SolutionState Complete(SolutionState state, SolutionState? previous, ImmutableArray<string> fixableIds)
    {
        var changes = previous is null || HasChanges(state, previous);
        var completed = new SolutionState(state.Name, state.Language, "/0/Test", "cs")
        {
            InheritanceMode = state.InheritanceMode ?? DefaultMode(previous, changes),
            MarkupHandling = state.MarkupHandling ?? DefaultMarkup(previous, changes),
        };
        CopyInto(completed, state);
        if (previous is not null && completed.InheritanceMode != StateInheritanceMode.Explicit)
        {
            Inherit(completed, previous);
            InheritDiagnostics(completed, previous, fixableIds);
        }

        return completed;
    }

    private static StateInheritanceMode DefaultMode(SolutionState? previous, bool changes) =>
        previous is null ? StateInheritanceMode.Explicit
        : changes ? StateInheritanceMode.AutoInherit
        : StateInheritanceMode.AutoInheritAll;

    // A fix that changes nothing leaves its diagnostics, so their markup still counts.
    private static MarkupMode DefaultMarkup(SolutionState? previous, bool changes) =>
        previous is null ? MarkupMode.Allow
        : changes ? MarkupMode.IgnoreFixable
        : previous.MarkupHandling ?? MarkupMode.Allow;

    private static bool HasChanges(SolutionState state, SolutionState previous)
    {
        var inherits = state.InheritanceMode != StateInheritanceMode.Explicit;
        return Differs(state.Sources, previous.Sources)
            || Differs(state.AdditionalFiles, previous.AdditionalFiles)
            || Differs(state.AnalyzerConfigFiles, previous.AnalyzerConfigFiles);

        bool Differs(SourceFileCollection now, SourceFileCollection before) =>
            !(inherits && now.Count == 0) && !SameFiles(now, before);
    }

    internal static bool SameFiles(
        IEnumerable<(string filename, SourceText content)> now, IEnumerable<(string filename, SourceText content)> before) =>
        now.Select(file => (file.filename, file.content.ToString()))
            .SequenceEqual(before.Select(file => (file.filename, file.content.ToString())));

    private static void CopyInto(SolutionState target, SolutionState source)
    {
        Inherit(target, source);
        target.ExpectedDiagnostics.AddRange(source.ExpectedDiagnostics);
    }

    private static void Inherit(SolutionState target, SolutionState source)
    {
        AddIfEmpty(target.Sources, source.Sources);
        AddIfEmpty(target.AdditionalFiles, source.AdditionalFiles);
        AddIfEmpty(target.AnalyzerConfigFiles, source.AnalyzerConfigFiles);
        AddIfEmpty(target.AdditionalReferences, source.AdditionalReferences);
        target.ReferenceAssemblies ??= source.ReferenceAssemblies;
        target.OutputKind ??= source.OutputKind;
        target.DocumentationMode ??= source.DocumentationMode;
    }

    private static void InheritDiagnostics(SolutionState target, SolutionState source, ImmutableArray<string> fixableIds) =>
        AddIfEmpty(
            target.ExpectedDiagnostics,
            source.ExpectedDiagnostics.Where(expected =>
                target.InheritanceMode == StateInheritanceMode.AutoInheritAll || !fixableIds.Contains(expected.Id)));

    private static void AddIfEmpty<T>(List<T> target, IEnumerable<T> items)
    {
        if (target.Count == 0)
        {
            target.AddRange(items);
        }
    }
}
