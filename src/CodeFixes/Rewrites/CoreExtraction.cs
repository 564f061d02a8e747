using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;

namespace ConcurrencyAnalyzers.CodeFixes.Rewrites;

/// <summary>
/// Moves what a method does under its lock into a method of its own, <c>…Core</c>, which expects the lock to be held, and lets one call
/// that is made under the lock go there.
/// </summary>
internal static class CoreExtraction
{
    /// <param name="root">The document.</param>
    /// <param name="locked">The method that takes the lock.</param>
    /// <param name="call">The call of it that is made with the lock held.</param>
    /// <param name="lockName">How the user calls the lock.</param>
    public static SyntaxNode Apply(SyntaxNode root, LockedMethod locked, InvocationExpressionSyntax call, string lockName)
    {
        var calledName = NameIn(call);
        if (locked.ExtractedCore() is { } existing && !existing.Span.IntersectsWith(call.Span))
        {
            return root.ReplaceNode(calledName, Renamed(calledName, existing.Identifier.ValueText));
        }

        var name = FreeName(locked, root);
        var lineEnd = LineEnding.Of(root);
        root = root.TrackNodes(calledName, locked.Declaration, locked.Work, locked.Body);
        var current = root.GetCurrentNode(calledName)!;
        root = root.ReplaceNode(current, Renamed(current, name));
        var declaration = root.GetCurrentNode(locked.Declaration)!;
        var body = root.GetCurrentNode(locked.Body)!;
        var work = root.GetCurrentNode(locked.Work)!;
        var core = Core(declaration, work == body ? body.WithStatements(SyntaxFactory.List(body.Statements.Skip(1))) : (BlockSyntax)work, name, lockName, lineEnd);
        var delegating = Delegating(locked, name, lineEnd);
        var shrunk = work == body
            ? declaration.ReplaceNode(body, body.WithStatements(SyntaxFactory.List([body.Statements[0], delegating])))
            : declaration.ReplaceNode(work, ((BlockSyntax)work).WithStatements(SyntaxFactory.SingletonList(delegating)));
        return declaration.Parent is GlobalStatementSyntax global
            ? root.ReplaceNode(global, [global.WithStatement((StatementSyntax)shrunk), SyntaxFactory.GlobalStatement((StatementSyntax)core)])
            : root.ReplaceNode(declaration, [shrunk, core]);
    }

    /// <summary>The name in the call that says which method is meant; null where the call has no such name.</summary>
    public static SimpleNameSyntax? TargetName(InvocationExpressionSyntax call) => call.Expression switch
    {
        SimpleNameSyntax name => name,
        MemberAccessExpressionSyntax access => access.Name,
        _ => null,
    };

    private static SimpleNameSyntax NameIn(InvocationExpressionSyntax call) => TargetName(call)!;

    private static SimpleNameSyntax Renamed(SimpleNameSyntax name, string to) =>
        name.WithIdentifier(SyntaxFactory.Identifier(to).WithTriviaFrom(name.Identifier));

    private static string FreeName(LockedMethod locked, SyntaxNode root)
    {
        var name = locked.Name.EndsWith("Async", StringComparison.Ordinal) ? locked.Name.Substring(0, locked.Name.Length - 5) + "CoreAsync" : locked.Name + "Core";
        var taken = new HashSet<string>(root.DescendantTokens().Where(static token => token.IsKind(SyntaxKind.IdentifierToken)).Select(static token => token.ValueText), StringComparer.Ordinal);
        var free = name;
        for (var number = 2; taken.Contains(free); number++)
        {
            free = name + number;
        }

        return free;
    }

