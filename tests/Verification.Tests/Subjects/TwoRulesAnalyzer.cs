using System.Collections.Immutable;

using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Verification.Tests.Subjects;

/// <summary>It has two rules, of which it reports the first.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class TwoRulesAnalyzer : NameAnalyzer
{
    private static readonly DiagnosticDescriptor s_second = CreateRule("T003");

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => [Rule, s_second];
}
