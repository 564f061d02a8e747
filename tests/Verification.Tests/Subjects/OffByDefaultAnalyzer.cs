using System.Collections.Immutable;

using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Verification.Tests.Subjects;

/// <summary>Its rule is off by default.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class OffByDefaultAnalyzer : NameAnalyzer
{
    private static readonly DiagnosticDescriptor s_offByDefault = CreateRule("T002", isEnabledByDefault: false);

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => [s_offByDefault];
}
