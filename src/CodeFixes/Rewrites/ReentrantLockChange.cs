using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;
using Microsoft.CodeAnalysis.Simplification;

namespace ConcurrencyAnalyzers.CodeFixes.Rewrites;

/// <summary>Changes a private lock to the re-entrant type that takes its place, where every use of it can come along.</summary>
internal sealed class ReentrantLockChange
{
    public const string Key = "ReentrantLock";

    private readonly Document document;
    private readonly SyntaxNode root;
    private readonly Replacement replacement;
    private readonly VariableDeclarationSyntax declaration;
    private readonly ExpressionSyntax creation;
    private readonly IReadOnlyList<InvocationExpressionSyntax> calls;

    private ReentrantLockChange(
        Document document, SyntaxNode root, Replacement replacement, VariableDeclarationSyntax declaration, ExpressionSyntax creation, IReadOnlyList<InvocationExpressionSyntax> calls)
    {
        this.document = document;
        this.root = root;
        this.replacement = replacement;
        this.declaration = declaration;
        this.creation = creation;
        this.calls = calls;
    }

    public string Title => $"Change the lock to the re-entrant {replacement.Type.Substring(replacement.Type.LastIndexOf('.') + 1)}";

    /// <param name="document">Where the lock is declared and used.</param>
    /// <param name="call">A call on the lock.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    /// <returns>Null where some use of the lock has no counterpart on the other type, or stands where this change cannot see it.</returns>
    public static async Task<ReentrantLockChange?> ForAsync(Document document, SyntaxNode call, CancellationToken cancellationToken)
    {
        var model = await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false);
        if (model is null
            || (call as InvocationExpressionSyntax)?.Expression is not MemberAccessExpressionSyntax { Expression: var receiver }
            || model.GetSymbolInfo(receiver, cancellationToken).Symbol is not { } holder
            || !IsPrivate(holder)
            || holder.DeclaringSyntaxReferences.Length != 1
            || await holder.DeclaringSyntaxReferences[0].GetSyntaxAsync(cancellationToken).ConfigureAwait(false) is not VariableDeclaratorSyntax { Parent: VariableDeclarationSyntax { Variables.Count: 1 } declaration } declarator
            || declarator.SyntaxTree != model.SyntaxTree
            || declarator.Initializer?.Value is not BaseObjectCreationExpressionSyntax { Initializer: null } creation
            || Replacement.For(TypeOf(holder), model.Compilation) is not { } replacement)
        {
            return null;
        }

