using System.Collections.Immutable;
using ConcurrencyAnalyzers.Flow;
using ConcurrencyAnalyzers.Model;
using ConcurrencyAnalyzers.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Rules.LockObjects;

/// <summary>CONC209: a lock that is a value is copied, so that two threads lock two locks.</summary>
public sealed class CONC209StructLockCopiedAnalyzer() : ConcurrencyAnalyzer(Rule)
{
    /// <summary>What the fix does: one of the constants below.</summary>
    internal const string RepairProperty = "Repair";

    internal const string RemoveReadOnly = "RemoveReadOnly";

    internal const string UseRefLocal = "UseRefLocal";

    internal const string PassByRef = "PassByRef";

    internal static readonly DiagnosticDescriptor Rule = Descriptors.Create(
        "CONC209",
        title: "Struct lock copied, readonly or boxed",
        messageFormat: "'{0}' {1}",
        category: Category.LockObjects,
        defaultSeverity: DiagnosticSeverity.Warning,
        description: "A SpinLock is a struct: its state is in the value. A copy is another lock, and every call on a readonly field, a property or a parameter that is passed by value acts on a copy. Threads that lock copies do not keep each other out.");

    /// <summary>RefKind.RefReadOnlyParameter, which the Roslyn that this is built against does not have yet.</summary>
    private const RefKind RefReadOnlyParameter = (RefKind)4;

    private static readonly RuleText ReadOnlyField = new("CONC209.ReadOnly", "is readonly: every call locks a copy, so the lock keeps nobody out");
    private static readonly RuleText Property = new("CONC209.Property", "is a property: every use is a copy, so the lock keeps nobody out");
    private static readonly RuleText Temporary = new("CONC209.Temporary", "is a copy of the lock: locking it keeps nobody out");
    private static readonly RuleText Copied = new("CONC209.Copied", "is copied here: the copy is another lock, which does not keep out those who use this one");
    private static readonly RuleText Boxed = new("CONC209.Boxed", "is boxed here: the copy in the box is another lock, which does not keep out those who use this one");

    private protected override Trigger Trigger { get; } = Trigger.On(static (type, member) => IsStructLock(type) && member.Effect == Effect.Create);

    private protected override void Analyze(TypeFacts type, RuleContext context)
    {
        foreach (var member in SelfAndNested(type.Symbol).SelectMany(static symbol => symbol.GetMembers()))
        {
            AnalyzeDeclaration(member, type, context);
        }

        foreach (var body in type.Bodies)
        {
            var reported = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
            foreach (var operation in BodyOperations.Evaluation(body.Root))
            {
                if (IsPlace(operation) && IsStructLock(operation.Type, type))
                {
                    AnalyzeUse(operation, type, reported, context);
                }
            }
        }
    }

    private static bool IsStructLock(PrimitiveType type) => type.Kind == PrimitiveKind.Lock && (type.Traits & PrimitiveTraits.Struct) != 0;

    private static bool IsStructLock(ITypeSymbol? symbol, TypeFacts type) => type.Model.TypeOf(symbol) is { } primitive && IsStructLock(primitive);

    private static IEnumerable<INamedTypeSymbol> SelfAndNested(INamedTypeSymbol type) => type.GetTypeMembers().SelectMany(SelfAndNested).Prepend(type);

    private static void AnalyzeDeclaration(ISymbol member, TypeFacts type, RuleContext context)
    {
        if (member.IsImplicitlyDeclared || member.DeclaringSyntaxReferences.Length == 0)
        {
            return;
        }

        var syntax = member.DeclaringSyntaxReferences[0].GetSyntax(context.CancellationToken);
        switch (member)
        {
            case IFieldSymbol { IsReadOnly: true } field when IsStructLock(field.Type, type):
                // The fields of a readonly struct have no other choice.
                var modifier = (syntax.Parent?.Parent as FieldDeclarationSyntax)?.Modifiers.FirstOrDefault(static token => token.IsKind(SyntaxKind.ReadOnlyKeyword)) ?? default;
                var canBeWritable = modifier.RawKind != 0 && !field.ContainingType.IsReadOnly;
                context.Report(modifier.RawKind == 0 ? syntax.GetLocation() : modifier.GetLocation(), null, [], Repair(canBeWritable ? RemoveReadOnly : null), field.Name, ReadOnlyField);
                break;

            case IPropertySymbol { RefKind: RefKind.None, IsIndexer: false } property when syntax is PropertyDeclarationSyntax declaration && property.IsAutoProperty() && !property.IsAbstract && IsStructLock(property.Type, type):
                context.Report(declaration.Identifier.GetLocation(), property.Name, Property);
                break;
        }
    }

    /// <summary>An expression that means a lock which exists elsewhere, and not one that was made for it.</summary>
    private static bool IsPlace(IOperation operation) =>
        operation is IFieldReferenceOperation or ILocalReferenceOperation or IParameterReferenceOperation or IArrayElementReferenceOperation
        || operation is IPropertyReferenceOperation;

