using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ConcurrencyAnalyzers;

/// <summary>How a rule reports.</summary>
internal sealed class RuleContext(DiagnosticDescriptor rule, Action<Diagnostic> report, AnalyzerOptions options, CancellationToken cancellationToken)
{
    public AnalyzerOptions Options { get; } = options;

    public CancellationToken CancellationToken { get; } = cancellationToken;

    public void Report(Location location, params object[] arguments) =>
        Report(location, severity: null, [], ImmutableDictionary<string, string?>.Empty, arguments);

    /// <param name="severity">Where it differs from the rule's own: Error for what is certain on a Runtime type.</param>
    /// <param name="others">The other places that belong to the finding; the editor shows them, and the fix reads them.</param>
    /// <param name="properties">What the fix needs to know.</param>
    public void Report(
        Location location,
        DiagnosticSeverity? severity,
        IEnumerable<Location> others,
        ImmutableDictionary<string, string?> properties,
        params object[] arguments) =>
        report(severity is { } other && other != rule.DefaultSeverity
            ? Diagnostic.Create(rule, location, other, others, properties, arguments)
            : Diagnostic.Create(rule, location, others, properties, arguments));
}
