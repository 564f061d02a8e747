using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.CodeFixes.Rewrites;

/// <summary>Copies a delegate under the lock and calls the copy behind it.</summary>
internal sealed class CallbackCopy
{
    private readonly TailMove move;
    private readonly ExpressionSyntax source;
    private readonly string? type;
    private readonly string name;

    private CallbackCopy(TailMove move, ExpressionSyntax source, string? type, string name)
    {
        this.move = move;
        this.source = source;
        this.type = type;
        this.name = name;
    }

    /// <returns>Null where the call is not the last statement, or its arguments may be others without the lock.</returns>
    public static CallbackCopy? Of(SyntaxNode node, SyntaxNode? acquire, SemanticModel model, CancellationToken cancellationToken)
    {
        if (TailMove.Of(node, acquire) is not { Tail: ExpressionStatementSyntax { Expression: var call } } move || !move.IsIndependent(model) || SourceOf(call) is not { } source)
        {
            return null;
        }

        if (model.GetSymbolInfo(source, cancellationToken).Symbol is not { } symbol || model.GetTypeInfo(source, cancellationToken).Type is not { TypeKind: TypeKind.Delegate } type
            || !SteadyNames.Only(call, model, cancellationToken, except: source))
        {
            return null;
        }

        if (symbol is IParameterSymbol or ILocalSymbol)
        {
            return new(move, source, null, symbol.Name);
        }

        var name = FreeName(symbol.Name, move.Locked, model);
        var nullable = call is ConditionalAccessExpressionSyntax && model.GetNullableContext(source.SpanStart).AnnotationsEnabled() ? "?" : "";
        return name is null ? null : new(move, source, type.WithNullableAnnotation(NullableAnnotation.NotAnnotated).ToMinimalDisplayString(model, move.Locked.SpanStart) + nullable, name);
    }

    public SyntaxNode Apply(SyntaxNode root)
    {
        if (type is null)
        {
            return move.Apply(root);
        }

        var behind = move.Tail.ReplaceNode(source, SyntaxFactory.IdentifierName(name).WithTriviaFrom(source));
        return move.Apply(
            root,
            SyntaxFactory.ParseStatement($"{type} {name};"),
            behind,
            SyntaxFactory.ParseStatement($"{name} = {source.WithoutTrivia()};"));
    }

    /// <summary>The event, field or parameter in <c>Changed?.Invoke(…)</c>, <c>Changed.Invoke(…)</c> or <c>Changed(…)</c>.</summary>
    private static ExpressionSyntax? SourceOf(ExpressionSyntax call)
    {
        var source = call switch
        {
            ConditionalAccessExpressionSyntax { WhenNotNull: InvocationExpressionSyntax { Expression: MemberBindingExpressionSyntax { Name.Identifier.ValueText: "Invoke" } } } conditional => conditional.Expression,
            InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Invoke" } access } => access.Expression,
            InvocationExpressionSyntax invocation => invocation.Expression,
            _ => null,
        };
        return source is IdentifierNameSyntax or MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax } ? source : null;
    }

    private static string? FreeName(string member, StatementSyntax place, SemanticModel model)
    {
        var plain = member.TrimStart('_');
        if (plain.Length == 0)
        {
            return null;
        }

        var name = char.ToLowerInvariant(plain[0]) + plain.Substring(1);
        name = name == member ? name + "Copy" : name;
        var function = place.FirstAncestorOrSelf<MemberDeclarationSyntax>(static node => node is not GlobalStatementSyntax) ?? place.SyntaxTree.GetRoot();
        var isTaken = function.DescendantTokens().Any(token => token.IsKind(SyntaxKind.IdentifierToken) && token.ValueText == name)
            || model.LookupSymbols(place.SpanStart, name: name).Any(static found => found is ILocalSymbol or IParameterSymbol)
            || SyntaxFacts.GetKeywordKind(name) != SyntaxKind.None;
        return isTaken ? null : name;
    }
}
