using ConcurrencyAnalyzers.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Flow.Locks;

/// <summary>Follows which locks a body holds, from its entry, where it holds none of its own.</summary>
internal sealed class LockFlow(LockBody locks, Func<Body, LockSummary?> summaryOf) : FlowAnalysis<LockState>(locks.Body)
{
    protected internal override LockState Join(LockState left, LockState right) => left.Join(right);

    protected internal override bool AreEqual(LockState left, LockState right) => left.IsSameAs(right);

    protected internal override LockState Transfer(IOperation operation, LockState state)
    {
        if (locks.Events.TryGetValue(operation, out var found))
        {
            return Apply(found, state);
        }

        if (locks.ScopeEnds.TryGetValue(operation, out var maker))
        {
            return ForgetUnstable(Undo(maker, state));
        }

        if (locks.Calls.TryGetValue(operation, out var site))
        {
            return Apply(site, ForgetScopes(operation, state));
        }

        return operation switch
        {
            ISimpleAssignmentOperation assignment => Assign(assignment, state),
            ICompoundAssignmentOperation compound => Forget(compound.Target, state),
            IArgumentOperation { Parent: { } call, Parameter.RefKind: RefKind.Ref } when locks.Events.ContainsKey(call) => state,
            IArgumentOperation { Parameter.RefKind: RefKind.Ref or RefKind.Out } argument => Forget(argument.Value, state),
            IInvocationOperation or IDynamicInvocationOperation => ForgetUnstable(ForgetScopes(operation, state)),
            _ => state,
        };
    }

    protected internal override bool TracksExits => true;

    protected internal override bool Ends(IOperation operation) =>
        operation is IInvocationOperation call
        && (CallCompletion.NeverReturns(call.TargetMethod)
            || (locks.Calls.TryGetValue(call, out var site) && CallCompletion.IsSynchronous(site)
                && (summaryOf(site.Callee) is { } summary ? summary.NeverReturns : MayNeverReturn(site.Callee) && !site.Callee.Graph.Blocks[^1].IsReachable)));

    /// <summary>Without one of these words, in text that nobody has bound yet, the end of a body can be reached.</summary>
    private static bool MayNeverReturn(Body callee) => callee.Mentions("throw") || callee.Mentions("while") || callee.Mentions("for") || callee.Mentions("goto") || callee.Mentions("do");

    protected internal override LockState? Thrown(IOperation operation, LockState before) =>
        operation is IInvocationOperation call && CallCompletion.EndsProcess(call.TargetMethod) ? null
        : IsRestOfAcquire(operation) ? null
        : base.Thrown(operation, before);

    /// <summary>The await of an acquire: where that fails nothing is held, which the call itself has told already.</summary>
    private bool IsRestOfAcquire(IOperation operation) =>
        operation is IAwaitOperation or IInvocationOperation { TargetMethod.Name: "ConfigureAwait" or "GetAwaiter" or "GetResult" or "AsTask" }
        && LockEvents.CallBehind(operation, Body) is { } call
        && (locks.Events.TryGetValue(call, out var found)
            ? found.Kind is LockEventKind.Acquire or LockEventKind.TryAcquire
            : locks.Calls.TryGetValue(call, out var site) && summaryOf(site.Callee) is { } summary && summary.Net.Any(static net => net.Min > 0));

    protected internal override LockState? Assume(IOperation condition, bool outcome, LockState state)
    {
        if (outcome && condition is IIsNullOperation { Operand: var scope } && IsHeldScope(scope))
        {
            return null;
        }

        var guard = GuardOf(condition, ref outcome);
        if (guard is null)
        {
            return state;
        }

        var isVariable = guard is ISymbol variable && locks.IsGuard(variable);
        return LockState.Of(state.Cases
            .Where(way => !way.Guards.TryGetValue(guard, out var known) || known == outcome)
            .Select(way => isVariable ? way.WithGuard(guard, outcome) : way.WithoutGuard(guard)));
    }

    /// <summary>A scope object of which the lock is held for certain is there: a using statement asks that first.</summary>
    private bool IsHeldScope(IOperation scope) =>
        LockScopes.MakerOf(scope, locks) is { } maker && summaryOf(maker.Callee) is { } summary && summary.Net.Any(static net => net.Min > 0);

    private static LockState Apply(LockEvent found, LockState state) => found.Kind switch
    {
        LockEventKind.Acquire => state.Map(way => Taken(Acquired(way, found), found, true)),
        LockEventKind.TryAcquire => LockState.Of(state.Cases.SelectMany(way => new[]
        {
            Taken(Acquired(way, found), found, true).WithGuard(found.Operation, true),
            Taken(way, found, false).WithGuard(found.Operation, false),
        }))!,
        LockEventKind.PendingAcquire => state.Map(way => way.With(found.Key, way[found.Key].Shift(0, 1))),
        LockEventKind.Release when found.Count is { } count => state.Map(way => way.With(found.Key, way[found.Key].Release(count, ReleasedMode(found, way)))),
        LockEventKind.Query when found.Effect.Effect == Effect.QueryHeld && LockEvents.IsCondition(found.Operation) => state.Map(way => IsHeld(way[found.Key], found.Effect.Mode)
            ? way.WithGuard(found.Operation, true)
            : way.With(found.Key, LockValue.Unknown)),
        _ => state.Map(way => way.With(found.Key, LockValue.Unknown)),
    };

    /// <summary>This body has acquired it, so whoever asks is told yes; only what a caller may hold is unknown.</summary>
    private static bool IsHeld(LockValue value, LockMode mode) =>
        mode is LockMode.Read or LockMode.UpgradeableRead or LockMode.Write ? value.Depths[mode].IsMustHeld : value.IsMustHeld;

