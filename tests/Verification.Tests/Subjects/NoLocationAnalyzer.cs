using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Verification.Tests.Subjects;

/// <summary>Its diagnostics have no location.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class NoLocationAnalyzer : NameAnalyzer
{
    protected override Diagnostic Report(ClassDeclarationSyntax declaration) =>
        Diagnostic.Create(Rule, Location.None, declaration.Identifier.ValueText);
}
