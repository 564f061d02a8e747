using System.Composition;
using ConcurrencyAnalyzers.CodeFixes.Rewrites;
using ConcurrencyAnalyzers.Rules.Locking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.CodeFixes.Rules.Locking;

/// <summary>Moves the acquire before the try, or lets the finally block release only what was taken.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(CONC106AcquireInsideTryFix))]
[Shared]
public sealed class CONC106AcquireInsideTryFix() : ConcurrencyCodeFix("CONC106")
{
    private const string RepairKey = "CONC106_Repair";
    private const string FlagKey = "CONC106_Flag";

    /// <summary>One try may lie inside another.</summary>
    private protected override FixAllProvider FixAll => new SequentialFixAll(this);

    private protected override Task RegisterAsync(CodeFixContext context, FixTarget target)
    {
        if (target.Node is not InvocationExpressionSyntax call
            || target.Other(0)?.FirstAncestorOrSelf<ExpressionStatementSyntax>() is not { } release
            || AcquireInTry.Of(call, release, target.Property(CONC106AcquireInsideTryAnalyzer.IsTryProperty) is not null) is not { } acquire)
        {
            return Task.CompletedTask;
        }

        if (acquire.CanMove)
        {
            Register(context, target, "Acquire before the try", RepairKey, _ => Task.FromResult(context.Document.WithSyntaxRoot(acquire.Move(target.Root))));
        }

        if (acquire.CanGuard)
        {
            Register(context, target, "Release only if the lock was taken", acquire.CanMove ? FlagKey : RepairKey, _ => Task.FromResult(context.Document.WithSyntaxRoot(acquire.Guard(target.Root))));
        }

        return Task.CompletedTask;
    }
}
