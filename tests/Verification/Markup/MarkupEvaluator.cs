using System.Collections.Immutable;
using System.Globalization;

using Microsoft.CodeAnalysis.Text;

namespace Microsoft.CodeAnalysis.Testing;

/// <summary>Turns the markup of a state into expected diagnostics.</summary>
/// <param name="descriptors">What the analyzers can report.</param>
/// <param name="defaultDescriptor">What <c>[|…|]</c> means; null if it means nothing.</param>
/// <param name="fixableIds">What the code fixes fix.</param>
/// <param name="defaultPath">The file of locations that name none.</param>
internal sealed class MarkupEvaluator(
    ImmutableArray<DiagnosticDescriptor> descriptors,
    DiagnosticDescriptor? defaultDescriptor,
    ImmutableArray<string> fixableIds,
    string defaultPath)
{
    public EvaluatedState Evaluate(SolutionState state)
    {
        var reading = new Reading(this, state.MarkupHandling ?? MarkupMode.Allow);
        var sources = reading.Read(state.Sources);
        var additionalFiles = reading.Read(state.AdditionalFiles);
        var expected = state.ExpectedDiagnostics.Select(diagnostic => reading.Resolve(diagnostic, defaultPath));
        return new EvaluatedState(
            sources, additionalFiles, [.. state.AnalyzerConfigFiles], [.. state.AdditionalReferences], [.. expected, .. reading.Expected])
        {
            ReferenceAssemblies = state.ReferenceAssemblies,
            OutputKind = state.OutputKind,
            DocumentationMode = state.DocumentationMode,
        };
    }

    private DiagnosticResult Expect(string id)
    {
        if (id.Length > 0)
        {
            // An id that no analyzer knows must be one of the compiler's.
            return descriptors.FirstOrDefault(descriptor => descriptor.Id == id) is { } descriptor
                ? new DiagnosticResult(descriptor)
                : DiagnosticResult.CompilerError(id);
        }

        return defaultDescriptor is not null
            ? new DiagnosticResult(defaultDescriptor)
            : throw new InvalidOperationException(
                "[|…|] needs an analyzer with exactly one descriptor; write {|ID:…|}, or set MarkupOptions.UseFirstDescriptor.");
    }

    /// <summary>The spans of one state.</summary>
    private sealed class Reading(MarkupEvaluator evaluator, MarkupMode mode)
    {
        private readonly Dictionary<string, FileLinePositionSpan> _keys = [];

        public List<DiagnosticResult> Expected { get; } = [];

        public ImmutableArray<(string filename, SourceText content)> Read(SourceFileCollection files) =>
            mode == MarkupMode.None ? [.. files] : [.. files.Select(Read)];

        public DiagnosticResult Resolve(DiagnosticResult diagnostic, string defaultPath) =>
            diagnostic.MapSpans(location => location.Options.HasFlag(DiagnosticLocationOptions.InterpretAsMarkupKey)
                ? new DiagnosticLocation(
                    Find(diagnostic.Id, location.Span.StartLinePosition.Character),
                    location.Options & ~DiagnosticLocationOptions.InterpretAsMarkupKey)
                : location).WithDefaultPath(defaultPath);

        private (string filename, SourceText content) Read((string filename, SourceText content) file)
        {
            var (code, spans) = MarkupParser.Parse(file.filename, file.content.ToString());
            var text = SourceText.From(code, file.content.Encoding, file.content.ChecksumAlgorithm);
            foreach (var (name, span) in spans)
            {
                Add(name, new FileLinePositionSpan(file.filename, text.Lines.GetLinePositionSpan(span)));
            }

            return (file.filename, text);
        }

        private void Add(string name, FileLinePositionSpan span)
        {
            if (name.StartsWith('#'))
            {
                if (!_keys.TryAdd(name, span))
                {
                    throw new InvalidOperationException($"The markup key '{name}' stands at {_keys[name]} and again at {span}.");
                }
            }
            else if (mode != MarkupMode.Ignore)
            {
                Expect(evaluator.Expect(name), span);
            }
        }

        private void Expect(DiagnosticResult result, FileLinePositionSpan span)
        {
            if (mode != MarkupMode.IgnoreFixable || !evaluator.FixableIds.Contains(result.Id))
            {
                Expected.Add(result
                    .WithMessage(null)
                    .WithOptions(DiagnosticOptions.IgnoreAdditionalLocations | DiagnosticOptions.IgnoreSeverity)
                    .WithSpan(span));
            }
        }

        private FileLinePositionSpan Find(string id, int key) =>
            _keys.TryGetValue(string.Create(CultureInfo.InvariantCulture, $"#{key}"), out var span)
                ? span
                : throw new InvalidOperationException(
                    $"The expected diagnostic '{id}' is located at the markup key #{key}, but no file contains {{|#{key}:…|}}; "
                    + $"keys found: {(_keys.Count == 0 ? "none" : string.Join(", ", _keys.Keys))}.");
    }

    private ImmutableArray<string> FixableIds => fixableIds;
}
