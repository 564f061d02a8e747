using System.Composition;
using ConcurrencyAnalyzers.CodeFixes.Rewrites;
using ConcurrencyAnalyzers.Rules.Locking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.CodeFixes.Rules.Locking;

/// <summary>Makes the outer read lock upgradeable, or takes the inner acquire out where the outer one protects more.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(CONC103IllegalReaderWriterRecursionFix))]
[Shared]
public sealed class CONC103IllegalReaderWriterRecursionFix() : ConcurrencyCodeFix("CONC103")
{
    private const string UpgradeKey = "CONC103_Upgradeable";
    private const string RemoveKey = "CONC103_RemoveInner";

    /// <summary>Two findings may be about the same outer lock.</summary>
    private protected override FixAllProvider FixAll => new SequentialFixAll(this);

    private protected override Task RegisterAsync(CodeFixContext context, FixTarget target)
    {
        switch (target.Property(CONC103IllegalReaderWriterRecursionAnalyzer.RepairProperty))
        {
            case CONC103IllegalReaderWriterRecursionAnalyzer.Upgrade when OuterNames(target) is { } names:
                Register(context, target, "Hold an upgradeable read lock outside", UpgradeKey, _ => Task.FromResult(context.Document.WithSyntaxRoot(
                    target.Root.ReplaceNodes(names, static (_, name) => name.WithIdentifier(SyntaxFactory.Identifier(name.Identifier.ValueText.Replace("Read", "UpgradeableRead")).WithTriviaFrom(name.Identifier))))));
                break;

            case CONC103IllegalReaderWriterRecursionAnalyzer.Remove when InnerPair(target) is { } pair:
                Register(context, target, "Remove the inner acquire", RemoveKey, _ => Task.FromResult(context.Document.WithSyntaxRoot(pair.Remove(target.Root))));
                break;
        }

        return Task.CompletedTask;
    }

    private static List<SimpleNameSyntax>? OuterNames(FixTarget target)
    {
        var names = new List<SimpleNameSyntax>();
        for (var i = 0; i < target.Diagnostic.AdditionalLocations.Count; i++)
        {
            if ((target.Other(i) as InvocationExpressionSyntax)?.Expression is not MemberAccessExpressionSyntax { Name: { } name })
            {
                return null;
            }

            // Another finding has made it upgradeable already.
            if (!name.Identifier.ValueText.Contains("Upgradeable"))
            {
                names.Add(name);
            }
        }

        return names.Count == 0 ? null : names;
    }

    private static LockedRegion? InnerPair(FixTarget target)
    {
        var releases = new List<StatementSyntax>();
        for (var i = 1; i < target.Diagnostic.AdditionalLocations.Count; i++)
        {
            if (target.Other(i) is not { } release || LockedRegion.ReleaseStatement(release) is not { } statement)
            {
                return null;
            }

            releases.Add(statement);
        }

        return LockedRegion.AcquireStatement(target.Node) is { } acquire ? LockedRegion.Of(acquire, releases) : null;
    }
}
