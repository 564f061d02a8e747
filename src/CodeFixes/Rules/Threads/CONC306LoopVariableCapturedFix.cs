using System.Composition;
using ConcurrencyAnalyzers.CodeFixes.Rewrites;
using ConcurrencyAnalyzers.Rules.Threads;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.CodeFixes.Rules.Threads;

/// <summary>Copies the variable in each round, and lets the thread read the copy.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(CONC306LoopVariableCapturedFix))]
[Shared]
public sealed class CONC306LoopVariableCapturedFix() : ConcurrencyCodeFix("CONC306")
{
    internal const string Key = "CONC306_Copy";

    /// <summary>Two variables may be captured by one lambda.</summary>
    private protected override FixAllProvider FixAll => new SequentialFixAll(this);

    private protected override async Task RegisterAsync(CodeFixContext context, FixTarget target)
    {
        if (target.Property(CONC306LoopVariableCapturedAnalyzer.VariableProperty) is not { } variable
            || await context.Document.GetSemanticModelAsync(context.CancellationToken).ConfigureAwait(false) is not { } model)
        {
            return;
        }

        var reads = Enumerable.Range(0, target.Diagnostic.AdditionalLocations.Count).Select(target.Other).Prepend(target.Node).ToList();
        if (reads.TrueForAll(static read => read is IdentifierNameSyntax && !GivesName(read)) && StatementWith(target.Node, variable, model) is { } statement)
        {
            var copy = FreeName(model, statement, variable + "Copy");
            Register(context, target, $"Copy '{variable}' in each round", Key, _ => Task.FromResult(context.Document.WithSyntaxRoot(Copy(target.Root, statement, reads!, variable, copy))));
        }
    }

    /// <summary>In an anonymous type or a tuple the variable also names a member.</summary>
    private static bool GivesName(SyntaxNode read) =>
        read.Parent is AnonymousObjectMemberDeclaratorSyntax { NameEquals: null } or ArgumentSyntax { NameColon: null, Parent: TupleExpressionSyntax };

    /// <summary>The statement that contains the outermost function which captures the variable.</summary>
    private static StatementSyntax? StatementWith(SyntaxNode read, string variable, SemanticModel model)
    {
        var declared = model.GetSymbolInfo(read).Symbol?.DeclaringSyntaxReferences.FirstOrDefault()?.Span;
        var function = read.Ancestors().OfType<AnonymousFunctionExpressionSyntax>().LastOrDefault(lambda => declared is { } span && !lambda.Span.Contains(span));
        var statement = function?.FirstAncestorOrSelf<StatementSyntax>();
        return statement is ExpressionStatementSyntax or LocalDeclarationStatementSyntax && variable.Length > 0 ? statement : null;
    }

    private static SyntaxNode Copy(SyntaxNode root, StatementSyntax statement, List<SyntaxNode?> reads, string variable, string copy)
    {
        var changed = statement.ReplaceNodes(reads.OfType<IdentifierNameSyntax>(), (read, _) => read.WithIdentifier(SyntaxFactory.Identifier(copy).WithTriviaFrom(read.Identifier)));
        var mark = new SyntaxAnnotation();
        root = root.ReplaceNode(statement, changed.WithAdditionalAnnotations(mark));
        return StatementInsertion.Before(root, (StatementSyntax)root.GetAnnotatedNodes(mark).Single(), Declaration(copy, variable));
    }

    private static LocalDeclarationStatementSyntax Declaration(string copy, string variable) => SyntaxFactory.LocalDeclarationStatement(SyntaxFactory.VariableDeclaration(
        SyntaxFactory.IdentifierName("var").WithTrailingTrivia(SyntaxFactory.Space),
        SyntaxFactory.SingletonSeparatedList(SyntaxFactory.VariableDeclarator(copy).WithInitializer(SyntaxFactory.EqualsValueClause(
            SyntaxFactory.Token(SyntaxKind.EqualsToken).WithLeadingTrivia(SyntaxFactory.Space).WithTrailingTrivia(SyntaxFactory.Space),
            SyntaxFactory.IdentifierName(variable))))));

    private static string FreeName(SemanticModel model, StatementSyntax statement, string wanted)
    {
        var taken = new HashSet<string>(statement.AncestorsAndSelf().Last(static node => node is StatementSyntax or MemberDeclarationSyntax).DescendantTokens().Where(static token => token.IsKind(SyntaxKind.IdentifierToken)).Select(static token => token.ValueText), StringComparer.Ordinal);
        var name = wanted;
        for (var number = 2; taken.Contains(name) || !model.LookupSymbols(statement.SpanStart, name: name).IsEmpty; number++)
        {
            name = wanted + number.ToString(System.Globalization.CultureInfo.InvariantCulture);
        }

        return name;
    }
}
