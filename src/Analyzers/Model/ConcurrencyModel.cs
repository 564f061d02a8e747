using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Model;

/// <summary>The table of primitives as one compilation sees it: answers what a symbol is and what a member does. Thread-safe.</summary>
/// <remarks>
/// A call is looked up by the member and by the static type of the receiver: <c>WaitOne</c> acquires a Mutex and waits for an event.
/// A call that concerns no primitive costs one or two hash look-ups and allocates nothing.
/// </remarks>
internal sealed class ConcurrencyModel
{
    private static readonly ConditionalWeakTable<Compilation, ConcurrencyModel> Models = new();

    private readonly PrimitiveTable table;
    private readonly Func<INamedTypeSymbol, PrimitiveType?> findNearest;
    private readonly ConcurrentDictionary<INamedTypeSymbol, PrimitiveType?> nearest = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<MemberUse, MemberEffect?> effects = new();

    private ConcurrencyModel(PrimitiveTable table)
    {
        this.table = table;
        findNearest = FindNearest;
    }

    public static ConcurrencyModel Of(Compilation compilation) => Models.GetValue(compilation, static _ => new(PrimitiveTable.BuiltIn));

    /// <summary>The primitive that a type is or derives from; null for any other type.</summary>
    public PrimitiveType? TypeOf(ITypeSymbol? type) =>
        type is INamedTypeSymbol { SpecialType: SpecialType.None, TypeKind: TypeKind.Class or TypeKind.Struct or TypeKind.Interface } named
            ? nearest.GetOrAdd(named.OriginalDefinition, findNearest)
            : null;

    public PrimitiveKind KindOf(ITypeSymbol? type) => TypeOf(type)?.Kind ?? PrimitiveKind.None;

    /// <summary>What a call does. Dispose through IDisposable counts as the Dispose of the receiver's type, as in a lowered <c>using</c>.</summary>
    public MemberEffect? EffectOf(IInvocationOperation call) =>
        MayBeListed(call.TargetMethod) ? EffectOf(call.TargetMethod, ReceiverTypeOf(call.Instance)) : null;

    /// <summary>What <c>new</c> does; for a type that derives from a primitive: it creates one.</summary>
    public MemberEffect? EffectOf(IObjectCreationOperation creation) =>
        creation.Constructor is { } constructor ? EffectOf(constructor) : null;

    /// <summary>What a call of the method or constructor does; null where the table does not list it.</summary>
    /// <param name="method">The method called.</param>
    /// <param name="receiver">The static type that it is called on; null: the type that declares it.</param>
    public MemberEffect? EffectOf(IMethodSymbol method, ITypeSymbol? receiver = null)
    {
        if (!MayBeListed(method))
        {
            return null;
        }

        var definition = (method.ReducedFrom ?? method).OriginalDefinition;
        var type = definition.IsStatic || receiver is null ? null : TypeOf(receiver);
        var from = type is null ? definition.ContainingType : ((INamedTypeSymbol)receiver!).OriginalDefinition;
        type ??= TypeOf(from);
        return type is null ? null : Cached(definition, type, from, isWrite: false);
    }

    /// <summary>What reading (or writing) the property does.</summary>
    public MemberEffect? EffectOf(IPropertySymbol property, bool isWrite)
    {
        var definition = property.OriginalDefinition;
        return table.MemberNames.Contains(NameOf(definition)) && TypeOf(definition.ContainingType) is { } type
            ? Cached(definition, type, definition.ContainingType, isWrite)
            : null;
    }

    /// <summary>What adding a handler to the event does.</summary>
    public MemberEffect? EffectOf(IEventSymbol @event)
    {
        var definition = @event.OriginalDefinition;
        return table.MemberNames.Contains(definition.Name) && TypeOf(definition.ContainingType) is { } type
            ? Cached(definition, type, definition.ContainingType, isWrite: false)
            : null;
    }

