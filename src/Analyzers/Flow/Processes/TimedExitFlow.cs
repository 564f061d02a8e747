using System.Collections.Immutable;
using ConcurrencyAnalyzers.Flow.Bodies;
using ConcurrencyAnalyzers.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Flow.Processes;

/// <summary>
/// The waits with a time limit after which a process may have exited while its output is still on the way to the handlers. Only a wait without
/// a limit waits for them too.
/// </summary>
internal sealed class TimedExitFlow(Body body, ProcessNames names, CollectedOutput output) : FlowAnalysis<ImmutableHashSet<IInvocationOperation>>(body)
{
    /// <summary>For each wait the first read of what the handlers of its process collect.</summary>
    public IEnumerable<(IInvocationOperation Wait, Access Read)> EarlyReads()
    {
        var found = new Dictionary<IInvocationOperation, Access>();
        Run(ImmutableHashSet<IInvocationOperation>.Empty).Visit((operation, waits) =>
        {
            if (waits.IsEmpty || (HandedOut(operation) ?? Accesses.Of(operation, Body)) is not { IsRead: true, IsWrite: false } read)
            {
                return;
            }

            foreach (var wait in waits)
            {
                if (ProcessOf(wait) is { } process && output.IsCollected(process, read.Location) && !found.ContainsKey(wait))
                {
                    found.Add(wait, read);
                }
            }
        });
        return found.OrderBy(static entry => entry.Key.Syntax.SpanStart).Select(static entry => (entry.Key, entry.Value));
    }

    /// <summary>The whole collection, where it is the result or becomes part of a text.</summary>
    private Access? HandedOut(IOperation operation)
    {
        var parent = operation.Parent;
        while (parent is IConversionOperation or IParenthesizedOperation)
        {
            parent = parent.Parent;
        }

        return operation is ILocalReferenceOperation or IFieldReferenceOperation && parent is null or IInterpolationOperation or IBinaryOperation { OperatorKind: BinaryOperatorKind.Add } && AccessPaths.Of(operation, Body) is { } path
            && output.IsCollected(new(path, IsContent: true))
                ? new(new(path, IsContent: true), AccessKind.Read, operation)
                : null;
    }

    protected internal override ImmutableHashSet<IInvocationOperation> Join(ImmutableHashSet<IInvocationOperation> left, ImmutableHashSet<IInvocationOperation> right) => left.Union(right);

    protected internal override bool AreEqual(ImmutableHashSet<IInvocationOperation> left, ImmutableHashSet<IInvocationOperation> right) => left.SetEquals(right);

    protected internal override ImmutableHashSet<IInvocationOperation> Transfer(IOperation operation, ImmutableHashSet<IInvocationOperation> state)
    {
        switch (operation)
        {
            case IAwaitOperation:
                return state.Clear();

            case IInvocationOperation call when Body.Model.EffectOf(call) is { } effect:
                return ProcessOf(call) is { } process ? AfterCall(call, effect, process, state)
                    : effect.Effect is Effect.Create or Effect.Check or Effect.Mutate or Effect.None or Effect.Configure ? state
                    : state.Clear();

            // Code of the program may wait in its own way.
            case IInvocationOperation { TargetMethod.DeclaringSyntaxReferences.IsEmpty: false }:
                return state.Clear();

            default:
                return state;
        }
    }

    /// <summary>After a limit that ran out the process goes on, and reading what there is so far is meant.</summary>
    protected internal override ImmutableHashSet<IInvocationOperation>? Assume(IOperation condition, bool outcome, ImmutableHashSet<IInvocationOperation> state)
    {
        condition = Body.Definitions.Origin(condition);
        while (condition is IUnaryOperation { OperatorKind: UnaryOperatorKind.Not } not)
        {
            condition = Body.Definitions.Origin(not.Operand);
            outcome = !outcome;
        }

        return !outcome && condition is IInvocationOperation wait ? state.Remove(wait) : state;
    }

    private ImmutableHashSet<IInvocationOperation> AfterCall(IInvocationOperation call, MemberEffect effect, ProcessKey process, ImmutableHashSet<IInvocationOperation> state)
    {
        if (effect.Effect is not (Effect.Join or Effect.TryJoin))
        {
            return state;
        }

        var others = state.Except(state.Where(wait => ProcessOf(wait) == process));
        return effect is { Effect: Effect.TryJoin, IsAsync: false } && IsLimited(call, effect) ? others.Add(call) : others;
    }

    /// <summary>Who asks whether the time was enough has given a limit.</summary>
    private static bool IsLimited(IInvocationOperation call, MemberEffect effect) => WaitTimes.Of(effect, call) switch
    {
        WaitTime.Finite => true,
        WaitTime.Unknown => call.Parent is not IExpressionStatementOperation,
        _ => false,
    };

    private ProcessKey? ProcessOf(IInvocationOperation call) =>
        call.Instance is { } instance && names.IsProcess(instance.Type) ? names.KeyOf(instance) : null;
}
