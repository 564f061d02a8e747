using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Simplification;

namespace ConcurrencyAnalyzers.CodeFixes.Rewrites;

/// <summary>Locals that are declared by statements which go into a block, and used behind them: they have to be declared before.</summary>
internal sealed class HoistedLocals
{
    private readonly Dictionary<LocalDeclarationStatementSyntax, TypeSyntax> types;

    private HoistedLocals(Dictionary<LocalDeclarationStatementSyntax, TypeSyntax> types) => this.types = types;

    public IEnumerable<LocalDeclarationStatementSyntax> Declarations => types.Keys;

    /// <returns>Null where a variable cannot be declared apart from its value.</returns>
    public static HoistedLocals? Of(IReadOnlyList<StatementSyntax> moved, IReadOnlyList<StatementSyntax> after, SemanticModel model)
    {
        var types = new Dictionary<LocalDeclarationStatementSyntax, TypeSyntax>();
        var used = new HashSet<string>(after.SelectMany(NamesIn), StringComparer.Ordinal);
        foreach (var statement in moved)
        {
            if (statement is LocalDeclarationStatementSyntax { UsingKeyword.RawKind: not 0 })
            {
                // It would be disposed before what follows, not behind it.
                if (after.Count > 0)
                {
                    return null;
                }
            }
            else if (NamesOf([statement]).Overlaps(used))
            {
                if (statement is not LocalDeclarationStatementSyntax { IsConst: false, Declaration.Variables: [{ Initializer: { Value: { } value } } variable] } declaration
                    || NamesOf([statement]).Count > 1
                    || declaration.Declaration.Type is RefTypeSyntax or ScopedTypeSyntax
                    || value is StackAllocArrayCreationExpressionSyntax or InitializerExpressionSyntax
                    || model.GetDeclaredSymbol(variable) is not ILocalSymbol { IsRef: false, Type: { IsRefLikeType: false, IsAnonymousType: false, TypeKind: not TypeKind.Error } type }
                    || ContainsAnonymous(type))
                {
                    return null;
                }

                types.Add(declaration, declaration.Declaration.Type.IsVar ? SyntaxFactory.ParseTypeName(NameOf(type, model, declaration.SpanStart)).WithAdditionalAnnotations(Simplifier.Annotation) : declaration.Declaration.Type.WithoutTrivia());
            }
        }

        return new(types);
    }

    /// <summary>The names that the statements bring into the list they stand in, patterns and out variables included.</summary>
    public static HashSet<string> NamesOf(IEnumerable<StatementSyntax> statements)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var statement in statements)
        {
            switch (statement)
            {
                case LocalFunctionStatementSyntax function:
                    names.Add(function.Identifier.ValueText);
                    continue;

                case LocalDeclarationStatementSyntax declaration:
                    names.UnionWith(declaration.Declaration.Variables.Select(static variable => variable.Identifier.ValueText));
                    break;
            }

            // Variables of nested blocks are not seen outside them; those of expressions are.
            names.UnionWith(statement.DescendantNodes(static node => node is not BlockSyntax and not AnonymousFunctionExpressionSyntax and not StatementSyntax { Parent: not BlockSyntax and not SwitchSectionSyntax and not GlobalStatementSyntax })
                .OfType<SingleVariableDesignationSyntax>().Select(static variable => variable.Identifier.ValueText));
        }

        return names;
    }

    public static IEnumerable<string> NamesIn(SyntaxNode node) => node.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>().Select(static name => name.Identifier.ValueText);

    public StatementSyntax DeclarationOf(LocalDeclarationStatementSyntax original) =>
        SyntaxFactory.LocalDeclarationStatement(SyntaxFactory.VariableDeclaration(
            types[original].WithTrailingTrivia(SyntaxFactory.Space),
            SyntaxFactory.SingletonSeparatedList(SyntaxFactory.VariableDeclarator(original.Declaration.Variables[0].Identifier.WithoutTrivia()))));

    public static StatementSyntax AssignmentOf(LocalDeclarationStatementSyntax current)
    {
        var variable = current.Declaration.Variables[0];
        return SyntaxFactory.ExpressionStatement(
            SyntaxFactory.AssignmentExpression(
                SyntaxKind.SimpleAssignmentExpression,
                SyntaxFactory.IdentifierName(variable.Identifier.WithoutTrivia()).WithTrailingTrivia(SyntaxFactory.Space),
                variable.Initializer!.EqualsToken,
                variable.Initializer.Value),
            current.SemicolonToken).WithLeadingTrivia(current.GetLeadingTrivia());
    }

    /// <summary>With its question mark where null may be in it.</summary>
    private static string NameOf(ITypeSymbol type, SemanticModel model, int position)
    {
        // A declared var has the type "string?", whatever its value: without nullable context the question mark would be a warning.
        var named = model.GetNullableContext(position).AnnotationsEnabled() ? type : type.WithNullableAnnotation(NullableAnnotation.None);
        return named.ToMinimalDisplayString(model, named.NullableAnnotation == NullableAnnotation.Annotated ? NullableFlowState.MaybeNull : NullableFlowState.NotNull, position);
    }

    private static bool ContainsAnonymous(ITypeSymbol type) => type switch
    {
        { IsAnonymousType: true } => true,
        IArrayTypeSymbol array => ContainsAnonymous(array.ElementType),
        INamedTypeSymbol named => named.TypeArguments.Any(ContainsAnonymous),
        _ => false,
    };
}
