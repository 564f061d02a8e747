using System.Collections.Immutable;
using ConcurrencyAnalyzers.Flow.Locks;
using ConcurrencyAnalyzers.Model;
using ConcurrencyAnalyzers.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Flow.LockOrder;

/// <summary>Whether a path names one and the same lock at all times, and two paths two locks.</summary>
internal sealed class LockNames
{
    private readonly Dictionary<ISymbol, List<ISymbol?>> origins = new(SymbolEqualityComparer.Default);
    private readonly TypeFacts type;

    public LockNames(TypeFacts type)
    {
        this.type = type;
        foreach (var body in type.Bodies)
        {
            foreach (var operation in BodyOperations.Evaluation(body.Root))
            {
                Record(operation);
            }
        }
    }

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
        origins.TryGetValue(holder, out var values) && values.Any(value => SymbolEqualityComparer.Default.Equals(value, source));

    private bool IsGiven(ISymbol holder) => origins.TryGetValue(holder, out var values) && values.Any(static value => value is not null);

    private void Record(IOperation operation)
    {
        switch (operation)
        {
            case ISimpleAssignmentOperation { Target: IMemberReferenceOperation target } assignment:
                Record(target.Member, assignment.Value);
                break;

            case IVariableDeclaratorOperation { Symbol: var local } declarator when declarator.GetVariableInitializer() is { } initializer:
                Record(local, initializer.Value);
                break;

            case IFieldInitializerOperation initializer:
                foreach (var field in initializer.InitializedFields)
                {
                    Record(field, initializer.Value);
                }

                break;

            case IPropertyInitializerOperation initializer:
                foreach (var property in initializer.InitializedProperties)
                {
                    Record(property, initializer.Value);
                }

                break;
        }
    }

    private void Record(ISymbol holder, IOperation value)
    {
        while (value is IConversionOperation conversion)
        {
            value = conversion.Operand;
        }

        if (value is ICoalesceOperation coalesce)
        {
            Record(holder, coalesce.Value);
            Record(holder, coalesce.WhenNull);
            return;
        }

        var source = value switch
        {
            IMemberReferenceOperation member => member.Member,
            IParameterReferenceOperation parameter => parameter.Parameter,
            ILocalReferenceOperation local => local.Local,
            IInstanceReferenceOperation => type.Symbol,
            _ => (ISymbol?)null,
        };
        if (!origins.TryGetValue(holder, out var values))
        {
            origins.Add(holder, values = []);
        }

        values.Add(source);
    }
}
