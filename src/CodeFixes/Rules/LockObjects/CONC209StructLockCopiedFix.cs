using System.Composition;
using ConcurrencyAnalyzers.CodeFixes.Rewrites;
using ConcurrencyAnalyzers.Rules.LockObjects;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.CodeFixes.Rules.LockObjects;

/// <summary>Takes <c>readonly</c> off the field, or lets a local or parameter be a reference to the lock.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(CONC209StructLockCopiedFix))]
[Shared]
public sealed class CONC209StructLockCopiedFix() : ConcurrencyCodeFix("CONC209")
{
    internal const string WritableKey = "CONC209_RemoveReadOnly";
    internal const string LocalKey = "CONC209_RefLocal";
    internal const string ParameterKey = "CONC209_RefParameter";

    private protected override async Task RegisterAsync(CodeFixContext context, FixTarget target)
    {
        if (await context.Document.GetSemanticModelAsync(context.CancellationToken).ConfigureAwait(false) is not { } model)
        {
            return;
        }

        var (title, key, root) = target.Property(CONC209StructLockCopiedAnalyzer.RepairProperty) switch
        {
            CONC209StructLockCopiedAnalyzer.RemoveReadOnly => ("Remove 'readonly'", WritableKey, RemoveReadOnly(target)),
            CONC209StructLockCopiedAnalyzer.UseRefLocal => ("Use a reference to the lock", LocalKey, UseRefLocal(target, model)),
            CONC209StructLockCopiedAnalyzer.PassByRef => ("Pass the lock by reference", ParameterKey, PassByRef(target, model)),
            _ => ("", "", null),
        };
        if (root is not null && context.Document.WithSyntaxRoot(root) is var changed && await CheckedChange.IsSoundAsync(context.Document, changed, context.CancellationToken).ConfigureAwait(false))
        {
            Register(context, target, title, key, _ => Task.FromResult(changed));
        }
    }

    private static SyntaxNode? RemoveReadOnly(FixTarget target)
    {
        var keyword = target.Root.FindToken(target.Diagnostic.Location.SourceSpan.Start);
        if (!keyword.IsKind(SyntaxKind.ReadOnlyKeyword) || keyword.Parent is not FieldDeclarationSyntax { Declaration.Variables.Count: 1 } field)
        {
            return null;
        }

        // Comments behind the keyword stay; of the white space around it one half goes.
        var next = keyword.GetNextToken();
        var changed = field.ReplaceToken(next, next.WithLeadingTrivia(keyword.TrailingTrivia.SkipWhile(static part => part.IsKind(SyntaxKind.WhitespaceTrivia)).Concat(next.LeadingTrivia)));
        changed = changed.WithModifiers(SyntaxFactory.TokenList(changed.Modifiers.Where(static modifier => !modifier.IsKind(SyntaxKind.ReadOnlyKeyword))));
        return target.Root.ReplaceNode(field, changed.WithLeadingTrivia(field.GetLeadingTrivia()));
    }

    private static SyntaxNode? UseRefLocal(FixTarget target, SemanticModel model)
    {
        if (target.Node.FirstAncestorOrSelf<ExpressionSyntax>() is not { Parent: EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax declarator } } value
            || declarator.Parent is not VariableDeclarationSyntax { Variables.Count: 1, Parent: LocalDeclarationStatementSyntax { UsingKeyword.RawKind: 0 } } declaration
            || model.GetSymbolInfo(value).Symbol is IFieldSymbol { IsReadOnly: true }
            || IsSuspendable(value, model)
            || IsAssigned(declarator))
        {
            return null;
        }

        var changed = declaration
            .WithType(SyntaxFactory.RefType(declaration.Type.WithoutLeadingTrivia()).WithRefKeyword(SyntaxFactory.Token(SyntaxKind.RefKeyword).WithTrailingTrivia(SyntaxFactory.Space)).WithLeadingTrivia(declaration.Type.GetLeadingTrivia()))
            .WithVariables(SyntaxFactory.SingletonSeparatedList(declarator.WithInitializer(declarator.Initializer!.WithValue(Ref(value)))));
        return target.Root.ReplaceNode(declaration, changed);
    }

    /// <summary>No reference lives across an await or yield; the compiler finds that out too late for the check below.</summary>
    private static bool IsSuspendable(SyntaxNode node, SemanticModel model) =>
        model.GetEnclosingSymbol(node.SpanStart) is IMethodSymbol { IsAsync: true }
        || node.Ancestors().TakeWhile(static ancestor => ancestor is not (MemberDeclarationSyntax or LocalFunctionStatementSyntax or AnonymousFunctionExpressionSyntax))
            .Any(static ancestor => ancestor.DescendantNodes().Any(static inner => inner is YieldStatementSyntax));

    /// <summary>Through a reference an assignment would replace the lock itself.</summary>
    private static bool IsAssigned(VariableDeclaratorSyntax declarator) => declarator.FirstAncestorOrSelf<MemberDeclarationSyntax>()?.DescendantNodes().OfType<AssignmentExpressionSyntax>()
        .Any(assignment => assignment.Left.ToString() == declarator.Identifier.ValueText) ?? true;

    private static RefExpressionSyntax Ref(ExpressionSyntax value) =>
        SyntaxFactory.RefExpression(SyntaxFactory.Token(SyntaxKind.RefKeyword).WithTrailingTrivia(SyntaxFactory.Space), value.WithoutLeadingTrivia()).WithLeadingTrivia(value.GetLeadingTrivia());

    /// <summary>All callers must be in sight: a private method or a local function.</summary>
    private static SyntaxNode? PassByRef(FixTarget target, SemanticModel model)
    {
        if (target.Node.FirstAncestorOrSelf<IdentifierNameSyntax>() is not { } use
            || model.GetSymbolInfo(use).Symbol is not IParameterSymbol { RefKind: RefKind.None, ContainingSymbol: IMethodSymbol method } parameter
            || (method.MethodKind != MethodKind.LocalFunction && (method.DeclaredAccessibility != Accessibility.Private || method.ContainingType.DeclaringSyntaxReferences.Length != 1))
            || parameter.DeclaringSyntaxReferences.Length != 1
            || parameter.DeclaringSyntaxReferences[0].GetSyntax() is not ParameterSyntax { Default: null, Type: not null } declaration
            || declaration.SyntaxTree != target.Root.SyntaxTree)
        {
            return null;
        }

        var arguments = new List<ArgumentSyntax>();
        foreach (var call in target.Root.DescendantNodes().OfType<InvocationExpressionSyntax>())
        {
            if (SymbolEqualityComparer.Default.Equals(model.GetSymbolInfo(call).Symbol?.OriginalDefinition, method.OriginalDefinition))
            {
                if (call.ArgumentList.Arguments.ElementAtOrDefault(parameter.Ordinal) is not { NameColon: null } argument)
                {
                    return null;
                }

                arguments.Add(argument);
            }
        }

        var keyword = SyntaxFactory.Token(SyntaxKind.RefKeyword).WithTrailingTrivia(SyntaxFactory.Space);
        return target.Root.ReplaceNodes(arguments.Cast<SyntaxNode>().Append(declaration), (_, node) => node switch
        {
            ArgumentSyntax argument => argument.WithoutLeadingTrivia().WithRefKindKeyword(keyword).WithLeadingTrivia(argument.GetLeadingTrivia()),
            ParameterSyntax changed => changed.WithoutLeadingTrivia().AddModifiers(keyword).WithLeadingTrivia(changed.GetLeadingTrivia()),
            _ => node,
        });
    }
}
