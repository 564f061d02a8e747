using System.Composition;
using ConcurrencyAnalyzers.CodeFixes.Rewrites;
using ConcurrencyAnalyzers.Rules.Locking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.CodeFixes.Rules.Locking;

/// <summary>Takes the second acquire and the release that belongs to it out, or makes the lock one that its owner may acquire again.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(CONC101ReacquiredLockFix))]
[Shared]
public sealed class CONC101ReacquiredLockFix() : ConcurrencyCodeFix("CONC101")
{
    internal const string RemoveKey = "CONC101_RemoveInnerAcquire";

    private protected override async Task RegisterAsync(CodeFixContext context, FixTarget target)
    {
        if (InnerPair(target) is { } pair)
        {
            Register(context, target, "Remove the second acquire", RemoveKey, _ => Task.FromResult(context.Document.WithSyntaxRoot(pair.Remove(target.Root))));
        }

        if (await ReentrantLockChange.ForAsync(context.Document, target.Node, context.CancellationToken).ConfigureAwait(false) is { } change)
        {
            Register(context, target, change.Title, ReentrantLockChange.Key, _ => Task.FromResult(change.Apply()));
        }
    }

    private static LockedRegion? InnerPair(FixTarget target)
    {
        if (target.Property(CONC101ReacquiredLockAnalyzer.IsRemovableProperty) is null || LockedRegion.AcquireStatement(target.Node) is not { } acquire)
        {
            return null;
        }

        var releases = new List<StatementSyntax>();
        for (var i = 1; i < target.Diagnostic.AdditionalLocations.Count; i++)
        {
            if (target.Other(i) is { } release && LockedRegion.ReleaseStatement(release) is { } statement)
            {
                releases.Add(statement);
            }
            else if (acquire is ExpressionStatementSyntax)
            {
                return null;
            }
        }

        return LockedRegion.Of(acquire, releases);
    }
}
