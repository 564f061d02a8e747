using ConcurrencyAnalyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Rules.LockObjects;

/// <summary>Finds and judges all writes to some fields of a type.</summary>
internal sealed class LockFieldWrites
{
    /// <summary>Methods that a framework calls once, before anybody uses the object.</summary>
    private static readonly HashSet<string> SetUpAttributes = new(StringComparer.Ordinal)
    {
        "OnDeserializingAttribute", "OnDeserializedAttribute", "SetUpAttribute", "OneTimeSetUpAttribute", "TestInitializeAttribute", "ClassInitializeAttribute",
        "AssemblyInitializeAttribute", "GlobalSetupAttribute", "IterationSetupAttribute", "ModuleInitializerAttribute", "BeforeAttribute",
    };

    private readonly Dictionary<IFieldSymbol, List<LockFieldWrite>> writes = new(SymbolEqualityComparer.Default);
    private readonly TypeFacts type;

    public LockFieldWrites(TypeFacts type, IReadOnlyCollection<IFieldSymbol> fields)
    {
        this.type = type;
        foreach (var field in fields)
        {
            writes.Add(field, []);
        }

        foreach (var body in type.Bodies.Where(body => fields.Any(body.Mentions)))
        {
            foreach (var operation in BodyOperations.Evaluation(body.Root))
            {
                if (operation is IFieldReferenceOperation reference && writes.TryGetValue(reference.Field.OriginalDefinition, out var found) && KindOf(reference, body) is { } kind)
                {
                    found.Add(new(reference, kind, body));
                }
            }
        }
    }

    public IReadOnlyList<LockFieldWrite> Of(IFieldSymbol field) => writes[field];

    /// <returns>Null for a read.</returns>
    private LockFieldWriteKind? KindOf(IFieldReferenceOperation reference, Body body)
    {
        switch (reference.Parent)
        {
            case ISimpleAssignmentOperation { IsRef: false } assignment when assignment.Target == reference:
                return OfAssignment(reference, assignment.Value, body);

            case ICoalesceAssignmentOperation lazily when lazily.Target == reference:
                return OfAssignment(reference, lazily.Value, body);

            case ICompoundAssignmentOperation compound when compound.Target == reference:
            case ITupleOperation { Parent: IDeconstructionAssignmentOperation }:
                return OfAssignment(reference, null, body);

            case IArgumentOperation { Parameter.RefKind: RefKind.Ref or RefKind.Out }:
            case ISimpleAssignmentOperation { IsRef: true } or IVariableInitializerOperation when reference.Syntax.Parent is Microsoft.CodeAnalysis.CSharp.Syntax.RefExpressionSyntax:
            case IAddressOfOperation:
                return LockFieldWriteKind.Other;

            default:
                return null;
        }
    }

    private LockFieldWriteKind OfAssignment(IFieldReferenceOperation target, IOperation? value, Body body)
    {
        if (target.Instance is not (null or IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ContainingTypeInstance }))
        {
            // A clone, or an object initializer: an object that nobody else has yet.
            return LockFieldWriteKind.Other;
        }

        if (IsInFunction(target))
        {
            return IsHarmless(target, value) ? LockFieldWriteKind.Other : LockFieldWriteKind.Replacement;
        }

        if (IsConstruction(target.Field, body.Owner))
        {
            return LockFieldWriteKind.Construction;
        }

        return IsHarmless(target, value) || IsSetUp(target.Field, body.Owner) ? LockFieldWriteKind.Other : LockFieldWriteKind.Replacement;
    }

    private static bool IsConstruction(IFieldSymbol field, ISymbol owner) => owner is not IMethodSymbol method
        || method.MethodKind == (field.IsStatic ? MethodKind.StaticConstructor : MethodKind.Constructor)
        || (method.IsInitOnly && !field.IsStatic);

    /// <summary>Takes the lock away for good, or is itself done under another lock.</summary>
    private static bool IsHarmless(IFieldReferenceOperation target, IOperation? value) =>
        value?.ConstantValue is { HasValue: true, Value: null }
        || value is IDefaultValueOperation
        || (value is not null && LockUses.Unwrap(value) is IFieldReferenceOperation same && SymbolEqualityComparer.Default.Equals(same.Field, target.Field))
        || IsUnderAnotherLock(target);

    private static bool IsUnderAnotherLock(IFieldReferenceOperation target)
    {
        for (var parent = target.Parent; parent is not null; parent = parent.Parent)
        {
            if (parent is ILockOperation statement
                && !(LockUses.Unwrap(statement.LockedValue) is IFieldReferenceOperation locked && SymbolEqualityComparer.Default.Equals(locked.Field, target.Field)))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsInFunction(IOperation operation)
    {
        for (var parent = operation.Parent; parent is not null; parent = parent.Parent)
        {
            if (parent is IAnonymousFunctionOperation or ILocalFunctionOperation)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Runs before the object is used: called by constructors only, or by a framework.</summary>
    private bool IsSetUp(IFieldSymbol field, ISymbol owner)
    {
        if (owner is not IMethodSymbol method)
        {
            return false;
        }

        if (method.GetAttributes().Any(static attribute => attribute.AttributeClass is { } name && SetUpAttributes.Contains(name.Name)) || IsUnityMessage(method))
        {
            return true;
        }

        var callers = type.Analysis(static facts => new TypeScan(facts)).CallersOf(method).ToList();
        return method.DeclaredAccessibility == Accessibility.Private && callers.Count > 0 && callers.All(caller => IsConstruction(field, caller.Owner));
    }

    private static bool IsUnityMessage(IMethodSymbol method)
    {
        if (method.Name is not ("Awake" or "Start" or "OnEnable") || !method.Parameters.IsEmpty)
        {
            return false;
        }

        for (var current = method.ContainingType?.BaseType; current is not null; current = current.BaseType)
        {
            if (current.Name == "MonoBehaviour")
            {
                return true;
            }
        }

        return false;
    }
}
