using System.Collections.Concurrent;
using ConcurrencyAnalyzers.Flow.Locks;
using ConcurrencyAnalyzers.Model;
using ConcurrencyAnalyzers.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Flow.LockOrder;

/// <summary>Whether a path names one and the same lock at all times, and two paths two locks.</summary>
internal sealed class LockNames(TypeFacts type)
{
    private readonly ConcurrentDictionary<ISymbol, List<ISymbol?>> origins = new(SymbolEqualityComparer.Default);

    /// <summary>Used as a lock, not as a signal or throttle, and never another object.</summary>
    public bool IsSteadyLock(AccessPath path, MemberEffect acquire, Body body)
    {
        if (path.Root is PathRoot.Local or PathRoot.Parameter && body.Definitions.WritesTo(path.Symbol!) > (path.Root == PathRoot.Local ? 1 : 0))
        {
            return false;
        }

        var scan = type.Analysis(static facts => new TypeScan(facts));
        if (path.Members.Any(member => !member.IsStable() && scan.IsReassigned(member)))
        {
            return false;
        }

        return acquire.Type.Kind != PrimitiveKind.Semaphore
            || type.Analysis(static facts => new LockHolders(facts)).Of(path) is { IsUsedAsLock: true, Permits: 1 };
    }

    /// <summary>The two paths may reach one object: it was given to both, or handed from one to the other.</summary>
    public bool MayBeOne(AccessPath left, AccessPath right) =>
        left.Holder is { } first && right.Holder is { } second
        && (ComesFrom(first, second) || ComesFrom(second, first) || (IsGiven(first) && IsGiven(second)));

    private bool ComesFrom(ISymbol holder, ISymbol source) =>
        origins.GetOrAdd(holder, FindOrigins).Any(value => SymbolEqualityComparer.Default.Equals(value, source));

    private bool IsGiven(ISymbol holder) => origins.GetOrAdd(holder, FindOrigins).Any(static value => value is not null);

    /// <summary>What the holder is set to anywhere in the type; null stands for a value of unknown origin.</summary>
    private List<ISymbol?> FindOrigins(ISymbol holder)
    {
        var values = new List<ISymbol?>();
        foreach (var operation in type.Bodies.Where(body => body.Mentions(holder) || Initializes(body, holder)).SelectMany(static body => BodyOperations.Evaluation(body.Root)))
        {
            Record(operation, holder, values);
        }

        return values;
    }

    /// <summary>The text of an initializer has not the name of what it initializes.</summary>
    private static bool Initializes(Body body, ISymbol holder) => SymbolEqualityComparer.Default.Equals(body.Owner, holder);

    private void Record(IOperation operation, ISymbol holder, List<ISymbol?> values)
    {
        switch (operation)
        {
            case ISimpleAssignmentOperation { Target: IMemberReferenceOperation target } assignment when Is(target.Member):
                Record(assignment.Value, values);
                break;

            case IVariableDeclaratorOperation { Symbol: var local } declarator when Is(local) && declarator.GetVariableInitializer() is { } initializer:
                Record(initializer.Value, values);
                break;

            case IFieldInitializerOperation initializer when initializer.InitializedFields.Any(Is):
                Record(initializer.Value, values);
                break;

            case IPropertyInitializerOperation initializer when initializer.InitializedProperties.Any(Is):
                Record(initializer.Value, values);
                break;
        }

        bool Is(ISymbol symbol) => SymbolEqualityComparer.Default.Equals(symbol, holder);
    }

    private void Record(IOperation value, List<ISymbol?> values)
    {
        while (value is IConversionOperation conversion)
        {
            value = conversion.Operand;
        }

        if (value is ICoalesceOperation coalesce)
        {
            Record(coalesce.Value, values);
            Record(coalesce.WhenNull, values);
            return;
        }

        values.Add(value switch
        {
            IMemberReferenceOperation member => member.Member,
            IParameterReferenceOperation parameter => parameter.Parameter,
            ILocalReferenceOperation local => local.Local,
            IInstanceReferenceOperation => type.Symbol,
            _ => (ISymbol?)null,
        });
    }
}
