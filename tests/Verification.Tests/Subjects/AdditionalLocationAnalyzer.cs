using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Verification.Tests.Subjects;

/// <summary>Its additional location is the keyword <c>class</c>.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class AdditionalLocationAnalyzer : NameAnalyzer
{
    protected override Diagnostic Report(ClassDeclarationSyntax declaration) =>
        Diagnostic.Create(
            Rule, declaration.Identifier.GetLocation(), [declaration.Keyword.GetLocation()], declaration.Identifier.ValueText);
}
