using System.Composition;
using ConcurrencyAnalyzers.CodeFixes.Rewrites;
using ConcurrencyAnalyzers.Rules.SharedState;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;

namespace ConcurrencyAnalyzers.CodeFixes.Rules.SharedState;

/// <summary>Checks again under the lock; sets the flag last; or lets LazyInitializer make the value.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(CONC804UnsafeLazyInitializationFix))]
[Shared]
public sealed class CONC804UnsafeLazyInitializationFix() : ConcurrencyCodeFix("CONC804")
{
    internal const string CheckKey = "CONC804_CheckAgain";
    internal const string LastKey = "CONC804_SetFlagLast";
    internal const string LazyKey = "CONC804_UseLazyInitializer";
    internal const string PublishKey = "CONC804_PublishLast";

    /// <summary>The second change may need the using directive of the first.</summary>
    private protected override FixAllProvider FixAll => new SequentialFixAll(this);

    private protected override async Task RegisterAsync(CodeFixContext context, FixTarget target)
    {
        if (await context.Document.GetSemanticModelAsync(context.CancellationToken).ConfigureAwait(false) is not { } model
            || target.Node.FirstAncestorOrSelf<AssignmentExpressionSyntax>() is not { } assignment)
        {
            return;
        }

        var (title, key, root) = target.Property(CONC804UnsafeLazyInitializationAnalyzer.FaultProperty) switch
        {
            nameof(InitializationFault.NoSecondCheck) => ("Check again under the lock", CheckKey, CheckAgain(target, assignment)),
            nameof(InitializationFault.FlagBeforeData) => ("Set the flag last", LastKey, SetLast(target.Root, assignment, model)),
            nameof(InitializationFault.PublishedEarly) => ("Complete the object first", PublishKey, LatePublication.Apply(target.Root, assignment, model)),
            nameof(InitializationFault.NoLock) => ("Use LazyInitializer", LazyKey, UseInitializer(target.Root, assignment, model)),
            _ => ("", "", null),
        };
        if (root is not null
            && context.Document.WithSyntaxRoot(root) is var changed
            && await CheckedChange.IsSoundAsync(context.Document, changed, context.CancellationToken).ConfigureAwait(false))
        {
            Register(context, target, title, key, _ => Task.FromResult(changed));
        }
    }

    private static SyntaxNode? CheckAgain(FixTarget target, AssignmentExpressionSyntax assignment)
    {
        if (LockedBlock(assignment) is not { ContainsDirectives: false } block || target.Other(0)?.FirstAncestorOrSelf<IfStatementSyntax>() is not { } first)
        {
            return null;
        }

        var lineEnd = LineEnding.Of(target.Root);
        if (!first.Span.Contains(assignment.Span))
        {
            var blank = SyntaxFactory.EndOfLine(lineEnd.ToString());
            var again = first.WithoutTrivia().WithTrailingTrivia(blank, blank).WithAdditionalAnnotations(Formatter.Annotation);
            return target.Root.ReplaceNode(block, block.WithStatements(block.Statements.Insert(0, again)).WithAdditionalAnnotations(Formatter.Annotation));
        }

        var inner = SyntaxFactory.IfStatement(first.Condition.WithoutTrivia(), SyntaxFactory.Block(block.Statements).WithAdditionalAnnotations(Formatter.Annotation))
            .WithTrailingTrivia(lineEnd)
            .WithAdditionalAnnotations(Formatter.Annotation);
        return target.Root.ReplaceNode(block, block.WithStatements(SyntaxFactory.SingletonList<StatementSyntax>(inner)).WithAdditionalAnnotations(Formatter.Annotation));
    }

    /// <summary>The block that runs under the lock.</summary>
    private static BlockSyntax? LockedBlock(SyntaxNode node)
    {
        for (; node.Parent is { } parent; node = parent)
        {
            switch (parent)
            {
                case LockStatementSyntax locked:
                    return locked.Statement as BlockSyntax;

                case UsingStatementSyntax scope when scope.Statement == node:
                    return node as BlockSyntax;

                case TryStatementSyntax { Finally: not null } guarded when guarded.Block == node:
                    return guarded.Block;

                case AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or MemberDeclarationSyntax:
                    return null;
            }
        }

        return null;
    }

    private static SyntaxNode? SetLast(SyntaxNode root, AssignmentExpressionSyntax assignment, SemanticModel model)
    {
        if (assignment.Parent is not ExpressionStatementSyntax { Parent: BlockSyntax block } flag
            || block.Statements.Last() == flag
            || block.Statements.SkipWhile(statement => statement != flag).Any(statement => statement is not (ExpressionStatementSyntax or LocalDeclarationStatementSyntax) || AsksFor(assignment.Left, statement, model)))
        {
            return null;
        }

        var last = block.Statements.Last();
        var others = block.Statements.Where(statement => statement != flag).ToList();
        others.Add(flag.WithTriviaFrom(last).WithLeadingTrivia(flag.GetLeadingTrivia()));
        return root.ReplaceNode(block, block.WithStatements(SyntaxFactory.List(others)));
    }

    /// <summary>A method that is called there looks at the flag itself.</summary>
    private static bool AsksFor(ExpressionSyntax flag, StatementSyntax statement, SemanticModel model) =>
        model.GetSymbolInfo(flag).Symbol is { } field
        && statement.DescendantNodes().OfType<InvocationExpressionSyntax>()
            .Select(call => model.GetSymbolInfo(call).Symbol)
            .OfType<ISymbol>()
            .SelectMany(static callee => callee.DeclaringSyntaxReferences)
            .Any(callee => callee.GetSyntax().DescendantNodes().OfType<IdentifierNameSyntax>().Any(name => name.Identifier.ValueText == field.Name));

    private static SyntaxNode? UseInitializer(SyntaxNode root, AssignmentExpressionSyntax assignment, SemanticModel model)
    {
        if (assignment.Right.DescendantNodesAndSelf().Any(static node => node is AwaitExpressionSyntax) || model.GetTypeInfo(assignment.Right).Type is null)
        {
            return null;
        }

        SyntaxNode replaced = assignment;
        var semicolon = "";
        if (assignment.IsKind(SyntaxKind.SimpleAssignmentExpression))
        {
            if (assignment.FirstAncestorOrSelf<IfStatementSyntax>() is not { Else: null } check || check.ContainsDirectives || HasComments(check.Statement))
            {
                return null;
            }

            replaced = check;
            semicolon = ";";
        }

        var value = assignment.Right is ImplicitObjectCreationExpressionSyntax implicitly && model.GetTypeInfo(implicitly).Type is { } type
            ? $"new {type.ToMinimalDisplayString(model, assignment.SpanStart)}{implicitly.ArgumentList}{implicitly.Initializer}"
            : assignment.Right.WithoutTrivia().ToFullString();
        var text = $"LazyInitializer.EnsureInitialized(ref {assignment.Left.WithoutTrivia()}, () => {value})";
        SyntaxNode made = semicolon.Length > 0 ? SyntaxFactory.ParseStatement(text + semicolon) : SyntaxFactory.ParseExpression(text);
        var found = model.LookupNamespacesAndTypes(assignment.SpanStart, name: "LazyInitializer");
        root = root.ReplaceNode(replaced, made.WithTriviaFrom(replaced));
        return found.IsEmpty ? UsingDirectives.Add(root, "System.Threading", LineEnding.Of(root)) : root;
    }

    private static bool HasComments(SyntaxNode node) => node.DescendantTrivia().Any(static trivia => trivia.IsKind(SyntaxKind.SingleLineCommentTrivia) || trivia.IsKind(SyntaxKind.MultiLineCommentTrivia));
}
