using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;
using Microsoft.CodeAnalysis.Formatting;
using Microsoft.CodeAnalysis.Simplification;

namespace ConcurrencyAnalyzers.CodeFixes.Rewrites;

/// <summary>Changes a private lock that belongs to a thread to a SemaphoreSlim with one permit, which any thread may release, where every use of it can come along.</summary>
internal sealed class SemaphoreChange
{
    private const string Semaphore = "global::System.Threading.SemaphoreSlim";

    private static readonly Dictionary<string, bool> Acquires = new(StringComparer.Ordinal)
    {
        ["Enter"] = true, ["WaitOne"] = true, ["Acquire"] = true, ["Exit"] = false, ["ReleaseMutex"] = false, ["Release"] = false,
    };

    private readonly SyntaxNode root;
    private readonly VariableDeclarationSyntax declaration;
    private readonly BaseObjectCreationExpressionSyntax creation;
    private readonly Dictionary<SyntaxNode, ExpressionSyntax> uses;

    private SemaphoreChange(SyntaxNode root, VariableDeclarationSyntax declaration, BaseObjectCreationExpressionSyntax creation, Dictionary<SyntaxNode, ExpressionSyntax> uses)
    {
        this.root = root;
        this.declaration = declaration;
        this.creation = creation;
        this.uses = uses;
    }

    /// <param name="root">The root of the document.</param>
    /// <param name="model">Of the document.</param>
    /// <param name="acquire">The call that acquires the lock, or the locked expression of a <c>lock</c>.</param>
    /// <returns>Null where the lock is not private and readonly, or some use of it has no counterpart.</returns>
    public static SemaphoreChange? For(SyntaxNode root, SemanticModel model, SyntaxNode acquire)
    {
        if (FieldIn(acquire, model) is not { } field
            || field.DeclaringSyntaxReferences[0].GetSyntax() is not VariableDeclaratorSyntax { Initializer.Value: BaseObjectCreationExpressionSyntax { Initializer: null, ArgumentList: null or { Arguments.Count: 0 } } creation, Parent: VariableDeclarationSyntax { Variables.Count: 1 } declaration } declarator
            || declarator.SyntaxTree != root.SyntaxTree)
        {
            return null;
        }

        var uses = new Dictionary<SyntaxNode, ExpressionSyntax>();
        foreach (var name in root.DescendantNodes().OfType<IdentifierNameSyntax>())
        {
            if (name.Identifier.ValueText == field.Name && SymbolEqualityComparer.Default.Equals(model.GetSymbolInfo(name).Symbol, field))
            {
                if (UseOf(name) is not var (node, receiver))
                {
                    return null;
                }

                uses[node] = receiver;
            }
        }

        return new(root, declaration, creation, uses);
    }

    public Document Apply(Document document)
    {
        var editor = new SyntaxEditor(root, document.Project.Solution.Workspace.Services);
        var type = SyntaxFactory.ParseTypeName(Semaphore).WithAdditionalAnnotations(Simplifier.Annotation, Simplifier.AddImportsAnnotation);
        var one = SyntaxFactory.ParseArgumentList("(1, 1)");
        editor.ReplaceNode(declaration.Type, type.WithTriviaFrom(declaration.Type));
        editor.ReplaceNode(creation, creation is ObjectCreationExpressionSyntax known
            ? known.WithType(type.WithTriviaFrom(known.Type).WithTrailingTrivia()).WithArgumentList(one).WithTriviaFrom(creation)
            : creation.WithArgumentList(one).WithTriviaFrom(creation));
        foreach (var use in uses)
        {
            editor.ReplaceNode(use.Key, (current, _) => use.Key is LockStatementSyntax ? Region((LockStatementSyntax)current, use.Value) : Call((InvocationExpressionSyntax)current, (InvocationExpressionSyntax)use.Key, use.Value));
        }

        return document.WithSyntaxRoot(editor.GetChangedRoot());
    }

