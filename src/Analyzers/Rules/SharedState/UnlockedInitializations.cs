using ConcurrencyAnalyzers.Flow;
using ConcurrencyAnalyzers.Flow.Bodies;
using ConcurrencyAnalyzers.Flow.ForkJoin;
using ConcurrencyAnalyzers.Flow.Locks;
using ConcurrencyAnalyzers.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Rules.SharedState;

/// <summary>Finds static fields that get their first value when they are first asked for, without a lock, in a type that several threads use.</summary>
internal sealed class UnlockedInitializations(TypeFacts type)
{
    public IEnumerable<UnsafeInitialization> Find()
    {
        if (!IsForSeveralThreads())
        {
            yield break;
        }

        foreach (var body in type.Bodies.Where(static body => body.Owner is IMethodSymbol { MethodKind: not (MethodKind.StaticConstructor or MethodKind.Constructor) } && !Lifetime.IsDeclaredUnsafe(body.Owner)))
        {
            if (!type.Analysis(static facts => new CallerLocks(facts)).HeldOnEntry(body).IsEmpty || Lifetime.IsBeforeOrAfterUse(body))
            {
                continue;
            }

            foreach (var operation in BodyOperations.Evaluation(body.Root))
            {
                if (InitializationAt(operation) is { } found && IsLazy(found) && !IsLocked(operation))
                {
                    yield return found;
                }
            }
        }
    }

    private static UnsafeInitialization? InitializationAt(IOperation operation) => operation switch
    {
        ICoalesceAssignmentOperation lazily when LazyCheck.OwnField(lazily.Target) is { } field => new(InitializationFault.NoLock, lazily.Target, field.Field, null),
        IConditionalOperation { WhenFalse: null } choice when LazyCheck.FieldOf(choice.Condition) is { } check && WriteIn(choice.WhenTrue, check.Field) is { } write => new(InitializationFault.NoLock, write.Target, check.Field, choice.Condition),
        _ => null,
    };

    /// <summary>The only statement, or the last of a few, gives the field a new object.</summary>
    private static ISimpleAssignmentOperation? WriteIn(IOperation statement, IFieldSymbol field)
    {
        statement = statement is IBlockOperation { Operations: [var only] } ? only : statement;
        return statement is IExpressionStatementOperation { Operation: ISimpleAssignmentOperation assignment } && LazyCheck.OwnField(assignment.Target) is { } target && LazyCheck.Is(target, field) && IsMade(assignment.Value)
            ? assignment
            : null;
    }

    private static bool IsMade(IOperation value) => LazyCheck.Unwrap(value) is IObjectCreationOperation or IInvocationOperation or IArrayCreationOperation;

    private static bool IsLazy(UnsafeInitialization found) =>
        found.Field is { IsStatic: true, IsVolatile: false, Type.IsReferenceType: true }
        && !found.Field.GetAttributes().Any(static attribute => attribute.AttributeClass?.Name == "ThreadStaticAttribute");

    private static bool IsLocked(IOperation operation)
    {
        for (var parent = operation.Parent; parent is not null; parent = parent.Parent)
        {
            if (parent is ILockOperation)
            {
                return true;
            }
        }

        return operation.Syntax.FirstAncestorOrSelf<MemberDeclarationSyntax>() is { } member && LooksLocked(member, operation.Syntax);
    }

    /// <summary>Before the place stands a call whose name is that of an acquire, of whatever lock.</summary>
    public static bool LooksLocked(SyntaxNode around, SyntaxNode place) =>
        around.DescendantNodesAndSelf().OfType<InvocationExpressionSyntax>().Any(call => call.SpanStart < place.SpanStart && call.Expression is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Enter" or "TryEnter" or "Wait" or "WaitAsync" or "WaitOne" or "Acquire" or "EnterWriteLock" or "EnterScope" or "Lock" or "CompareExchange" });

    /// <summary>The type itself starts threads or tasks, locks, or changes a field atomically.</summary>
    private bool IsForSeveralThreads() => type.Bodies.SelectMany(static body => BodyOperations.Evaluation(body.Root)).Any(operation => operation switch
    {
        ILockOperation => true,
        IInvocationOperation call => type.Model.EffectOf(call) is { } effect && (ForkJoins.Starts(effect.Type, effect) || effect.Effect is Effect.ParallelInvoke || effect is { Effect: Effect.Atomic, Type.SimpleName: "Interlocked" } || (effect.Effect == Effect.Acquire && effect.Type.Kind == PrimitiveKind.Lock)),
        _ => false,
    });
}
