using System.Collections.Immutable;
using System.Reflection;
using ConcurrencyAnalyzers.Flow;
using ConcurrencyAnalyzers.Model;
using ConcurrencyAnalyzers.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Rules.LockObjects;

/// <summary>CONC201: the object that is locked is one that others can lock as well, or not the same one for all threads.</summary>
public sealed class CONC201UnsuitableLockObjectAnalyzer() : ConcurrencyAnalyzer(Rule)
{
    internal static readonly DiagnosticDescriptor Rule = Descriptors.Create(
        "CONC201",
        title: "Unsuitable lock object",
        messageFormat: "'{0}' is no good as a lock: {1}",
        category: Category.LockObjects,
        defaultSeverity: DiagnosticSeverity.Warning,
        description: "A lock should be an object that only the code it protects can reach, and the same one for all threads: a private readonly field that is there for nothing else.");

    private protected override Trigger Trigger { get; } = Trigger.On(
        static (type, member) => type.SimpleName == nameof(Monitor) && member.Effect is Effect.Acquire or Effect.TryAcquire, "lock", "Synchronized");

    private protected override void Analyze(TypeFacts type, RuleContext context)
    {
        var uses = type.Analysis(static facts => new LockUses(facts)).All;
        var seen = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        foreach (var use in uses)
        {
            // What is wrong with a variable is said once, not wherever it is locked.
            if (use.IsMonitor && ReasonAgainst(use, uses) is { } reason && (VariableOf(use.Object) is not { } variable || seen.Add(variable)))
            {
                Report(use.Object.Syntax.GetLocation(), NameOf(use), reason, context);
            }
        }

        foreach (var method in SelfAndNested(type.Symbol).SelectMany(static symbol => symbol.GetMembers().OfType<IMethodSymbol>()))
        {
            if ((method.MethodImplementationFlags & MethodImplAttributes.Synchronized) != 0 && !method.IsExtern && !method.IsImplicitlyDeclared)
            {
                AnalyzeSynchronized(method, context);
            }
        }
    }

    private static void AnalyzeSynchronized(IMethodSymbol method, RuleContext context)
    {
        var attribute = method.GetAttributes().FirstOrDefault(static found => found.AttributeClass?.Name == "MethodImplAttribute")?.ApplicationSyntaxReference?.GetSyntax(context.CancellationToken);
        var place = attribute?.DescendantNodes().OfType<IdentifierNameSyntax>().FirstOrDefault(static name => name.Identifier.ValueText == nameof(MethodImplAttributes.Synchronized));
        if (place is not null && method.ContainingType.TypeKind == TypeKind.Class
            && (method.IsStatic ? OfType(method.ContainingType) : OfInstance(method.ContainingType)) is { } reason)
        {
            Report(place.GetLocation(), method.IsStatic ? $"typeof({method.ContainingType.Name})" : "this", reason, context);
        }
    }

    private static void Report(Location place, string name, UnsuitableReason reason, RuleContext context) =>
        context.Report(place, reason.Severity, [], ImmutableDictionary<string, string?>.Empty, name, reason.Text);

    private static string NameOf(LockUse use) => use.Object.Syntax is ExpressionSyntax { Span.Length: <= 40 } expression ? expression.ToString() : use.Object.Type?.Name ?? "object";

