using ConcurrencyAnalyzers.Model;
using ConcurrencyAnalyzers.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Flow.Locks;

/// <summary>Looks at every use of every lock holder of a type: is it created here, does it leave the type, who releases it?</summary>
internal sealed class LockHolders
{
    private readonly Dictionary<ISymbol, LockHolder> holders = new(SymbolEqualityComparer.Default);
    private readonly Dictionary<ISymbol, ISymbol> aliases = new(SymbolEqualityComparer.Default);
    private readonly HashSet<ISymbol> methodsUsedAsDelegates = new(SymbolEqualityComparer.Default);
    private readonly TypeFacts type;
    private readonly LockFlows flows;

    public LockHolders(TypeFacts type)
    {
        this.type = type;
        flows = type.Analysis(static facts => new LockFlows(facts));
        foreach (var body in type.Bodies)
        {
            foreach (var operation in BodyOperations.Evaluation(body.Root))
            {
                Record(operation, body);
            }
        }

        foreach (var body in flows.Bodies)
        {
            RecordReleases(body);
        }
    }

    public LockHolder? Of(AccessPath path) => path.Holder is { } symbol ? Of(symbol) : null;

    private LockHolder Of(ISymbol symbol)
    {
        while (aliases.TryGetValue(symbol, out var original))
        {
            symbol = original;
        }

        if (!holders.TryGetValue(symbol, out var holder))
        {
            holders.Add(symbol, holder = new(symbol));
        }

        return holder;
    }

    private void Record(IOperation operation, Body body)
    {
        switch (operation)
        {
            case IMethodReferenceOperation reference:
                methodsUsedAsDelegates.Add(reference.Method.OriginalDefinition);
                break;

            case IFieldReferenceOperation { Field: var field } when IsLock(field.Type):
                RecordUse(operation, field, body);
                break;

            case IPropertyReferenceOperation { Property: var property } when IsLock(property.Type):
                RecordUse(operation, property, body);
                break;

            case ILocalReferenceOperation { Local: var local } when IsLock(local.Type):
                RecordUse(operation, local, body);
                break;

            case IParameterReferenceOperation { Parameter: var parameter } when IsLock(parameter.Type):
                Of(parameter).AddCreation(null);
                break;

            case IVariableDeclaratorOperation { Symbol: var declared } declarator when IsLock(declared.Type) && declarator.GetVariableInitializer() is { } initializer:
                RecordValue(declared, initializer.Value);
                break;

            case IFieldInitializerOperation initializer:
                foreach (var initialized in initializer.InitializedFields.Where(field => IsLock(field.Type)))
                {
                    RecordValue(initialized, initializer.Value);
                }

                break;

            case IPropertyInitializerOperation initializer:
                foreach (var initialized in initializer.InitializedProperties.Where(property => IsLock(property.Type)))
                {
                    RecordValue(initialized, initializer.Value);
                }

                break;
        }
    }

    private bool IsLock(ITypeSymbol type) => this.type.Model.KindOf(type) is PrimitiveKind.Lock or PrimitiveKind.Semaphore;

    private void RecordUse(IOperation reference, ISymbol symbol, Body body)
    {
        switch (Context(reference))
        {
            case IInvocationOperation call when call.Instance is { } instance && BodyOperations.Evaluation(instance).Contains(reference):
            case IMemberReferenceOperation:
            case IConditionalAccessOperation:
            case IBinaryOperation or IIsPatternOperation or INameOfOperation:
            case ILockOperation:
                break;

            case IArgumentOperation { Parent: IInvocationOperation call } argument
                when type.Model.EffectOf(call) is { } effect && effect.KeyParameter == argument.Parameter?.Ordinal:
                break;

            case ISimpleAssignmentOperation assignment when assignment.Target == reference:
                RecordValue(symbol, assignment.Value);
                break;

            case IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol: var alias } } when body.Definitions.WritesTo(alias) == 1:
                aliases[alias] = symbol;
                break;