        var root = await model.SyntaxTree.GetRootAsync(cancellationToken).ConfigureAwait(false);
        return Calls(root, holder, declarator, replacement, model, cancellationToken) is { } calls
            ? new(document, root, replacement, declaration, creation, calls)
            : null;
    }

    public Document Apply()
    {
        var editor = new SyntaxEditor(root, document.Project.Solution.Workspace.Services);
        var type = SyntaxFactory.ParseTypeName("global::" + replacement.Type).WithAdditionalAnnotations(Simplifier.Annotation, Simplifier.AddImportsAnnotation);
        if (!declaration.Type.IsVar)
        {
            editor.ReplaceNode(declaration.Type, type.WithTriviaFrom(declaration.Type));
        }

        ExpressionSyntax created = creation is ImplicitObjectCreationExpressionSyntax
            ? SyntaxFactory.ImplicitObjectCreationExpression()
            : SyntaxFactory.ObjectCreationExpression(type).WithArgumentList(SyntaxFactory.ArgumentList()).NormalizeWhitespace().WithAdditionalAnnotations(Simplifier.Annotation);
        editor.ReplaceNode(creation, created.WithTriviaFrom(creation));
        foreach (var call in calls)
        {
            editor.ReplaceNode(call, replacement.Rewrite(call).WithTriviaFrom(call));
        }

        return document.WithSyntaxRoot(editor.GetChangedRoot());
    }

    private static bool IsPrivate(ISymbol holder) => holder switch
    {
        ILocalSymbol => true,
        IFieldSymbol { DeclaredAccessibility: Accessibility.Private } field => field.ContainingType.DeclaringSyntaxReferences.Length == 1,
        _ => false,
    };

    private static ITypeSymbol TypeOf(ISymbol holder) => holder is ILocalSymbol local ? local.Type : ((IFieldSymbol)holder).Type;

    private static List<InvocationExpressionSyntax>? Calls(
        SyntaxNode root, ISymbol holder, VariableDeclaratorSyntax declarator, Replacement replacement, SemanticModel model, CancellationToken cancellationToken)
    {
        var calls = new List<InvocationExpressionSyntax>();
        foreach (var name in root.DescendantNodes().OfType<IdentifierNameSyntax>())
        {
            if (name.Identifier.ValueText != declarator.Identifier.ValueText
                || !SymbolEqualityComparer.Default.Equals(model.GetSymbolInfo(name, cancellationToken).Symbol, holder))
            {
                continue;
            }

            ExpressionSyntax receiver = name.Parent is MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax } qualified && qualified.Name == name ? qualified : name;
            if (receiver.Parent is not MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax call } access
                || access.Expression != receiver
                || !replacement.CanRewrite(call)
                || IsSuspendable(call, model, cancellationToken))
            {
                return null;
            }

            calls.Add(call);
        }

        return calls;
    }

    /// <summary>An async method or iterator may go on on another thread, which a lock that knows its owner forbids.</summary>
    private static bool IsSuspendable(SyntaxNode node, SemanticModel model, CancellationToken cancellationToken) =>
        model.GetEnclosingSymbol(node.SpanStart, cancellationToken) is IMethodSymbol { IsAsync: true }
        || node.Ancestors().TakeWhile(static ancestor => ancestor is not MemberDeclarationSyntax and not LocalFunctionStatementSyntax and not AnonymousFunctionExpressionSyntax)
            .LastOrDefault()?.DescendantNodes().Any(static inner => inner is YieldStatementSyntax or AwaitExpressionSyntax) == true;

    /// <summary>A re-entrant type and how calls read on it.</summary>
    private sealed class Replacement(string type, IReadOnlyDictionary<string, string> members, bool mustBeStatement, bool isMonitor = false)
    {
        private static readonly Dictionary<string, string> ToLock = new(StringComparer.Ordinal) { ["Wait"] = "Enter", ["WaitOne"] = "Enter", ["Release"] = "Exit" };

        private static readonly Dictionary<string, string> ToReentrantLock = new(StringComparer.Ordinal)
        {
            ["Acquire"] = "Acquire", ["TryAcquire"] = "TryAcquire", ["Release"] = "Release", ["Enter"] = "Enter",
        };

        public string Type { get; } = type;

        public static Replacement? For(ITypeSymbol type, Compilation compilation) => type.ToDisplayString() switch
        {
            "System.Threading.SemaphoreSlim" or "System.Threading.Semaphore" =>
                compilation.GetTypesByMetadataName("System.Threading.Lock").Any(static found => found.DeclaredAccessibility == Accessibility.Public)
                    ? new("System.Threading.Lock", ToLock, mustBeStatement: true)
                    : new("System.Object", ToLock, mustBeStatement: true, isMonitor: true),
            "ConcurrencyAnalyzers.Runtime.NonReentrantLock" => new("ConcurrencyAnalyzers.Runtime.ReentrantLock", ToReentrantLock, mustBeStatement: false),
            "ConcurrencyAnalyzers.Runtime.BoundedSemaphore" or "ConcurrencyAnalyzers.Runtime.CountingSemaphore" =>
                new("ConcurrencyAnalyzers.Runtime.ReentrantLock", ToReentrantLock, mustBeStatement: true),
            _ => null,
        };

        public bool CanRewrite(InvocationExpressionSyntax call) =>
            members.ContainsKey(((MemberAccessExpressionSyntax)call.Expression).Name.Identifier.ValueText)
            && (!mustBeStatement || (call.ArgumentList.Arguments.Count == 0 && call.Parent is ExpressionStatementSyntax));

        public InvocationExpressionSyntax Rewrite(InvocationExpressionSyntax call)
        {
            var access = (MemberAccessExpressionSyntax)call.Expression;
            var name = SyntaxFactory.IdentifierName(members[access.Name.Identifier.ValueText]);
            if (!isMonitor)
            {
                return call.WithExpression(access.WithName(name.WithTriviaFrom(access.Name)));
            }

            var monitor = SyntaxFactory.ParseName("global::System.Threading.Monitor").WithAdditionalAnnotations(Simplifier.Annotation, Simplifier.AddImportsAnnotation);
            return SyntaxFactory.InvocationExpression(
                SyntaxFactory.MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, monitor, name),
                SyntaxFactory.ArgumentList(SyntaxFactory.SingletonSeparatedList(SyntaxFactory.Argument(access.Expression.WithoutTrivia()))));
        }
    }
}
