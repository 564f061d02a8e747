using ConcurrencyAnalyzers.CodeFixes.Rewrites;
using ConcurrencyAnalyzers.Rules.Locking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.CodeFixes.Rules.Locking;

/// <summary>What CONC104 and CONC105 share: the code that runs under the lock goes into a block that releases it on every way out.</summary>
public abstract class LeakFix : ConcurrencyCodeFix
{
    private readonly string guardKey;
    private readonly string finallyKey;

    private protected LeakFix(string diagnosticId)
        : base(diagnosticId)
    {
        guardKey = diagnosticId + "_Guard";
        finallyKey = diagnosticId + "_TryFinally";
    }

    /// <summary>One region may lie inside another, so they are guarded one after the other.</summary>
    private protected sealed override FixAllProvider FixAll => new SequentialFixAll(this);

    private protected sealed override async Task RegisterAsync(CodeFixContext context, FixTarget target)
    {
        if (target.Node is not InvocationExpressionSyntax call
            || Releases(target) is not { } releases
            || await context.Document.GetSemanticModelAsync(context.CancellationToken).ConfigureAwait(false) is not { } model
            || GuardedRegion.Of(call, releases, model) is not { } region)
        {
            return;
        }

        var guard = ScopeGuard.Of(region, target.Property(LeakReport.PrimitiveProperty), model);
        if (guard is not null)
        {
            Register(context, target, guard.Title, guardKey, _ => Task.FromResult(context.Document.WithSyntaxRoot(guard.Apply(target.Root))));
        }

        if (ReleaseOf(region, target.Property(LeakReport.ReleaseProperty)) is { } release)
        {
            Register(
                context,
                target,
                "Release the lock in a finally block",
                guard is null ? guardKey : finallyKey,
                _ => Task.FromResult(context.Document.WithSyntaxRoot(RegionGuard.WithFinally(target.Root, region, release))));
        }
    }

    private static List<SyntaxNode>? Releases(FixTarget target)
    {
        var releases = new List<SyntaxNode>();
        for (var i = 1; i < target.Diagnostic.AdditionalLocations.Count; i++)
        {
            if (target.Other(i) is not { } release)
            {
                return null;
            }

            releases.Add(release);
        }

        return releases;
    }

    /// <summary>The statement for the finally block: one that is there, or the counterpart of the acquire.</summary>
    private static StatementSyntax? ReleaseOf(GuardedRegion region, string? name)
    {
        if (region.Into is not null)
        {
            return SyntaxFactory.EmptyStatement();
        }

        if ((region.Release ?? (region.InnerReleases.Count > 0 ? region.InnerReleases[0] : null)) is { } present)
        {
            return present.WithoutTrivia();
        }

        if (name is null || region.Call.Expression is not MemberAccessExpressionSyntax access || region.Call.ArgumentList.Arguments.Any(static argument => argument.RefKindKeyword.RawKind != 0))
        {
            return null;
        }

        var isMonitor = access.Expression.ToString().EndsWith("Monitor", StringComparison.Ordinal);
        var arguments = SyntaxFactory.ArgumentList(isMonitor && region.Call.ArgumentList.Arguments.Count > 0 ? SyntaxFactory.SingletonSeparatedList(region.Call.ArgumentList.Arguments[0].WithoutTrivia()) : default);
        return SyntaxFactory.ExpressionStatement(SyntaxFactory.InvocationExpression(access.WithName(SyntaxFactory.IdentifierName(name)).WithoutTrivia(), arguments));
    }
}
