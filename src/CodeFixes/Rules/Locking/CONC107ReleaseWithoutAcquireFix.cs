using System.Composition;
using ConcurrencyAnalyzers.CodeFixes.Rewrites;
using ConcurrencyAnalyzers.Rules.Locking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.CodeFixes.Rules.Locking;

/// <summary>Releases the mode that is held, or takes the release that is too many out.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(CONC107ReleaseWithoutAcquireFix))]
[Shared]
public sealed class CONC107ReleaseWithoutAcquireFix() : ConcurrencyCodeFix("CONC107")
{
    /// <summary>One key for both, so that all findings of a document can be repaired at once.</summary>
    private const string RepairKey = "CONC107_Repair";

    private protected override Task RegisterAsync(CodeFixContext context, FixTarget target)
    {
        if (target.Node is not InvocationExpressionSyntax call)
        {
            return Task.CompletedTask;
        }

        if (target.Property(CONC107ReleaseWithoutAcquireAnalyzer.ReleaseProperty) is { } matching)
        {
            // Empty: the release is right where the try has succeeded, so it can neither go nor be another one.
            if (matching.Length > 0 && call.Expression is MemberAccessExpressionSyntax { Name: { } name })
            {
                Register(context, target, $"Call '{matching}'", RepairKey, _ => Task.FromResult(context.Document.WithSyntaxRoot(
                    target.Root.ReplaceNode(name, SyntaxFactory.IdentifierName(matching).WithTriviaFrom(name)))));
            }
        }
        else if (LockedRegion.ReleaseStatement(call) is { } statement && StatementRemoval.IsRemovable(statement))
        {
            Register(context, target, "Remove the release", RepairKey, _ => Task.FromResult(context.Document.WithSyntaxRoot(StatementRemoval.Remove(target.Root, [statement]))));
        }

        return Task.CompletedTask;
    }
}
