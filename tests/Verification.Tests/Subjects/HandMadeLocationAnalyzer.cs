using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Verification.Tests.Subjects;

/// <summary>It makes locations from path and lines, which no pragma reaches; itself it skips generated code.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class HandMadeLocationAnalyzer : NameAnalyzer
{
    protected override Diagnostic Report(ClassDeclarationSyntax declaration)
    {
        var location = declaration.Identifier.GetLocation();
        var handMade = Location.Create(declaration.SyntaxTree.FilePath, location.SourceSpan, location.GetLineSpan().Span);
        return Diagnostic.Create(Rule, handMade, declaration.Identifier.ValueText);
    }
}
