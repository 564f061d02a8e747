using System.Collections.Immutable;

using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;

namespace Verification.Tests.Subjects;

/// <summary>A Fix All that renames with its own prefix, and stops after some names.</summary>
public sealed class CustomFixAll(string prefix, int atMost, params FixAllScope[] scopes) : FixAllProvider
{
    public override IEnumerable<FixAllScope> GetSupportedFixAllScopes() => scopes;

    public override async Task<CodeAction?> GetFixAsync(FixAllContext fixAllContext)
    {
        var diagnostics = fixAllContext.Scope == FixAllScope.Document
            ? await fixAllContext.GetDocumentDiagnosticsAsync(fixAllContext.Document!)
            : await fixAllContext.GetAllDiagnosticsAsync(fixAllContext.Project);
        return atMost == 0 ? null : CodeAction.Create("Fix all", cancel => FixAsync(fixAllContext.Solution, diagnostics, cancel), "all");
    }

    private async Task<Solution> FixAsync(Solution solution, ImmutableArray<Diagnostic> diagnostics, CancellationToken cancel)
    {
        foreach (var group in diagnostics.Take(atMost).GroupBy(diagnostic => diagnostic.Location.SourceTree))
        {
            var document = solution.GetDocument(group.Key)!;
            var root = await document.GetSyntaxRootAsync(cancel);
            var names = group.Select(diagnostic => root!.FindToken(diagnostic.Location.SourceSpan.Start));
            var renamed = root!.ReplaceTokens(names, (name, _) => SyntaxFactory.Identifier(prefix + name.ValueText[3..]).WithTriviaFrom(name));
            solution = solution.WithDocumentSyntaxRoot(document.Id, renamed);
        }

        return solution;
    }
}