    private bool MayBeListed(IMethodSymbol method) =>
        method.MethodKind is MethodKind.Constructor || table.MemberNames.Contains(method.Name);

    private PrimitiveType? FindNearest(INamedTypeSymbol definition)
    {
        for (var current = definition; current is not null && current.SpecialType == SpecialType.None; current = current.BaseType?.OriginalDefinition)
        {
            if (DeclaredAs(current) is { } primitive)
            {
                return primitive;
            }
        }

        return null;
    }

    private PrimitiveType? DeclaredAs(INamedTypeSymbol definition) =>
        table.TypeNames.Contains(definition.Name) && table.ByMetadataName.TryGetValue(MetadataNames.Of(definition), out var type) ? type : null;

    private MemberEffect? Cached(ISymbol definition, PrimitiveType type, INamedTypeSymbol from, bool isWrite)
    {
        var use = new MemberUse(definition, type, isWrite);
        if (!effects.TryGetValue(use, out var effect))
        {
            effect = Find(definition, type, from, isWrite);
            effects.TryAdd(use, effect);
        }

        return effect;
    }

    /// <summary>The row of the most derived listed type that has the member, from the receiver's type up to the one that first declares it.</summary>
    private MemberEffect? Find(ISymbol member, PrimitiveType type, INamedTypeSymbol from, bool isWrite)
    {
        var root = FirstDeclaration(member);
        for (var current = from; current is not null; current = current.BaseType?.OriginalDefinition)
        {
            if (DeclaredAs(current) is { } listed && Row(listed, root, isWrite) is { } row)
            {
                return row;
            }

            if (SymbolEqualityComparer.Default.Equals(current, root.ContainingType))
            {
                break;
            }
        }

        return root is IMethodSymbol { MethodKind: MethodKind.Constructor } && DeclaredAs(from) is null ? type.DerivedCreation : null;
    }

    private static ISymbol FirstDeclaration(ISymbol member)
    {
        var current = member;
        while ((current switch
        {
            IMethodSymbol method => method.OverriddenMethod,
            IPropertySymbol property => property.OverriddenProperty,
            IEventSymbol @event => @event.OverriddenEvent,
            _ => (ISymbol?)null,
        }) is { } overridden)
        {
            current = overridden.OriginalDefinition;
        }

        return current;
    }

    private static MemberEffect? Row(PrimitiveType type, ISymbol member, bool isWrite)
    {
        var name = NameOf(member);
        MemberEffect? any = null;
        foreach (var row in type.Members)
        {
            if (row.Name != name || (row.IsSetter is { } isSetter && (isSetter != isWrite || member is not IPropertySymbol)))
            {
                continue;
            }

            if (row.Parameters is null)
            {
                any ??= row;
            }
            else if (member is IMethodSymbol method && MetadataNames.Match(row.Parameters, method))
            {
                return row;
            }
        }

        return any;
    }

    private static string NameOf(ISymbol member) => member is IPropertySymbol { IsIndexer: true } ? member.MetadataName : member.Name;

    /// <summary>The type of the receiver before it was converted to a base type or an interface.</summary>
    private ITypeSymbol? ReceiverTypeOf(IOperation? instance)
    {
        var type = instance?.Type;
        while (instance is IConversionOperation { OperatorMethod: null } conversion && TypeOf(conversion.Operand.Type) is not null)
        {
            instance = conversion.Operand;
            type = instance.Type;
        }

        return type;
    }

    private readonly record struct MemberUse(ISymbol Member, PrimitiveType Type, bool IsWrite)
    {
        public bool Equals(MemberUse other) =>
            ReferenceEquals(Type, other.Type) && IsWrite == other.IsWrite && SymbolEqualityComparer.Default.Equals(Member, other.Member);

        public override int GetHashCode() => (SymbolEqualityComparer.Default.GetHashCode(Member) * 31) + RuntimeHelpers.GetHashCode(Type);
    }
}