    private static UnsuitableReason? ReasonAgainst(LockUse use, ImmutableArray<LockUse> uses)
    {
        if (use.IsBoxed)
        {
            return new(UnsuitableReason.Boxed);
        }

        return use.Object switch
        {
            { ConstantValue: { HasValue: true, Value: null } } => null,
            IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ContainingTypeInstance, Type: INamedTypeSymbol type } => OfInstance(type),
            ITypeOfOperation { TypeOperand: INamedTypeSymbol type } => OfType(type),
            IPropertyReferenceOperation { Property: { IsStatic: true, Name: nameof(Thread.CurrentThread), ContainingType.Name: nameof(Thread) } } => new(UnsuitableReason.CurrentThread),
            { Type.SpecialType: SpecialType.System_String } text => OfText(text),
            { Type: { } type } when IsReflection(type) => new(UnsuitableReason.Type),
            _ => OfPrimitive(use, uses) ?? OfMember(use),
        };
    }

    private static UnsuitableReason? OfInstance(INamedTypeSymbol type) =>
        IsVisibleOutside(type) ? new(UnsuitableReason.Instance)
        : type is { DeclaredAccessibility: Accessibility.Private, IsSealed: true } ? null
        : new(UnsuitableReason.Instance, DiagnosticSeverity.Info);

    private static UnsuitableReason OfType(INamedTypeSymbol type) => new(UnsuitableReason.Type, IsVisibleOutside(type) ? null : DiagnosticSeverity.Info);

    /// <summary>A private string that is no literal is an object that nobody else has; where its value comes from is not always plain.</summary>
    private static UnsuitableReason? OfText(IOperation text)
    {
        if (text is not IFieldReferenceOperation { Field: { DeclaredAccessibility: Accessibility.Private, IsConst: false, IsReadOnly: true, DeclaringSyntaxReferences: { Length: 1 } references } }
            || references[0].GetSyntax() is not VariableDeclaratorSyntax { Initializer: var initializer })
        {
            return new(UnsuitableReason.StringObject);
        }

        return initializer?.Value switch
        {
            null => new(UnsuitableReason.StringObject, DiagnosticSeverity.Info),
            ObjectCreationExpressionSyntax or ImplicitObjectCreationExpressionSyntax or InvocationExpressionSyntax => null,
            _ => new(UnsuitableReason.StringObject),
        };
    }

    private static bool IsReflection(ITypeSymbol type)
    {
        for (ITypeSymbol? current = type; current is not null; current = current.BaseType)
        {
            if (current is { Name: nameof(MemberInfo) or nameof(ParameterInfo) or nameof(Assembly) or nameof(Module), ContainingNamespace.Name: nameof(System.Reflection) })
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Certain only where the same type also acquires the primitive itself: then it has two locks where it seems to have one.</summary>
    private static UnsuitableReason? OfPrimitive(LockUse use, ImmutableArray<LockUse> uses)
    {
        if (use.Primitive is not { } primitive || use.Object is IObjectCreationOperation)
        {
            return null;
        }

        if (primitive.Members.Any(static member => member.Effect == Effect.Acquire))
        {
            var isAcquired = VariableOf(use.Object) is { } variable && uses.Any(other => !other.IsMonitor && SymbolEqualityComparer.Default.Equals(VariableOf(other.Object), variable));
            return new(UnsuitableReason.Primitive, isAcquired ? null : DiagnosticSeverity.Info);
        }

        return primitive.Kind is PrimitiveKind.Event or PrimitiveKind.Barrier or PrimitiveKind.Countdown or PrimitiveKind.Condition
            ? new(UnsuitableReason.Primitive, DiagnosticSeverity.Info)
            : null;
    }

    private static ISymbol? VariableOf(IOperation operation) => operation switch
    {
        IFieldReferenceOperation { Field.IsConst: false } field => field.Field.OriginalDefinition,
        IPropertyReferenceOperation property => property.Property.OriginalDefinition,
        ILocalReferenceOperation local => local.Local,
        IParameterReferenceOperation parameter => parameter.Parameter,
        _ => null,
    };

    /// <summary>A field, or property that is one, which this type shows to everybody.</summary>
    private static UnsuitableReason? OfMember(LockUse use)
    {
        if (use.Object is not IMemberReferenceOperation { Instance: null or IInstanceReferenceOperation, Member: var member }
            || member.DeclaredAccessibility != Accessibility.Public
            || !IsVisibleOutside(member.ContainingType)
            || !SymbolEqualityComparer.Default.Equals(member.ContainingType.OriginalDefinition.OutermostType(), use.Body.Type.Symbol)
            || member.Name.Trim('_').Equals("SyncRoot", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        return member switch
        {
            IFieldSymbol { Type: var type } => new(UnsuitableReason.Exposed, LockUse.IsDedicated(type) ? null : DiagnosticSeverity.Info),
            IPropertySymbol { IsIndexer: false, Type: var type } property when property.IsAutoProperty() && LockUse.IsDedicated(type) && !IsInterfaceMember(property) => new(UnsuitableReason.Exposed),
            _ => null,
        };
    }

    private static bool IsInterfaceMember(IPropertySymbol property) => property.IsOverride || property.IsVirtual || property.IsAbstract
        || property.ContainingType.AllInterfaces.SelectMany(static face => face.GetMembers()).Any(member => SymbolEqualityComparer.Default.Equals(property.ContainingType.FindImplementationForInterfaceMember(member), property));

    private static bool IsVisibleOutside(INamedTypeSymbol? type)
    {
        for (; type is not null; type = type.ContainingType)
        {
            if (type.DeclaredAccessibility is not (Accessibility.Public or Accessibility.Protected or Accessibility.ProtectedOrInternal))
            {
                return false;
            }
        }

        return true;
    }

    private static IEnumerable<INamedTypeSymbol> SelfAndNested(INamedTypeSymbol type) => type.GetTypeMembers().SelectMany(SelfAndNested).Prepend(type);
}
