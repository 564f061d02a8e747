using System.Collections.Immutable;
using ConcurrencyAnalyzers.Flow;
using ConcurrencyAnalyzers.Model;
using ConcurrencyAnalyzers.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Rules.LockObjects;

/// <summary>CONC210: every call makes the object that it locks, so that no two threads ever lock the same.</summary>
public sealed class CONC210LockCreatedPerCallAnalyzer() : ConcurrencyAnalyzer(Rule)
{
    internal static readonly DiagnosticDescriptor Rule = Descriptors.Create(
        "CONC210",
        title: "Lock created per call protects nothing",
        messageFormat: "'{0}' is a new object each time: no other thread can lock the same one, so the lock keeps nobody out",
        category: Category.LockObjects,
        defaultSeverity: DiagnosticSeverity.Warning,
        description: "Threads keep each other out only by locking the same object. An object that the method itself has just made, and shows to nobody, is another one for each thread.");

    private protected override Trigger Trigger { get; } = Trigger.On(static (type, member) => IsLocking(type) && member.Effect is Effect.Acquire or Effect.TryAcquire, "lock");

    private protected override void Analyze(TypeFacts type, RuleContext context)
    {
        var seen = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        foreach (var use in type.Analysis(static facts => new LockUses(facts)).All)
        {
            // The shape first: nearly every lock is a field, and the other questions walk whole bodies.
            if (CreationOf(use, type, seen) is { } creation && IsMeantToLock(use))
            {
                Report(use, creation, context);
            }
        }
    }

    /// <summary>The new object that the use locks, and that nobody else can lock; each local once.</summary>
    private static IOperation? CreationOf(LockUse use, TypeFacts type, HashSet<ISymbol> seen) => use.Object switch
    {
        IObjectCreationOperation or IArrayCreationOperation or IAnonymousObjectCreationOperation when IsFresh(use.Object, type) => use.Object,
        ILocalReferenceOperation { Local: var local } when !seen.Contains(local) && ValueOf(local, use.Body) is { } value && IsFresh(value, type) && !IsShared(local, use.Body, type) && IsMeantToLock(use) && seen.Add(local) => value,
        IPropertyReferenceOperation { Instance: null or IInstanceReferenceOperation, Property: var property } when ReturnedBy(property, type) is { } value && IsFresh(value, type) => value,
        _ => null,
    };

    /// <summary>A primitive's own members are also called to try it out; a monitor is taken only to lock.</summary>
    private static bool IsMeantToLock(LockUse use) =>
        use.Effect is null
        || (IsLocking(use.Effect.Type) && (use.IsMonitor || LockUse.IsLock(use.Object.Type) || WritesMember(use.Body)));

    private static bool IsLocking(PrimitiveType type) => type.Kind is PrimitiveKind.Lock or PrimitiveKind.ReaderWriterLock or PrimitiveKind.Semaphore && (type.Traits & PrimitiveTraits.Struct) == 0;

    /// <summary>Code that tries a primitive out, as a test does, protects nothing and does not mean to.</summary>
    private static bool WritesMember(Body body) => BodyOperations.Evaluation(body.Root).Any(static operation => operation switch
    {
        IAssignmentOperation assignment => assignment.Target is IMemberReferenceOperation,
        IIncrementOrDecrementOperation step => step.Target is IMemberReferenceOperation,
        _ => false,
    });

    private static void Report(LockUse use, IOperation creation, RuleContext context)
    {
        var name = use.Object.Syntax is ExpressionSyntax { Span.Length: <= 40 } expression ? expression.ToString() : use.Object.Type?.Name ?? "object";
        context.Report(use.Object.Syntax.GetLocation(), null, [creation.Syntax.GetLocation()], ImmutableDictionary<string, string?>.Empty, name);
    }

    /// <summary>Made by this expression and known to nobody else: no constructor of the user's that could hand the object on.</summary>
    private static bool IsFresh(IOperation value, TypeFacts type) => LockUses.Unwrap(value) switch
    {
        IArrayCreationOperation or IAnonymousObjectCreationOperation => true,
        IObjectCreationOperation { Type: { IsReferenceType: true } created } creation =>
            IsOwnOfSystem(created) && (type.Model.TypeOf(created) is not { IsPrimitive: true } primitive || (IsLocking(primitive) && IsFree(creation, type))),
        _ => false,
    };

