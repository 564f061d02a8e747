using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Text;

namespace Verification.Tests.Subjects;

/// <summary>It renames, adds a source, and notes the name in <c>words.txt</c> if there is one.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class AddDocumentFix : NameFix
{
    // The batch fixer merges changes of documents only.
    public override FixAllProvider? GetFixAllProvider() => null;

    protected override IEnumerable<CodeAction> Actions(Document document, SyntaxToken name) =>
        [CodeAction.Create("Add source", cancel => AddAsync(document, name, cancel), "source")];

    private static async Task<Solution> AddAsync(Document document, SyntaxToken name, CancellationToken cancel)
    {
        var renamed = await ReplaceAsync(document, name, "Good", cancel);
        var solution = renamed.Project.AddDocument("Added.cs", SourceText.From("class Added { }")).Project.Solution;
        foreach (var words in document.Project.AdditionalDocuments)
        {
            solution = solution.WithAdditionalDocumentText(words.Id, SourceText.From(name.ValueText));
        }

        return solution;
    }
}