            case IExpressionStatementOperation:
                break;

            default:
                Of(symbol).Escapes = true;
                break;
        }
    }

    private static IOperation? Context(IOperation reference)
    {
        var parent = reference.Parent;
        while (parent is IConversionOperation or IParenthesizedOperation)
        {
            parent = parent.Parent;
        }

        return parent;
    }

    private void RecordValue(ISymbol symbol, IOperation value)
    {
        while (value is IConversionOperation conversion)
        {
            value = conversion.Operand;
        }

        if (value is IObjectCreationOperation creation)
        {
            Of(symbol).AddCreation(PermitsOf(creation, type.Model.EffectOf(creation)));
        }
        else if (value is IDefaultValueOperation || value.ConstantValue is { HasValue: true, Value: null })
        {
            // Cleared, or a struct lock that begins free.
        }
        else if (symbol is not ILocalSymbol || !IsReference(value))
        {
            Of(symbol).AddCreation(null);
        }
    }

    private static bool IsReference(IOperation value) => value is IFieldReferenceOperation or IPropertyReferenceOperation or ILocalReferenceOperation;

    private static int? PermitsOf(IObjectCreationOperation creation, MemberEffect? effect)
    {
        if (effect is null || effect.CountParameter == MemberEffect.Absent)
        {
            return effect?.Type.Kind == PrimitiveKind.Semaphore ? null : 1;
        }

        foreach (var argument in creation.Arguments)
        {
            if (argument.Parameter?.Ordinal == effect.CountParameter)
            {
                return argument.Value.ConstantValue is { HasValue: true, Value: int permits } ? permits : null;
            }
        }

        return null;
    }

    private void RecordReleases(Body body)
    {
        if (flows.ResultOf(body) is not { } result || flows.LocksOf(body) is not { } locks)
        {
            return;
        }

        if (result.IsOverBudget)
        {
            foreach (var found in locks.Events.Values)
            {
                Of(found.Key.Holder!).IsReleasedByOthers = true;
            }

            return;
        }

        var acquired = new HashSet<AccessPath>();
        result.Visit((operation, before) =>
        {
            if (!locks.Events.TryGetValue(operation, out var found) || found.Key.Holder is not { } symbol)
            {
                return;
            }

            if (found.Kind is LockEventKind.Release or LockEventKind.Query)
            {
                if (found.Kind == LockEventKind.Release && !before[found.Key].IsMayHeld && !IsHandedOver(body, found.Key) && !LockScopes.AreEndedBy(body, found.Key, flows))
                {
                    Of(symbol).IsReleasedByOthers = true;
                }
            }
            else
            {
                acquired.Add(found.Key);
            }
        });

        foreach (var key in acquired)
        {
            if (result.Exit is { } exit && exit[key] is { Min: 0, Max: 0 } && key.Holder is { } symbol)
            {
                Of(symbol).IsUsedInPairs = true;
            }
        }
    }

    /// <summary>A private method that is only ever called by a body that holds the lock releases it on that body's behalf.</summary>
    private bool IsHandedOver(Body release, AccessPath key)
    {
        if (release.Method is not { DeclaredAccessibility: Accessibility.Private, MethodKind: MethodKind.Ordinary } method || methodsUsedAsDelegates.Contains(method))
        {
            return false;
        }

        var calls = 0;
        var isHeldAtAll = true;
        foreach (var caller in flows.Bodies)
        {
            if (flows.LocksOf(caller) is { } locks && locks.Calls.Values.Any(call => call.Callee == release))
            {
                flows.ResultOf(caller)!.Visit((operation, before) =>
                {
                    if (locks.Calls.TryGetValue(operation, out var call) && call.Callee == release)
                    {
                        calls++;
                        isHeldAtAll &= call.InCaller(key) is { } inCaller && before[inCaller].IsMustHeld;
                    }
                });
            }
        }

        return calls > 0 && isHeldAtAll;
    }
}
