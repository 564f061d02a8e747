using ConcurrencyAnalyzers.Flow;
using ConcurrencyAnalyzers.Flow.LockOrder;
using ConcurrencyAnalyzers.Flow.Locks;
using ConcurrencyAnalyzers.Model;
using ConcurrencyAnalyzers.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Rules.Signals;

/// <summary>In which bodies, and of which locks, it is certain that nobody holds them.</summary>
internal sealed class SignalUses
{
    private readonly LockFlows flows;
    private readonly EntryPoints entries;
    private readonly HashSet<ISymbol> called = new(SymbolEqualityComparer.Default);
    private readonly HashSet<ISymbol> handedOn = new(SymbolEqualityComparer.Default);
    private readonly HashSet<ISymbol> shown = new(SymbolEqualityComparer.Default);

    public SignalUses(TypeFacts type)
    {
        flows = type.Analysis(static facts => new LockFlows(facts));
        entries = type.Analysis(static facts => new EntryPoints(facts));
        foreach (var operation in type.Bodies.SelectMany(static body => BodyOperations.Evaluation(body.Root)))
        {
            switch (operation)
            {
                case IInvocationOperation call:
                    called.Add(call.TargetMethod.OriginalDefinition);
                    if (type.Model.EffectOf(call) is null)
                    {
                        shown.UnionWith(call.Arguments.Select(static argument => VariableOf(argument.Value)).OfType<ISymbol>());
                    }

                    break;

                case IObjectCreationOperation creation:
                    shown.UnionWith(creation.Arguments.Select(static argument => VariableOf(argument.Value)).OfType<ISymbol>());
                    break;

                case IReturnOperation { ReturnedValue: { } returned } when VariableOf(returned) is { } variable:
                    shown.Add(variable);
                    break;

                case ISimpleAssignmentOperation { Target: IMemberReferenceOperation } assignment when VariableOf(assignment.Value) is { } variable:
                    shown.Add(variable);
                    break;

                case IMethodReferenceOperation reference:
                    handedOn.Add(reference.Method.OriginalDefinition);
                    break;

                case IPropertyReferenceOperation { Property: var property }:
                    called.UnionWith(new ISymbol?[] { property.OriginalDefinition.GetMethod, property.OriginalDefinition.SetMethod }.OfType<ISymbol>());
                    break;
            }
        }
    }

    /// <summary>Whether threads enter the body from outside the type only, with none of its private locks held.</summary>
    public bool IsEntry(Body body) =>
        !called.Contains(body.Owner.OriginalDefinition)
        && (entries.StartOf(body) is not null || (entries.IsEntry(body) && !handedOn.Contains(body.Owner.OriginalDefinition)))
        && body.Method is { IsVirtual: false, IsAbstract: false };

    public void Visit(Body body, Action<IOperation, LockState> visit)
    {
        if (flows.ResultOf(body) is { } result)
        {
            result.Visit(visit);
            return;
        }

        foreach (var operation in body.Operations.All)
        {
            visit(operation, LockState.Entry);
        }
    }

    /// <summary>Whether the lock is one that only this type knows, and nothing that is held here could be the same object.</summary>
    /// <remarks>Who else gets the object may take the lock for us: <c>using (Section.Enter(_gate))</c>.</remarks>
    public bool IsFree(AccessPath key, LockState state, Body body) =>
        IsOwn(key, body)
        && !shown.Contains(key.Holder!.OriginalDefinition)
        && state[key] is { Min: 0, Max: 0 }
        && state.Keys.All(other => !state[other].IsMayHeld || IsOwn(other, body));

    /// <summary>The body asks whether the lock is held: <c>Monitor.IsEntered(gate)</c>.</summary>
    public static bool IsAskedFor(AccessPath key, Body body) => body.Operations.All.Any(operation =>
        operation is IInvocationOperation call
        && body.Model.EffectOf(call) is { Effect: Effect.QueryHeld } effect
        && AccessPaths.Of(effect.KeyParameter == MemberEffect.Absent ? call.Instance : call.ArgumentFor(effect.KeyParameter)?.Value, body)?.Equals(key) == true);

    /// <summary>A condition may be given the lock of others.</summary>
    private static bool HasOwnLock(BaseObjectCreationExpressionSyntax creation, ITypeSymbol type, Body body) =>
        body.Model.KindOf(type) != PrimitiveKind.Condition || creation.ArgumentList is null or { Arguments.Count: 0 };

    private static ISymbol? VariableOf(IOperation value)
    {
        while (value is IConversionOperation or IParenthesizedOperation)
        {
            value = value is IConversionOperation conversion ? conversion.Operand : ((IParenthesizedOperation)value).Operand;
        }

        return value switch
        {
            IFieldReferenceOperation field => field.Field.OriginalDefinition,
            ILocalReferenceOperation local => local.Local,
            _ => null,
        };
    }

    /// <summary>A private field or a local that is given a new object where it is declared, and never another.</summary>
    private static bool IsOwn(AccessPath key, Body body) => key.Root switch
    {
        PathRoot.Local => key.Members.IsEmpty && key.IsStable && key.Symbol is ILocalSymbol local && body.Definitions.ValueOf(local) is { } value && body.Definitions.SkipWrappers(value) is IObjectCreationOperation { Syntax: BaseObjectCreationExpressionSyntax made } && HasOwnLock(made, local.Type, body),
        PathRoot.This or PathRoot.Static => key.Members.Length == 1
            && key.Holder is IFieldSymbol { DeclaredAccessibility: Accessibility.Private } field
            && (key.IsStable || body.Type.IsNeverReassigned(key))
            && field.DeclaringSyntaxReferences.All(reference => reference.GetSyntax() is VariableDeclaratorSyntax { Initializer.Value: BaseObjectCreationExpressionSyntax made } && HasOwnLock(made, field.Type, body)),
        _ => false,
    };
}
