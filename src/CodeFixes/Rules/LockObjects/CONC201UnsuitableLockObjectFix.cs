using System.Composition;
using ConcurrencyAnalyzers.CodeFixes.Rewrites;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.CodeFixes.Rules.LockObjects;

/// <summary>Gives the type a private lock and lets all of its code that locked the same object use it; a public lock becomes private.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(CONC201UnsuitableLockObjectFix))]
[Shared]
public sealed class CONC201UnsuitableLockObjectFix() : ConcurrencyCodeFix("CONC201")
{
    internal const string AddKey = "CONC201_AddLock";
    internal const string PrivateKey = "CONC201_MakePrivate";

    /// <summary>One change repairs all findings about the same object.</summary>
    private protected override FixAllProvider FixAll => new SequentialFixAll(this);

    private protected override async Task RegisterAsync(CodeFixContext context, FixTarget target)
    {
        var cancellationToken = context.CancellationToken;
        if (await context.Document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false) is not { } model
            || target.Node.FirstAncestorOrSelf<ExpressionSyntax>() is not { } node
            || node.FirstAncestorOrSelf<TypeDeclarationSyntax>() is not { } type)
        {
            return;
        }

        var member = model.GetSymbolInfo(node, cancellationToken).Symbol;
        var isExposed = member is IFieldSymbol or IPropertySymbol && member.DeclaredAccessibility == Accessibility.Public && IsDedicated(model.GetTypeInfo(node, cancellationToken).Type);
        var changed = isExposed ? MakePrivate(context.Document, target.Root, model, member!, cancellationToken)
            : member is IFieldSymbol { IsConst: false } && !IsText(node, model) ? SeparateLock.ForMember(context.Document, target.Root, model, member, cancellationToken)
            : AddLock(context.Document, target.Root, model, node, type, cancellationToken);
        if (changed is not null && await CheckedChange.IsSoundAsync(context.Document, changed, cancellationToken).ConfigureAwait(false))
        {
            var (title, key) = isExposed ? ("Make the lock private", PrivateKey) : ("Lock a private field instead", AddKey);
            Register(context, target, title, key, _ => Task.FromResult(changed));
        }
    }

    private static bool IsText(ExpressionSyntax node, SemanticModel model) => model.GetTypeInfo(node).Type?.SpecialType == SpecialType.System_String;

    private static bool IsDedicated(ITypeSymbol? type) => type is { SpecialType: SpecialType.System_Object } or { Name: "Lock", ContainingNamespace.Name: nameof(System.Threading) };

    /// <summary>For <c>this</c>, a type, a constant text, and methods that are synchronized as a whole.</summary>
    private static Document? AddLock(Document document, SyntaxNode root, SemanticModel model, ExpressionSyntax node, TypeDeclarationSyntax type, CancellationToken cancellationToken)
    {
        if (model.GetDeclaredSymbol(type, cancellationToken) is not { DeclaringSyntaxReferences.Length: 1 } symbol || LockedObject.Of(node, symbol, model) is not { } locked
            || !LockField.CanBeAddedTo(type, locked.IsStatic) || (locked.IsStatic && !locked.IsOfOwnType && IsGeneric(symbol)))
        {
            return null;
        }

        var all = MonitorUses.In(root, model, cancellationToken).Where(use => locked.Is(use, model)).ToList();
        var uses = all.Where(use => use.FirstAncestorOrSelf<TypeDeclarationSyntax>() == type).ToList();
        var synchronized = locked.Synchronized(type).ToList();
        if (all.Count != uses.Count || !synchronized.All(SynchronizedMember.CanRewrite) || uses.Count + synchronized.Count == 0 || locked.IsLockedOutside(type, model, cancellationToken))
        {
            return null;
        }

        var field = LockField.Create(type, model, locked.IsStatic, uses.Any(MonitorUses.NeedsObject) || synchronized.Any(static member => member.DescendantNodes().Any(static inner => inner is YieldStatementSyntax)));
        return SeparateLock.Apply(document, root, type, uses, field, synchronized);
    }

    private static bool IsGeneric(INamedTypeSymbol type)
    {
        for (var current = type; current is not null; current = current.ContainingType)
        {
            if (current.IsGenericType)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Nobody else in the project may say its name; what other projects do with a public field their compiler tells.</summary>
    private static Document? MakePrivate(Document document, SyntaxNode root, SemanticModel model, ISymbol member, CancellationToken cancellationToken)
    {
        if (member.DeclaringSyntaxReferences.Length != 1
            || member.DeclaringSyntaxReferences[0].GetSyntax(cancellationToken).FirstAncestorOrSelf<MemberDeclarationSyntax>() is not { } declaration
            || declaration.SyntaxTree != root.SyntaxTree
            || member.ContainingType.DeclaringSyntaxReferences.Length != 1
            || declaration.Modifiers.FirstOrDefault(static modifier => modifier.IsKind(SyntaxKind.PublicKeyword)) is not { RawKind: not 0 } modifier
            || model.Compilation.SyntaxTrees.SelectMany(tree => tree.GetRoot(cancellationToken).DescendantTokens())
                .Any(token => token.IsKind(SyntaxKind.IdentifierToken) && token.ValueText == member.Name && !(token.SyntaxTree == root.SyntaxTree && declaration.Parent!.Span.Contains(token.Span))))
        {
            return null;
        }

        return document.WithSyntaxRoot(root.ReplaceToken(modifier, SyntaxFactory.Token(SyntaxKind.PrivateKeyword).WithTriviaFrom(modifier)));
    }
}
