using System.Collections.Immutable;

using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Verification.Tests.Subjects;

/// <summary>Its rule cannot be suppressed, by intent.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class NotConfigurableAnalyzer : NameAnalyzer
{
    private static readonly DiagnosticDescriptor s_notConfigurable =
        CreateRule("T004", customTags: WellKnownDiagnosticTags.NotConfigurable);

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => [s_notConfigurable];
}