    private static bool IsOwnOfSystem(ITypeSymbol type) =>
        type.SpecialType == SpecialType.System_Object
        || type.ToDisplayString() is var name && (name.StartsWith("System.Threading.", StringComparison.Ordinal)
            || name.StartsWith("System.Collections.", StringComparison.Ordinal)
            || name.StartsWith("ConcurrencyAnalyzers.Runtime.", StringComparison.Ordinal));

    /// <summary>Without a name that other processes know it by, and, if a semaphore, with the one permit of a lock.</summary>
    private static bool IsFree(IObjectCreationOperation creation, TypeFacts type)
    {
        if (creation.Arguments.Any(static argument => argument.Parameter?.Type.SpecialType == SpecialType.System_String))
        {
            return false;
        }

        return type.Model.EffectOf(creation) is { Type: var primitive } effect
            && (primitive.Kind != PrimitiveKind.Semaphore
                || creation.Arguments.Any(argument => argument.Parameter?.Ordinal == effect.CountParameter && argument.Value.ConstantValue is { HasValue: true, Value: 1 }));
    }

    /// <summary>The value that the local is declared with.</summary>
    private static IOperation? ValueOf(ILocalSymbol local, Body body) =>
        local.DeclaringSyntaxReferences.Length == 1
        && local.DeclaringSyntaxReferences[0].GetSyntax() is VariableDeclaratorSyntax { Initializer: not null } syntax
            ? BodyOperations.Evaluation(body.Root).OfType<IVariableDeclaratorOperation>().FirstOrDefault(declarator => declarator.Syntax == syntax)?.GetVariableInitializer()?.Value
            : null;

    /// <summary>Whether anything is done with the local but locking and using the object: then somebody else may lock it too.</summary>
    private static bool IsShared(ILocalSymbol local, Body body, TypeFacts type)
    {
        foreach (var operation in BodyOperations.Evaluation(body.Root))
        {
            if (operation is ILocalReferenceOperation reference
                && SymbolEqualityComparer.Default.Equals(reference.Local, local)
                && (!IsOwnUse(reference, type) || IsCaptured(reference, local)))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsOwnUse(ILocalReferenceOperation reference, TypeFacts type)
    {
        var value = reference.Converted();
        return value.Parent switch
        {
            ILockOperation statement => statement.LockedValue == value,
            IInvocationOperation call => call.Instance == value,
            IArgumentOperation { Parent: IInvocationOperation call } argument => type.Model.EffectOf(call) is { } effect && effect.KeyParameter == argument.Parameter?.Ordinal,
            IPropertyReferenceOperation property => property.Instance == value,
            IForEachLoopOperation => true,
            _ => false,
        };
    }

    /// <summary>Used by a lambda or local function that it was not declared in: started threads may run that.</summary>
    private static bool IsCaptured(ILocalReferenceOperation reference, ILocalSymbol local)
    {
        for (var parent = reference.Parent; parent is not null; parent = parent.Parent)
        {
            var function = parent switch
            {
                IAnonymousFunctionOperation lambda => lambda.Symbol,
                ILocalFunctionOperation named => named.Symbol,
                _ => null,
            };
            if (function is not null)
            {
                return !SymbolEqualityComparer.Default.Equals(function, local.ContainingSymbol);
            }
        }

        return false;
    }

    /// <summary>What a property of the type that consists of one expression yields.</summary>
    private static IOperation? ReturnedBy(IPropertySymbol property, TypeFacts type)
    {
        if (property.GetMethod is not { IsVirtual: false, IsAbstract: false, IsOverride: false } getter
            || property.DeclaringSyntaxReferences.Length != 1
            || property.DeclaringSyntaxReferences[0].GetSyntax() is not PropertyDeclarationSyntax { ExpressionBody: not null }
            || type.BodyOf(getter) is not { } body)
        {
            return null;
        }

        return BodyOperations.Evaluation(body.Root).OfType<IReturnOperation>().FirstOrDefault()?.ReturnedValue is { } value ? LockUses.Unwrap(value) : null;
    }
}
