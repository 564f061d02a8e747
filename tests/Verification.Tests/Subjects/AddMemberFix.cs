using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using Microsoft.CodeAnalysis.Simplification;

namespace Verification.Tests.Subjects;

/// <summary>It renames, and adds a member that has to be formatted and simplified.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class AddMemberFix : NameFix
{
    protected override IEnumerable<CodeAction> Actions(Document document, SyntaxToken name) =>
        [CodeAction.Create("Add member", cancel => AddAsync(document, name, cancel), "member")];

    private static async Task<Document> AddAsync(Document document, SyntaxToken name, CancellationToken cancel)
    {
        var root = await document.GetSyntaxRootAsync(cancel);
        var declaration = (ClassDeclarationSyntax)name.Parent!;
        var type = SyntaxFactory.ParseTypeName("System.Threading.Thread").WithAdditionalAnnotations(Simplifier.Annotation);
        var member = SyntaxFactory.FieldDeclaration(
                SyntaxFactory.VariableDeclaration(type, [SyntaxFactory.VariableDeclarator("_thread")]))
            .WithAdditionalAnnotations(Formatter.Annotation);
        var changed = declaration
            .WithIdentifier(SyntaxFactory.Identifier("Good").WithTriviaFrom(name))
            .AddMembers(member);
        return document.WithSyntaxRoot(root!.ReplaceNode(declaration, changed));
    }
}
