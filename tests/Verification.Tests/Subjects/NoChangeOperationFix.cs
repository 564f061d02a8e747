using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace Verification.Tests.Subjects;

/// <summary>Its offer opens a document instead of changing one.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class NoChangeOperationFix : NameFix
{
    protected override IEnumerable<CodeAction> Actions(Document document, SyntaxToken name) => [new OpenAction(document.Id)];

    private sealed class OpenAction(DocumentId document) : CodeAction
    {
        public override string Title => "Open";

        public override string EquivalenceKey => "open";

        protected override Task<IEnumerable<CodeActionOperation>> ComputeOperationsAsync(CancellationToken cancellationToken) =>
            Task.FromResult<IEnumerable<CodeActionOperation>>([new OpenDocumentOperation(document)]);
    }
}
