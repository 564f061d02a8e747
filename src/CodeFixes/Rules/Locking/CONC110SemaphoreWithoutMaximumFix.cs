using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Simplification;

namespace ConcurrencyAnalyzers.CodeFixes.Rules.Locking;

/// <summary>Gives the semaphore the maximum of one; the Runtime has a type for that.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(CONC110SemaphoreWithoutMaximumFix))]
[Shared]
public sealed class CONC110SemaphoreWithoutMaximumFix() : ConcurrencyCodeFix("CONC110")
{
    internal const string Key = "CONC110_AddMaximum";

    private protected override async Task RegisterAsync(CodeFixContext context, FixTarget target)
    {
        if (target.Node.FirstAncestorOrSelf<BaseObjectCreationExpressionSyntax>() is not { Initializer: null } creation
            || await context.Document.GetSemanticModelAsync(context.CancellationToken).ConfigureAwait(false) is not { } model)
        {
            return;
        }

        if (model.GetTypeInfo(creation, context.CancellationToken).Type?.Name == "CountingSemaphore")
        {
            Register(context, target, "Make it a BoundedSemaphore", Key, _ => Task.FromResult(context.Document.WithSyntaxRoot(target.Root.ReplaceNode(creation, Bounded(creation)))));
        }
        else if (creation.ArgumentList is { Arguments.Count: 1 or 2 } arguments && WithMaximum(arguments) is { } bounded)
        {
            Register(context, target, "Set the maximum to 1", Key, _ => Task.FromResult(context.Document.WithSyntaxRoot(target.Root.ReplaceNode(arguments, bounded))));
        }
    }

    private static ArgumentListSyntax? WithMaximum(ArgumentListSyntax list)
    {
        var one = SyntaxFactory.LiteralExpression(SyntaxKind.NumericLiteralExpression, SyntaxFactory.Literal(1));
        if (list.Arguments.Count == 2)
        {
            return list.Arguments.All(static argument => argument.NameColon is null)
                ? list.ReplaceNode(list.Arguments[1].Expression, one.WithTriviaFrom(list.Arguments[1].Expression))
                : null;
        }

        var argument = list.Arguments[0];
        var maximum = SyntaxFactory.Argument(one);
        if (argument.NameColon is not null)
        {
            maximum = maximum.WithNameColon(SyntaxFactory.NameColon(SyntaxFactory.IdentifierName("maxCount")).WithTrailingTrivia(SyntaxFactory.Space));
        }

        var comma = SyntaxFactory.Token(SyntaxKind.CommaToken).WithTrailingTrivia(SyntaxFactory.Space);
        return list.WithArguments(SyntaxFactory.SeparatedList([argument.WithoutTrailingTrivia(), maximum.WithTrailingTrivia(argument.GetTrailingTrivia())], [comma]));
    }

    private static ObjectCreationExpressionSyntax Bounded(BaseObjectCreationExpressionSyntax creation)
    {
        var type = SyntaxFactory.ParseTypeName("global::ConcurrencyAnalyzers.Runtime.BoundedSemaphore").WithAdditionalAnnotations(Simplifier.Annotation, Simplifier.AddImportsAnnotation);
        return creation is ObjectCreationExpressionSyntax known
            ? known.WithType(type.WithTriviaFrom(known.Type))
            : SyntaxFactory.ObjectCreationExpression(
                SyntaxFactory.Token(SyntaxKind.NewKeyword).WithTrailingTrivia(SyntaxFactory.Space), type, creation.ArgumentList ?? SyntaxFactory.ArgumentList(), null).WithTriviaFrom(creation);
    }
}
