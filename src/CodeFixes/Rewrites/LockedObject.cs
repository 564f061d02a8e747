using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.CodeFixes.Rewrites;

/// <summary>An object that code locks and that no field of the type holds: the instance, a Type object, a constant text.</summary>
internal sealed class LockedObject
{
    private readonly INamedTypeSymbol owner;
    private readonly ITypeSymbol? type;
    private readonly object? constant;

    private LockedObject(INamedTypeSymbol owner, ITypeSymbol? type, object? constant)
    {
        this.owner = owner;
        this.type = type;
        this.constant = constant;
    }

    /// <summary>One object for all instances.</summary>
    public bool IsStatic => type is not null || constant is not null;

    /// <summary>The Type object of the very type that locks it, which for a generic type is as many objects as it has statics.</summary>
    public bool IsOfOwnType => SymbolEqualityComparer.Default.Equals(type, owner);

    /// <param name="node">The locked expression, or the name of the option in a MethodImpl attribute.</param>
    /// <param name="owner">The type the code is in.</param>
    /// <param name="model">Of the document.</param>
    public static LockedObject? Of(ExpressionSyntax node, INamedTypeSymbol owner, SemanticModel model)
    {
        if (node.FirstAncestorOrSelf<AttributeSyntax>() is { Parent.Parent: { } member })
        {
            var isStatic = model.GetDeclaredSymbol(member) is { IsStatic: true };
            return new(owner, isStatic ? owner : null, null);
        }

        return node switch
        {
            ThisExpressionSyntax => new(owner, null, null),
            TypeOfExpressionSyntax typeOf when model.GetTypeInfo(typeOf.Type).Type is INamedTypeSymbol { IsUnboundGenericType: false } named => new(owner, named, null),
            _ when model.GetConstantValue(node) is { HasValue: true, Value: string text } => new(owner, null, text),
            _ => null,
        };
    }

    public bool Is(ExpressionSyntax use, SemanticModel model) => use switch
    {
        ThisExpressionSyntax => !IsStatic && SymbolEqualityComparer.Default.Equals(model.GetTypeInfo(use).Type, owner),
        TypeOfExpressionSyntax typeOf => type is not null && SymbolEqualityComparer.Default.Equals(model.GetTypeInfo(typeOf.Type).Type, type),
        _ => constant is not null && model.GetConstantValue(use) is { HasValue: true, Value: string text } && text.Equals(constant),
    };

    /// <summary>The methods and accessors that lock the same object by their attribute.</summary>
    public IEnumerable<SyntaxNode> Synchronized(TypeDeclarationSyntax declaration) => constant is not null || (type is not null && !IsOfOwnType)
        ? []
        : declaration.Members
            .SelectMany(static member => member is BasePropertyDeclarationSyntax { AccessorList.Accessors: var accessors } ? accessors : (IEnumerable<SyntaxNode>)[member])
            .Where(member => SynchronizedMember.IsSynchronized(member) && IsStaticMember(member) == IsStatic);

    /// <summary>Whether code outside the type locks an object that is or may be the same: then one of them alone must not change.</summary>
    public bool IsLockedOutside(TypeDeclarationSyntax declaration, SemanticModel model, CancellationToken cancellationToken)
    {
        foreach (var tree in model.Compilation.SyntaxTrees)
        {
            var root = tree.GetRoot(cancellationToken);
            var other = tree == model.SyntaxTree ? model : model.Compilation.GetSemanticModel(tree);
            foreach (var use in MonitorUses.In(root, other, cancellationToken))
            {
                if (!(tree == model.SyntaxTree && declaration.Span.Contains(use.Span)) && (Is(use, other) || MayBeInstance(use, other)))
                {
                    return true;
                }
            }
        }

        return !IsStatic && owner.BaseType is { SpecialType: not SpecialType.System_Object, Locations: var locations } && locations.Any(static location => location.IsInSource);
    }

    /// <summary>An expression of the type, of one that derives from it, or of an interface that it has.</summary>
    private bool MayBeInstance(ExpressionSyntax use, SemanticModel model)
    {
        if (IsStatic || model.GetTypeInfo(use).Type is not { SpecialType: SpecialType.None } locked)
        {
            return false;
        }

        for (var current = locked; current is not null; current = current.BaseType)
        {
            if (SymbolEqualityComparer.Default.Equals(current.OriginalDefinition, owner))
            {
                return true;
            }
        }

        return owner.AllInterfaces.Any(face => SymbolEqualityComparer.Default.Equals(face, locked));
    }

    private static bool IsStaticMember(SyntaxNode member) =>
        (member.FirstAncestorOrSelf<MemberDeclarationSyntax>()?.Modifiers ?? default).Any(static modifier => modifier.ValueText == "static");
}