    private static SyntaxNode Core(SyntaxNode declaration, BlockSyntax work, string name, string lockName, SyntaxTrivia lineEnd)
    {
        var body = SyntaxFactory.Block(work.OpenBraceToken, work.Statements, work.CloseBraceToken);
        var identifier = SyntaxFactory.Identifier(name);
        var comment = SyntaxFactory.TriviaList(
            lineEnd,
            SyntaxFactory.Comment($"// The caller holds {lockName}."),
            lineEnd);
        SyntaxNode core = declaration switch
        {
            MethodDeclarationSyntax method => method
                .WithAttributeLists(default)
                .WithModifiers(CoreModifiers(method.Modifiers))
                .WithIdentifier(identifier)
                .WithBody(body),
            LocalFunctionStatementSyntax function => function.WithAttributeLists(default).WithIdentifier(identifier).WithBody(body),
            _ => throw new InvalidOperationException("Only methods and local functions have a core."),
        };
        return core.WithLeadingTrivia(comment).WithTrailingTrivia(lineEnd).WithAdditionalAnnotations(Formatter.Annotation);
    }

    private static SyntaxTokenList CoreModifiers(SyntaxTokenList modifiers)
    {
        var kept = new List<SyntaxToken> { SyntaxFactory.Token(SyntaxKind.PrivateKeyword) };
        foreach (var modifier in modifiers)
        {
            if (modifier.Kind() is SyntaxKind.StaticKeyword or SyntaxKind.AsyncKeyword or SyntaxKind.UnsafeKeyword)
            {
                kept.Add(modifier.WithoutTrivia());
            }
        }

        return SyntaxFactory.TokenList(kept.Select(static token => token.WithTrailingTrivia(SyntaxFactory.ElasticSpace)));
    }

    private static StatementSyntax Delegating(LockedMethod locked, string core, SyntaxTrivia lineEnd)
    {
        var arguments = locked.Parameters.Parameters.Select(static parameter =>
            SyntaxFactory.Argument(null, RefKindOf(parameter), SyntaxFactory.IdentifierName(parameter.Identifier.WithoutTrivia())));
        SimpleNameSyntax name = locked.TypeParameters is { Parameters.Count: > 0 } generic
            ? SyntaxFactory.GenericName(SyntaxFactory.Identifier(core), SyntaxFactory.TypeArgumentList(SyntaxFactory.SeparatedList<TypeSyntax>(generic.Parameters.Select(static parameter => SyntaxFactory.IdentifierName(parameter.Identifier.WithoutTrivia())))))
            : SyntaxFactory.IdentifierName(core);
        ExpressionSyntax call = SyntaxFactory.InvocationExpression(
            name, SyntaxFactory.ArgumentList(SyntaxFactory.SeparatedList(arguments)));
        if (locked.IsAsync)
        {
            call = SyntaxFactory.AwaitExpression(WithSameConfigureAwait(call, locked));
        }

        StatementSyntax statement = HasResult(locked) ? SyntaxFactory.ReturnStatement(call) : SyntaxFactory.ExpressionStatement(call);
        return statement.NormalizeWhitespace().WithTrailingTrivia(lineEnd).WithAdditionalAnnotations(Formatter.Annotation);
    }

    private static ExpressionSyntax WithSameConfigureAwait(ExpressionSyntax call, LockedMethod locked)
    {
        var model = locked.Body.Statements[0].DescendantNodes().OfType<InvocationExpressionSyntax>()
            .FirstOrDefault(static invocation => invocation.Expression is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ConfigureAwait" });
        return model is null
            ? call
            : model.WithExpression(((MemberAccessExpressionSyntax)model.Expression).WithExpression(call)).WithoutTrivia();
    }

    private static SyntaxToken RefKindOf(ParameterSyntax parameter)
    {
        foreach (var modifier in parameter.Modifiers)
        {
            if (modifier.Kind() is SyntaxKind.RefKeyword or SyntaxKind.OutKeyword or SyntaxKind.InKeyword)
            {
                return SyntaxFactory.Token(modifier.Kind());
            }
        }

        return default;
    }

    private static bool HasResult(LockedMethod locked) => locked.ReturnType switch
    {
        PredefinedTypeSyntax { Keyword.RawKind: (int)SyntaxKind.VoidKeyword } => false,
        GenericNameSyntax or QualifiedNameSyntax { Right: GenericNameSyntax } => true,
        _ => !locked.IsAsync,
    };
}
