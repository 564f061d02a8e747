using Microsoft.CodeAnalysis;

namespace ConcurrencyAnalyzers;

/// <summary>What the user has set for a rule: the driver asks only for an analyzer as a whole, and ours has many rules.</summary>
internal static class Severities
{
    /// <summary>False where nothing that the rule reports could be seen.</summary>
    public static bool IsOn(DiagnosticDescriptor rule, Compilation compilation)
    {
        var options = compilation.Options;
        if (options.SpecificDiagnosticOptions.TryGetValue(rule.Id, out var severity) || (options.SyntaxTreeOptionsProvider?.TryGetGlobalDiagnosticValue(rule.Id, default, out severity) ?? false))
        {
            if (severity != ReportDiagnostic.Suppress)
            {
                return true;
            }
        }
        else if (rule.IsEnabledByDefault)
        {
            return true;
        }

        // Off for the compilation, and perhaps on in a folder.
        return options.SyntaxTreeOptionsProvider is { } provider
            && compilation.SyntaxTrees.Any(tree => provider.TryGetDiagnosticValue(tree, rule.Id, default, out var local) && local != ReportDiagnostic.Suppress);
    }
}
