using ConcurrencyAnalyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Rules.SharedState;

/// <summary>Code that runs when no other thread has the object yet, or no longer, or that says it is not for several threads.</summary>
internal static class Lifetime
{
    private static readonly HashSet<string> SetUpAttributes = new(StringComparer.Ordinal)
    {
        "OnDeserializingAttribute", "OnDeserializedAttribute", "OnSerializingAttribute", "OnSerializedAttribute", "SetUpAttribute", "OneTimeSetUpAttribute", "TearDownAttribute",
        "OneTimeTearDownAttribute", "TestInitializeAttribute", "TestCleanupAttribute", "GlobalSetupAttribute", "GlobalCleanupAttribute", "IterationSetupAttribute",
        "ModuleInitializerAttribute", "BeforeAttribute", "AfterAttribute", "FactAttribute", "TheoryAttribute", "TestAttribute", "TestCaseAttribute", "TestMethodAttribute", "BenchmarkAttribute",
    };

    /// <summary>A constructor, initializer, finalizer, Dispose, set-up method or a private method that only those call; a lambda in one of them may run later.</summary>
    public static bool IsBeforeOrAfterUse(Body body) => !IsLambda(body) && (IsBeforeOrAfterUse(body.Outermost.Owner) || IsOnlyForThem(body.Outermost, depth: 4));

    /// <summary>The member, or a type around it, says that it is not for several threads.</summary>
    public static bool IsDeclaredUnsafe(ISymbol symbol)
    {
        for (var current = symbol; current is not null and not INamespaceSymbol; current = current.ContainingSymbol)
        {
            if (current.GetAttributes().Any(static attribute => attribute.AttributeClass?.Name is "NotThreadSafeAttribute" or "NotThreadSafe"))
            {
                return true;
            }
        }

        return symbol is IMethodSymbol { MethodKind: MethodKind.Ordinary } method
            && (method.Name.StartsWith("Unsafe", StringComparison.Ordinal) || method.Name.StartsWith("NoLock", StringComparison.Ordinal)
                || method.Name.EndsWith("NoLock", StringComparison.Ordinal) || method.Name.EndsWith("Unsafe", StringComparison.Ordinal));
    }

    private static bool IsLambda(Body body)
    {
        for (var current = body; current is not null; current = current.Parent)
        {
            if (current.IsAnonymous)
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsBeforeOrAfterUse(ISymbol owner) =>
        owner is not IMethodSymbol method
        || method.MethodKind is MethodKind.Constructor or MethodKind.StaticConstructor or MethodKind.Destructor
        || method.IsInitOnly
        || method.Name is "Dispose" or "DisposeAsync" or "DisposeAsyncCore" or "DisposeCore" or "Close" or "Finalize" or "InitializeComponent" or "Awake" or "OnEnable"
        || method.GetAttributes().Any(static attribute => attribute.AttributeClass is { } type && SetUpAttributes.Contains(type.Name));

    private static bool IsOnlyForThem(Body body, int depth)
    {
        if (body.Method is not { DeclaredAccessibility: Accessibility.Private, MethodKind: MethodKind.Ordinary, ExplicitInterfaceImplementations.IsEmpty: true } method || depth == 0)
        {
            return false;
        }

        var callers = body.Type.Analysis(static facts => new TypeScan(facts)).CallersOf(method).Where(caller => caller != body).ToList();
        return callers.Count > 0
            && callers.All(caller => IsBeforeOrAfterUse(caller.Owner) || IsOnlyForThem(caller, depth - 1))
            && !IsUsedInLambda(method, callers);
    }

    /// <summary>A lambda or delegate of a constructor runs whenever somebody calls it.</summary>
    private static bool IsUsedInLambda(IMethodSymbol method, List<Body> callers)
    {
        foreach (var operation in callers.SelectMany(static caller => BodyOperations.Evaluation(caller.Root)))
        {
            if (operation is IMethodReferenceOperation reference && Is(reference.Method))
            {
                return true;
            }

            if (operation is IInvocationOperation call && Is(call.TargetMethod))
            {
                for (var parent = operation.Parent; parent is not null; parent = parent.Parent)
                {
                    if (parent is IAnonymousFunctionOperation)
                    {
                        return true;
                    }
                }
            }
        }

        return false;

        bool Is(IMethodSymbol other) => SymbolEqualityComparer.Default.Equals(other.OriginalDefinition, method);
    }
}
