using ConcurrencyAnalyzers.Flow;
using ConcurrencyAnalyzers.Flow.Bodies;
using ConcurrencyAnalyzers.Flow.ForkJoin;
using ConcurrencyAnalyzers.Flow.Locks;
using ConcurrencyAnalyzers.Model;
using ConcurrencyAnalyzers.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Rules.SharedState;

/// <summary>Finds static fields that get their first value when they are first asked for, without a lock, in a type that several threads use.</summary>
internal sealed class UnlockedInitializations(TypeFacts type)
{
    private static readonly WordSet Words = Vocabulary.Set(PrimitiveTable.BuiltIn.Names(static (type, member) => IsForSeveralThreads(type, member)).Append("lock").Append("AsParallel"));

    public IEnumerable<UnsafeInitialization> Find()
    {
        var candidates = type.Symbol.FieldsOfAll().Where(IsLazy).ToList();
        if (candidates.Count == 0 || !IsForSeveralThreads())
        {
            yield break;
        }

        foreach (var body in type.Bodies.Where(static body => body.Owner is IMethodSymbol { MethodKind: not (MethodKind.StaticConstructor or MethodKind.Constructor) } && !Lifetime.IsDeclaredUnsafe(body.Owner)))
        {
            if (!candidates.Exists(body.Mentions) || !BodyOperations.Evaluation(body.Root).Any(operation => InitializationAt(operation) is { Field: { } field } && IsLazy(field)))
            {
                continue;
            }

            if (!type.Analysis(static facts => new CallerLocks(facts)).HeldOnEntry(body).IsEmpty || Lifetime.IsBeforeOrAfterUse(body))
            {
                continue;
            }

            foreach (var operation in BodyOperations.Evaluation(body.Root))
            {
                if (InitializationAt(operation) is { } found && IsLazy(found.Field) && !IsLocked(operation))
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

    private static bool IsLazy(IFieldSymbol field) =>
        field is { IsStatic: true, IsVolatile: false, IsReadOnly: false, IsConst: false, Type.IsReferenceType: true }
        && !field.GetAttributes().Any(static attribute => attribute.AttributeClass?.Name == "ThreadStaticAttribute");

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
    private bool IsForSeveralThreads() => type.Bodies.Where(static body => body.ContainsAny(Words)).SelectMany(static body => BodyOperations.Evaluation(body.Root)).Any(operation => operation switch
    {
        ILockOperation => true,
        IInvocationOperation call => type.Model.EffectOf(call) is { } effect && IsForSeveralThreads(effect.Type, effect),
        _ => false,
    });

    private static bool IsForSeveralThreads(PrimitiveType type, MemberEffect member) =>
        ForkJoins.Starts(type, member)
        || member.Effect is Effect.ParallelInvoke
        || (member.Effect == Effect.Atomic && type.SimpleName == "Interlocked")
        || (member.Effect == Effect.Acquire && type.Kind == PrimitiveKind.Lock);
}
