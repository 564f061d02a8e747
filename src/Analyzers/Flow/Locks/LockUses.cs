using ConcurrencyAnalyzers.Model;
using ConcurrencyAnalyzers.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Flow.Locks;

/// <summary>
/// Looks at every use of whatever a type locks on, objects under a Monitor included: which values the holder gets, whether somebody else can
/// get at it, and who releases what somebody else acquired.
/// </summary>
internal sealed class LockUses
{
    private readonly Dictionary<ISymbol, LockUse> uses = new(SymbolEqualityComparer.Default);
    private readonly Dictionary<ISymbol, LockUse> aliases = new(SymbolEqualityComparer.Default);
    private readonly TypeFacts type;
    private readonly LockFlows flows;
    private readonly TypeScan scan;

    public LockUses(TypeFacts type)
    {
        this.type = type;
        flows = type.Analysis(static facts => new LockFlows(facts));
        scan = type.Analysis(static facts => new TypeScan(facts));
        foreach (var body in flows.Bodies)
        {
            foreach (var found in flows.LocksOf(body)!.Events.Values)
            {
                Count(found);
            }
        }

        foreach (var body in type.Bodies.Where(MentionsLock).ToList())
        {
            foreach (var operation in BodyOperations.Evaluation(body.Root))
            {
                Record(operation, body);
            }
        }

        foreach (var body in flows.Bodies)
        {
            RecordExits(body);
        }
    }

    public LockUse? Of(AccessPath key) => key.Holder is { } symbol && uses.TryGetValue(symbol.OriginalDefinition, out var use) ? use : null;

    /// <summary>Some code of this type calls the method, so what it leaves held is that code's business.</summary>
    public bool IsCalledHere(Body body) =>
        body.Owner is not IMethodSymbol method
        || scan.IsUsedAsDelegate(method)
        || flows.Bodies.Any(caller => flows.LocksOf(caller)!.Calls.Values.Any(call => call.Callee == body));

    /// <summary>The text of an initializer has not the name of what it initializes.</summary>
    private bool MentionsLock(Body body) => uses.Keys.Any(symbol => body.Mentions(symbol) || SymbolEqualityComparer.Default.Equals(body.Owner, symbol));

    private void Count(LockEvent found)
    {
        if (found.Key.Holder?.OriginalDefinition is not { } symbol)
        {
            return;
        }

        if (!uses.TryGetValue(symbol, out var use))
        {
            uses.Add(symbol, use = new(symbol));
        }

        use.HasRelease |= found.Kind == LockEventKind.Release;
        use.HasQuery |= found.Kind == LockEventKind.Query;
    }

    private void Record(IOperation operation, Body body)
    {
        switch (operation)
        {
            case IFieldReferenceOperation field:
                RecordUse(field, field.Field, body);
                break;

            case IPropertyReferenceOperation property:
                RecordUse(property, property.Property, body);
                break;

            case ILocalReferenceOperation local:
                RecordUse(local, local.Local, body);
                break;

            case IParameterReferenceOperation parameter:
                RecordUse(parameter, parameter.Parameter, body);
                break;

            case IVariableDeclaratorOperation { Symbol: var declared } declarator when declarator.GetVariableInitializer() is { } initializer:
                UseOf(declared)?.Values.Add(initializer.Value);
                break;

            case IFieldInitializerOperation initializer:
                foreach (var field in initializer.InitializedFields)
                {
                    UseOf(field)?.Values.Add(initializer.Value);
                }

                break;

            case IPropertyInitializerOperation initializer:
                foreach (var property in initializer.InitializedProperties)
                {
                    UseOf(property)?.Values.Add(initializer.Value);
                }

                break;
        }
    }

    private LockUse? UseOf(ISymbol symbol) => uses.TryGetValue(symbol.OriginalDefinition, out var use) ? use : null;

    private void RecordUse(IOperation reference, ISymbol symbol, Body body)
    {
        if (UseOf(symbol) is not { } use && !aliases.TryGetValue(symbol, out use))
        {
            return;
        }

        var parent = reference.Parent;
        while (parent is IConversionOperation { OperatorMethod: null } or IParenthesizedOperation)
        {
            parent = parent.Parent;
        }

        switch (parent)
        {
            case IInvocationOperation { TargetMethod.Name: "Dispose" or "Close" or "DisposeAsync" }:
                use.Disposers.Add(body);
                break;

            case IInvocationOperation or IMemberReferenceOperation or IConditionalAccessOperation or IExpressionStatementOperation:
            case IBinaryOperation or IIsPatternOperation or INameOfOperation or ILockOperation or ICoalesceOperation { Parent: IThrowOperation }:
                break;

            case IArgumentOperation { Parent: IInvocationOperation call } argument when type.Model.EffectOf(call) is { } effect && effect.KeyParameter == argument.Parameter?.Ordinal:
                break;

            case ISimpleAssignmentOperation assignment when assignment.Target == reference:
                use.Values.Add(assignment.Value);
                break;

            case IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol: var alias } } when body.Definitions.WritesTo(alias) == 1:
                aliases[alias] = use;
                break;

            default:
                use.Escapes = true;
                break;
        }
    }

    private void RecordExits(Body body)
    {
        var locks = flows.LocksOf(body)!;
        var result = flows.ResultOf(body)!;
        if (result.IsOverBudget || locks.IsIterator)
        {
            foreach (var found in locks.Events.Values.Where(static found => found.Kind == LockEventKind.Release))
            {
                UseOf(found.Key.Holder!)?.Releasers.Add(body);
            }

            return;
        }

        if (result.Exit is { } exit)
        {
            foreach (var key in exit.Keys.Where(key => exit[key].Min < 0))
            {
                AddReleaser(key, body);
            }
        }
        else
        {
            result.Visit((operation, before) =>
            {
                if (locks.Events.TryGetValue(operation, out var found) && found.Kind == LockEventKind.Release && before[found.Key].Min <= 0)
                {
                    AddReleaser(found.Key, body);
                }
            });
        }
    }

    private void AddReleaser(AccessPath key, Body body)
    {
        if (key.Holder is { } symbol && UseOf(symbol) is { } use && !IsHandedOver(body, key) && !LockScopes.AreEndedBy(body, key, flows))
        {
            use.Releasers.Add(body);
        }
    }

    /// <summary>A method that is only ever called by code of this type that holds the lock releases it on that code's behalf.</summary>
    private bool IsHandedOver(Body release, AccessPath key)
    {
        if (release.Method is not { MethodKind: MethodKind.Ordinary or MethodKind.LocalFunction } method
            || (method.MethodKind == MethodKind.Ordinary && method.DeclaredAccessibility != Accessibility.Private)
            || scan.IsUsedAsDelegate(method))
        {
            return false;
        }

        var calls = 0;
        var isHeldAtAll = true;
        foreach (var caller in flows.Bodies)
        {
            var locks = flows.LocksOf(caller)!;
            if (!locks.Calls.Values.Any(call => call.Callee == release))
            {
                continue;
            }

            flows.ResultOf(caller)!.Visit((operation, before) =>
            {
                if (locks.Calls.TryGetValue(operation, out var call) && call.Callee == release)
                {
                    calls++;
                    isHeldAtAll &= call.InCaller(key) is { } inCaller && before[inCaller].IsMayHeld && !before[inCaller].IsUnknown;
                }
            });
        }

        return calls > 0 && isHeldAtAll;
    }
}