    private static void AnalyzeUse(IOperation place, TypeFacts type, HashSet<ISymbol> reported, RuleContext context)
    {
        var name = place.Syntax.ToString();
        switch (Context(place))
        {
            case IInvocationOperation call when call.Instance == place && type.Model.EffectOf(call) is { Effect: Effect.Acquire or Effect.TryAcquire }:
                if (IsTemporary(place, type) && (Declared(place) is not { } symbol || reported.Add(symbol)))
                {
                    context.Report(place.Syntax.GetLocation(), null, [], Repair(place is IParameterReferenceOperation ? PassByRef : null), name, Temporary);
                }

                break;

            case IConversionOperation { Type.IsReferenceType: true, IsImplicit: var isImplicit } conversion:
                context.Report((isImplicit ? place : conversion).Syntax.GetLocation(), name, Boxed);
                break;

            // A property hands out copies wherever it is read: that is said where it is declared.
            case var _ when place is IPropertyReferenceOperation { Property.ReturnsByRef: false, Property.ReturnsByRefReadonly: false }:
                break;

            case IArgumentOperation { Parameter.RefKind: RefKind.None } argument when !LocksParameter(argument, type):
            case ISimpleAssignmentOperation { IsRef: false } assignment when assignment.Value == place && !IsConstructorParameter(place):
            case IReturnOperation when !ReturnsRef(place):
            case ITupleOperation:
            case IArrayInitializerOperation:
                context.Report(place.Syntax.GetLocation(), name, Copied);
                break;

            case IVariableInitializerOperation when place.Syntax.Parent is not RefExpressionSyntax:
                context.Report(place.Syntax.GetLocation(), null, [], Repair(UseRefLocal), name, Copied);
                break;

            case IFieldInitializerOperation or IPropertyInitializerOperation when place is not IParameterReferenceOperation:
                context.Report(place.Syntax.GetLocation(), name, Copied);
                break;
        }
    }

    private static IOperation? Context(IOperation place)
    {
        var parent = place.Parent;
        while (parent is IParenthesizedOperation)
        {
            parent = parent.Parent;
        }

        return parent;
    }

    private static ISymbol? Declared(IOperation place) => place switch
    {
        ILocalReferenceOperation local => local.Local,
        IParameterReferenceOperation parameter => parameter.Parameter,
        _ => null,
    };

    /// <summary>Calls on it act on a copy. Fields and properties of our source are reported where they are declared.</summary>
    private static bool IsTemporary(IOperation place, TypeFacts type) => place switch
    {
        ILocalReferenceOperation { Local: var local } => local.IsForEach ? local.RefKind == RefKind.None : local.RefKind == RefKind.In || local.IsUsing,
        IParameterReferenceOperation { Parameter: var parameter } => parameter.RefKind is RefKind.None or RefKind.In or RefReadOnlyParameter && !IsPrimaryConstructorParameter(parameter),
        IFieldReferenceOperation { Field.IsReadOnly: true } field => field.Field.DeclaringSyntaxReferences.IsEmpty,
        IFieldReferenceOperation { Instance: IInstanceReferenceOperation, Field.ContainingType.IsReadOnly: false } => IsInReadOnlyMember(place),
        IPropertyReferenceOperation { Property: { ReturnsByRef: false } property } => property.IsIndexer || property.ReturnsByRefReadonly || property.DeclaringSyntaxReferences.IsEmpty,
        _ => false,
    };

    private static bool IsInReadOnlyMember(IOperation place) =>
        place.SemanticModel?.GetEnclosingSymbol(place.Syntax.SpanStart) is IMethodSymbol { IsReadOnly: true, ContainingType.TypeKind: TypeKind.Struct };

    /// <summary>It lives as long as the object, as a field does.</summary>
    private static bool IsPrimaryConstructorParameter(IParameterSymbol parameter) =>
        parameter.ContainingSymbol is IMethodSymbol { MethodKind: MethodKind.Constructor } constructor
        && constructor.DeclaringSyntaxReferences.Any(static reference => reference.GetSyntax() is TypeDeclarationSyntax);

    /// <summary>The constructor keeps what it was given, most often a lock that was made for it.</summary>
    private static bool IsConstructorParameter(IOperation place) =>
        place is IParameterReferenceOperation { Parameter: { RefKind: RefKind.None, ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.Constructor } } };

    /// <summary>The method that gets the copy locks it: it is reported there, once.</summary>
    private static bool LocksParameter(IArgumentOperation argument, TypeFacts type) =>
        argument.Parameter is { ContainingSymbol: IMethodSymbol method } parameter
        && type.BodyOf(method) is { } callee
        && BodyOperations.Evaluation(callee.Root).Any(operation => operation is IInvocationOperation { Instance: IParameterReferenceOperation locked } call
            && SymbolEqualityComparer.Default.Equals(locked.Parameter, parameter.OriginalDefinition)
            && type.Model.EffectOf(call) is { Effect: Effect.Acquire or Effect.TryAcquire });

    private static bool ReturnsRef(IOperation place) => place.Syntax.Parent is RefExpressionSyntax;

    private static ImmutableDictionary<string, string?> Repair(string? how) => ImmutableDictionary<string, string?>.Empty.Add(RepairProperty, how);
}
