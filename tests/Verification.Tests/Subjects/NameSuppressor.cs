using System.Collections.Immutable;

using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Verification.Tests.Subjects;

/// <summary>Suppresses all bad names, and the compiler's warning of unused fields.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class NameSuppressor : DiagnosticSuppressor
{
    private static readonly SuppressionDescriptor s_names = new("S001", NameAnalyzer.Id, "Names do not matter");
    private static readonly SuppressionDescriptor s_fields = new("S002", "CS0169", "Fields do not matter");

    public override ImmutableArray<SuppressionDescriptor> SupportedSuppressions => [s_names, s_fields];

    public override void ReportSuppressions(SuppressionAnalysisContext context)
    {
        foreach (var diagnostic in context.ReportedDiagnostics)
        {
            var descriptor = SupportedSuppressions.First(candidate => candidate.SuppressedDiagnosticId == diagnostic.Id);
            context.ReportSuppression(Suppression.Create(descriptor, diagnostic));
        }
    }
}