    /// <summary>The old reader-writer lock takes a reader's release for the writer's where the thread is the writer.</summary>
    private static LockMode ReleasedMode(LockEvent found, LockCase way) =>
        found.Effect.Mode == LockMode.Read && found.Primitive.IsReentrant && way[found.Key].Depths is { Read.Max: <= 0, Write.Max: > 0 }
            ? LockMode.Write
            : found.Effect.Mode;

    private static LockCase Acquired(LockCase way, LockEvent found) => way.With(found.Key, way[found.Key].Acquire(found.Effect.Mode, found.Operation));

    private static LockCase Taken(LockCase way, LockEvent found, bool taken) => found.Taken is { } local ? way.WithGuard(local, taken) : way;

    private LockState Apply(CallSite call, LockState state)
    {
        if (summaryOf(call.Callee) is not { } summary)
        {
            return ForgetUnstable(state);
        }

        foreach (var net in summary.Net)
        {
            if (call.InCaller(net.Key) is { } key)
            {
                state = CallCompletion.IsSynchronous(call)
                    ? state.Map(way => way.With(key, way[key].Shift(net, call.Operation)))
                    : state.Map(way => way.With(key, LockValue.Unknown));
            }
        }

        return ForgetUnstable(state);
    }

    /// <summary>The scope object gives back what the call that made it has acquired.</summary>
    private LockState Undo(CallSite maker, LockState state)
    {
        foreach (var net in (summaryOf(maker.Callee) ?? LockSummary.Nothing).Net)
        {
            if (net.Max > 0 && maker.InCaller(net.Key) is { } key)
            {
                state = state.Map(way => !way[key].IsMayHeld ? way : way.With(key, net.Min == net.Max ? way[key].Shift(net.Undone, maker.Operation) : LockValue.Unknown));
            }
        }

        return state;
    }

    /// <summary>An object is disposed of that may be a scope made here: then its lock may be free.</summary>
    private LockState ForgetScopes(IOperation operation, LockState state)
    {
        if (operation is not IInvocationOperation { TargetMethod.Name: "Dispose" or "DisposeAsync" })
        {
            return state;
        }

        foreach (var key in state.Keys)
        {
            if (state[key].Sites.Any(site => locks.Calls.TryGetValue(site, out var maker) && LockScopes.IsMaker(maker) && LockScopes.MayEnd(operation, maker, Body)))
            {
                state = state.Map(way => way.With(key, LockValue.Unknown));
            }
        }

        return state;
    }

    private LockState Assign(ISimpleAssignmentOperation assignment, LockState state)
    {
        state = Forget(assignment.Target, state);
        if (assignment.Target is not ILocalReferenceOperation { Local: var local } || !locks.IsGuard(local))
        {
            return state;
        }

        if (assignment.Value.ConstantValue is { HasValue: true, Value: bool constant })
        {
            return state.Map(way => way.WithGuard(local, constant));
        }

        return LockEvents.CallBehind(assignment.Value, Body) is { } call
            ? state.Map(way => way.Guards.TryGetValue(call, out var result) ? way.WithoutGuard(call).WithGuard(local, result) : way)
            : state;
    }

    /// <summary>The variable or member has a new value: what was known by its name is known no more.</summary>
    private static LockState Forget(IOperation target, LockState state)
    {
        var written = target switch
        {
            ILocalReferenceOperation local => local.Local,
            IParameterReferenceOperation parameter => parameter.Parameter,
            IMemberReferenceOperation member => member.Member,
            _ => (ISymbol?)null,
        };
        return written is null ? state : state.Map(way => way.WithoutGuard(written).With(Without(way, key => Mentions(key, written))));
    }

    /// <summary>Code that is not known has run: it may have put another lock where a changeable member held one.</summary>
    private LockState ForgetUnstable(LockState state) =>
        state.Map(way => way.With(Without(way, key => !key.IsStable && !Body.Type.IsNeverReassigned(key))));

    private static System.Collections.Immutable.ImmutableDictionary<AccessPath, LockValue> Without(LockCase way, Func<AccessPath, bool> isLost)
    {
        var locks = way.Locks;
        foreach (var key in way.Locks.Keys)
        {
            if (isLost(key))
            {
                locks = locks.Remove(key);
            }
        }

        return locks;
    }

    private static bool Mentions(AccessPath key, ISymbol symbol)
    {
        if (SymbolEqualityComparer.Default.Equals(key.Symbol, symbol))
        {
            return true;
        }

        foreach (var member in key.Members)
        {
            if (SymbolEqualityComparer.Default.Equals(member, symbol))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The variable or call whose truth the condition is; turns the outcome round for each negation.</summary>
    private object? GuardOf(IOperation condition, ref bool outcome)
    {
        while (true)
        {
            switch (condition)
            {
                case IUnaryOperation { OperatorKind: UnaryOperatorKind.Not } not:
                    outcome = !outcome;
                    condition = not.Operand;
                    continue;

                case IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals, RightOperand.ConstantValue: { HasValue: true, Value: bool expected } } equals:
                    outcome = outcome == expected;
                    condition = equals.LeftOperand;
                    continue;
            }

            var inner = Body.Definitions.SkipWrappers(condition);
            if (!ReferenceEquals(inner, condition))
            {
                condition = inner;
                continue;
            }

            return LockBody.VariableOf(condition) ?? (condition as IPropertyReferenceOperation) ?? (object?)LockEvents.CallBehind(condition, Body);
        }
    }
}