    private static IFieldSymbol? FieldIn(SyntaxNode acquire, SemanticModel model)
    {
        var expression = acquire switch
        {
            InvocationExpressionSyntax { ArgumentList.Arguments: { Count: > 0 } arguments } => arguments[0].Expression,
            InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access } => access.Expression,
            LockStatementSyntax statement => statement.Expression,
            _ => acquire.FirstAncestorOrSelf<LockStatementSyntax>()?.Expression,
        };
        return expression is not null
            && model.GetSymbolInfo(expression).Symbol is IFieldSymbol { IsReadOnly: true, DeclaredAccessibility: Accessibility.Private, DeclaringSyntaxReferences.Length: 1 } field
            && field.ContainingType.DeclaringSyntaxReferences.Length == 1
                ? field
                : null;
    }

    /// <summary>The statement or call to rewrite, and the expression in it that names the lock.</summary>
    private static (SyntaxNode Node, ExpressionSyntax Lock)? UseOf(IdentifierNameSyntax name)
    {
        ExpressionSyntax whole = name.Parent is MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax } qualified && qualified.Name == name ? qualified : name;
        return whole.Parent switch
        {
            LockStatementSyntax { Parent: BlockSyntax } statement when !CanAwait(statement) => (statement, whole),
            ArgumentSyntax { Parent: ArgumentListSyntax { Arguments.Count: 1, Parent: InvocationExpressionSyntax { Parent: ExpressionStatementSyntax, Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Enter" or "Exit" } access } call } }
                when access.Expression.ToString() is "Monitor" or "System.Threading.Monitor" => (call, whole),
            MemberAccessExpressionSyntax { Name.Identifier.ValueText: var method, Parent: InvocationExpressionSyntax { ArgumentList.Arguments.Count: 0, Parent: ExpressionStatementSyntax } call } access
                when access.Expression == whole && Acquires.ContainsKey(method) => (call, whole),
            _ => null,
        };
    }

    private static ExpressionSyntax Call(InvocationExpressionSyntax current, InvocationExpressionSyntax original, ExpressionSyntax locked)
    {
        var isAcquire = Acquires[((MemberAccessExpressionSyntax)original.Expression).Name.Identifier.ValueText];
        var isAwaited = isAcquire && CanAwait(original);
        var call = On(locked, isAwaited ? "WaitAsync" : isAcquire ? "Wait" : "Release");
        return isAwaited
            ? SyntaxFactory.AwaitExpression(SyntaxFactory.Token(SyntaxKind.AwaitKeyword).WithTrailingTrivia(SyntaxFactory.Space), call).WithTriviaFrom(current)
            : call.WithTriviaFrom(current);
    }

    private static InvocationExpressionSyntax On(ExpressionSyntax locked, string method) => SyntaxFactory.InvocationExpression(
        SyntaxFactory.MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, locked.WithoutTrivia(), SyntaxFactory.IdentifierName(method)));

    /// <summary>A block in the place of the <c>lock</c>, so that the names in it stay where they are.</summary>
    private static BlockSyntax Region(LockStatementSyntax statement, ExpressionSyntax locked)
    {
        var body = statement.Statement as BlockSyntax ?? SyntaxFactory.Block(statement.Statement);
        var region = SyntaxFactory.TryStatement(body.WithoutLeadingTrivia(), default, SyntaxFactory.FinallyClause(SyntaxFactory.Block(SyntaxFactory.ExpressionStatement(On(locked, "Release")))));
        return SyntaxFactory.Block(SyntaxFactory.ExpressionStatement(On(locked, "Wait")), region).WithTriviaFrom(statement).WithAdditionalAnnotations(Formatter.Annotation);
    }

    /// <summary>Whether the nearest function is async; a lock statement there would have no place for the await.</summary>
    private static bool CanAwait(SyntaxNode node)
    {
        foreach (var ancestor in node.Ancestors())
        {
            switch (ancestor)
            {
                case AnonymousFunctionExpressionSyntax lambda:
                    return lambda.AsyncKeyword.RawKind != 0;

                case LocalFunctionStatementSyntax function:
                    return function.Modifiers.Any(SyntaxKind.AsyncKeyword);

                case MethodDeclarationSyntax method:
                    return method.Modifiers.Any(SyntaxKind.AsyncKeyword);

                case MemberDeclarationSyntax and not GlobalStatementSyntax:
                    return false;
            }
        }

        return false;
    }
}
