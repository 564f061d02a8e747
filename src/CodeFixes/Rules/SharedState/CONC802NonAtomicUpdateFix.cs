using System.Composition;
using ConcurrencyAnalyzers.CodeFixes.Rewrites;
using ConcurrencyAnalyzers.Rules.SharedState;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.CodeFixes.Rules.SharedState;

/// <summary>Updates in one step with Interlocked; where Interlocked cannot, under a lock.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(CONC802NonAtomicUpdateFix))]
[Shared]
public sealed class CONC802NonAtomicUpdateFix() : ConcurrencyCodeFix("CONC802")
{
    internal const string AtomicKey = "CONC802_UseInterlocked";
    internal const string LockKey = "CONC802_Lock";

    /// <summary>All updates of a variable have to take the lock that the first change adds.</summary>
    private protected override FixAllProvider FixAll => new SequentialFixAll(this);

    private protected override async Task RegisterAsync(CodeFixContext context, FixTarget target)
    {
        if (await context.Document.GetSemanticModelAsync(context.CancellationToken).ConfigureAwait(false) is not { } model
            || target.Node.FirstAncestorOrSelf<ExpressionSyntax>(node => node.Span == target.Diagnostic.Location.SourceSpan) is not { } step)
        {
            return;
        }

        // Interlocked does not wait for a lock, nor a lock for Interlocked: both sides have to do the same.
        var rivalLock = target.Property(CONC802NonAtomicUpdateAnalyzer.RivalLockProperty);
        if (rivalLock is null && AtomicUpdate.Of(step, model) is { } atomic && AtomicUpdate.Replace(target.Root, step, atomic, model) is { } updated)
        {
            await RegisterIfSoundAsync(context, target, "Update with Interlocked", AtomicKey, updated).ConfigureAwait(false);
        }
        else if (rivalLock is not { Length: 0 } && target.Property(CONC802NonAtomicUpdateAnalyzer.RivalAtomicProperty) is null && UnderLock(target.Root, step, model, rivalLock) is { } locked)
        {
            await RegisterIfSoundAsync(context, target, "Update under a lock", LockKey, locked).ConfigureAwait(false);
        }
    }

    private static async Task RegisterIfSoundAsync(CodeFixContext context, FixTarget target, string title, string key, SyntaxNode root)
    {
        var changed = context.Document.WithSyntaxRoot(root);
        if (await CheckedChange.IsSoundAsync(context.Document, changed, context.CancellationToken).ConfigureAwait(false))
        {
            Register(context, target, title, key, _ => Task.FromResult(changed));
        }
    }

    /// <summary>Not where the new value is the result of a call, which the lock would be held for.</summary>
    private static SyntaxNode? UnderLock(SyntaxNode root, ExpressionSyntax step, SemanticModel model, string? known)
    {
        if (step.DescendantNodes().Any(static node => node is AwaitExpressionSyntax || (node is InvocationExpressionSyntax call && !IsMath(call)))
            || LockWrap.StatementOf(step) is not { } place
            || (place is AnonymousFunctionExpressionSyntax lambda && model.GetTypeInfo(lambda).ConvertedType is not INamedTypeSymbol { DelegateInvokeMethod.ReturnsVoid: true })
            || step.FirstAncestorOrSelf<TypeDeclarationSyntax>() is not { } type)
        {
            return null;
        }

        var lineEnd = LineEnding.Of(root);
        if (known is not null)
        {
            return Wrap(place, known, lineEnd) is { } underKnown ? root.ReplaceNode(place, underKnown) : null;
        }

        var isStatic = StaticContext.IsStatic(step) || VariableOf(step, model) is { IsStatic: true };
        if (!LockField.CanBeAddedTo(type, isStatic))
        {
            return null;
        }

        var field = LockField.Shared(type, model, isStatic);
        if (Wrap(place, field.Name, lineEnd) is not { } locked)
        {
            return null;
        }

        root = root.TrackNodes(place, type);
        root = root.ReplaceNode(root.GetCurrentNode(place)!, locked);
        var current = root.GetCurrentNode(type)!;
        return root.ReplaceNode(current, field.AddTo(current, lineEnd));
    }

    private static SyntaxNode? Wrap(SyntaxNode place, string gate, SyntaxTrivia lineEnd) =>
        LockWrap.Apply(place, statement => LockWrap.Lock(statement, SyntaxFactory.ParseExpression(gate), lineEnd), lineEnd);

    private static bool IsMath(InvocationExpressionSyntax call) => call.Expression is MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: "Math" or "MathF" } };

    private static ISymbol? VariableOf(ExpressionSyntax step, SemanticModel model) => model.GetSymbolInfo(step switch
    {
        AssignmentExpressionSyntax assignment => assignment.Left,
        PrefixUnaryExpressionSyntax prefix => prefix.Operand,
        PostfixUnaryExpressionSyntax postfix => postfix.Operand,
        _ => step,
    }).Symbol;
}
