using System.Composition;
using ConcurrencyAnalyzers.CodeFixes.Rewrites;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.CodeFixes.Rules.SharedState;

/// <summary>Keeps the timer in a field; or, where the method waits while the timer is to run, until the method ends.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(CONC805CollectedTimerFix))]
[Shared]
public sealed class CONC805CollectedTimerFix() : ConcurrencyCodeFix("CONC805")
{
    internal const string FieldKey = "CONC805_KeepInField";
    internal const string CollectionKey = "CONC805_KeepInCollection";
    internal const string UsingKey = "CONC805_UseUsing";

    private static readonly HashSet<string> Waits = new(StringComparer.Ordinal) { "Read", "ReadKey", "ReadLine", "Sleep", "Wait", "WaitOne", "WaitAll", "WaitAny", "Join", "Run", "RunAsync", "WaitForExit", "GetResult" };

    /// <summary>A second timer of the type needs a field with another name than the first.</summary>
    private protected override FixAllProvider FixAll => new SequentialFixAll(this);

    private protected override async Task RegisterAsync(CodeFixContext context, FixTarget target)
    {
        if (await context.Document.GetSemanticModelAsync(context.CancellationToken).ConfigureAwait(false) is not { } model
            || target.Node.FirstAncestorOrSelf<BaseObjectCreationExpressionSyntax>() is not { } creation)
        {
            return;
        }

        if (creation.Parent is ArrowExpressionClauseSyntax { Parent: MethodDeclarationSyntax })
        {
            if (PlainField.FromExpression(target.Root, creation, "timer", model) is { } assigned)
            {
                await RegisterIfSoundAsync(context, target, "Keep the timer in a field", FieldKey, assigned).ConfigureAwait(false);
            }

            return;
        }

        if (creation.FirstAncestorOrSelf<StatementSyntax>() is not { } statement)
        {
            return;
        }

        // Each round of a loop, or call of a function, makes a timer of its own, and a field holds one.
        if (IsIn(creation, static node => node is ForStatementSyntax or CommonForEachStatementSyntax or WhileStatementSyntax or DoStatementSyntax or AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax))
        {
            var isConcurrent = IsIn(creation, static node => node is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax);
            if (IsAlone(creation, statement) && CollectionField.Add(target.Root, statement, creation, "timers", isConcurrent, model) is { } collected)
            {
                await RegisterIfSoundAsync(context, target, "Keep the timers in a field", CollectionKey, collected).ConfigureAwait(false);
            }
        }
        else if (KeepInField(target.Root, creation, statement, model) is { } kept)
        {
            await RegisterIfSoundAsync(context, target, "Keep the timer in a field", FieldKey, kept).ConfigureAwait(false);
        }

        if (statement is LocalDeclarationStatementSyntax { UsingKeyword.RawKind: 0, AwaitKeyword.RawKind: 0 } local && IsWaitedAfter(local) && SupportsUsing(local))
        {
            var keyword = SyntaxFactory.Token(SyntaxKind.UsingKeyword).WithTrailingTrivia(SyntaxFactory.Space);
            var changed = local.WithoutLeadingTrivia().WithUsingKeyword(keyword).WithLeadingTrivia(local.GetLeadingTrivia());
            await RegisterIfSoundAsync(context, target, "Dispose of the timer at the end of the block", UsingKey, target.Root.ReplaceNode(local, changed)).ConfigureAwait(false);
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

    private static SyntaxNode? KeepInField(SyntaxNode root, BaseObjectCreationExpressionSyntax creation, StatementSyntax statement, SemanticModel model) => statement switch
    {
        LocalDeclarationStatementSyntax local when local.Declaration.Variables is [{ Initializer: { } initializer }] && initializer.Value == creation => PlainField.FromLocal(root, local, model),
        ExpressionStatementSyntax { Expression: AssignmentExpressionSyntax { Left: IdentifierNameSyntax { Identifier.ValueText: "_" } } discard } dropped when discard.Right == creation => PlainField.FromStatement(root, dropped, creation, "timer", model),
        ExpressionStatementSyntax dropped when dropped.Expression == creation => PlainField.FromStatement(root, dropped, creation, "timer", model),
        _ => null,
    };

    /// <summary>The statement does nothing but make the timer, or declare a local with it.</summary>
    private static bool IsAlone(BaseObjectCreationExpressionSyntax creation, StatementSyntax statement) => statement switch
    {
        LocalDeclarationStatementSyntax { UsingKeyword.RawKind: 0, Declaration.Variables: [{ Initializer: { } initializer }] } => initializer.Value == creation,
        ExpressionStatementSyntax { Expression: AssignmentExpressionSyntax { Left: IdentifierNameSyntax { Identifier.ValueText: "_" } } discard } => discard.Right == creation,
        ExpressionStatementSyntax dropped => dropped.Expression == creation,
        _ => false,
    };

    private static bool IsIn(SyntaxNode node, Func<SyntaxNode, bool> kind) => node.Ancestors().TakeWhile(static ancestor => ancestor is not MemberDeclarationSyntax).Any(kind);

    /// <summary>Where nothing waits, the timer would be disposed of at once.</summary>
    private static bool IsWaitedAfter(LocalDeclarationStatementSyntax local)
    {
        if (local.Parent is not (BlockSyntax or GlobalStatementSyntax) || StatementList.Around(local) is not { } list)
        {
            return false;
        }

        return list.Statements.Skip(list.IndexOf(local) + 1).SelectMany(static next => next.DescendantNodesAndSelf()).Any(static node => node switch
        {
            AwaitExpressionSyntax or WhileStatementSyntax { Condition.RawKind: (int)SyntaxKind.TrueLiteralExpression } => true,
            InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access } => Waits.Contains(access.Name.Identifier.ValueText),
            _ => false,
        });
    }

    private static bool SupportsUsing(SyntaxNode node) => ((CSharpParseOptions)node.SyntaxTree.Options).LanguageVersion >= LanguageVersion.CSharp8;
}
