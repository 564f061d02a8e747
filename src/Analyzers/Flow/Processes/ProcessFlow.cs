using System.Collections.Immutable;
using ConcurrencyAnalyzers.Model;
using ConcurrencyAnalyzers.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Flow.Processes;

/// <summary>Follows the child processes of a body: which streams are redirected, who reads them, and who waits for the process.</summary>
/// <param name="body">The body.</param>
/// <param name="names">The names of the processes in it.</param>
/// <param name="depth">How many calls deep the methods of the type are looked into.</param>
internal sealed class ProcessFlow(Body body, ProcessNames names, int depth = ProcessSummaries.MaxDepth) : FlowAnalysis<ProcessState>(body)
{
    private readonly ProcessSummaries summaries = ProcessSummaries.Of(body);

    protected internal override ProcessState Join(ProcessState left, ProcessState right) => left.Join(right);

    protected internal override bool AreEqual(ProcessState left, ProcessState right) => left.IsSameAs(right);

    protected internal override ProcessState Transfer(IOperation operation, ProcessState state)
    {
        if (names.IsFollowed(operation.Type) && operation is ILocalReferenceOperation or IParameterReferenceOperation or IFieldReferenceOperation or IObjectCreationOperation or IFlowCaptureReferenceOperation or IInvocationOperation or IPropertyReferenceOperation)
        {
            state = names.KeyOf(operation) is { } made && made.Identity == operation ? Make(operation, state) : state;
            state = Escapes(operation) ? Escape(operation, state) : state;
        }

        state = Elements(operation, state);

        if (Read(operation) is { } read)
        {
            state = Drain(read.Process, read.Stream, state);
        }

        if (WaitOf(operation) is { } wait)
        {
            state = names.OthersOf(wait.Process).Where(other => other.Identity is ElementIdentity || wait.Process.Identity is ElementIdentity).Append(wait.Process)
                .Aggregate(state, (waited, name) => waited.With(name, waited[name] with { Waits = waited[name].Waits.Add(operation) }));
        }

        return operation switch
        {
            ISimpleAssignmentOperation assignment => Assign(assignment, state),
            IInvocationOperation call => Call(call, state),
            _ => state,
        };
    }

    /// <summary>A process that has exited holds nothing up.</summary>
    protected internal override ProcessState? Assume(IOperation condition, bool outcome, ProcessState state)
    {
        while (condition is IUnaryOperation { OperatorKind: UnaryOperatorKind.Not } not)
        {
            condition = not.Operand;
            outcome = !outcome;
        }

        return outcome
            && condition is IPropertyReferenceOperation { Instance: { } process } property
            && Body.Model.EffectOf(property.Property, isWrite: false) is { Effect: Effect.QueryAlive }
            && names.KeyOf(process) is { } key
                ? Drain(key, ProcessFacts.Outputs, state)
                : state;
    }

    /// <summary>The use of an output stream, unless it only gives the stream a name.</summary>
    public (ProcessKey Process, ProcessStreams Stream)? Read(IOperation operation)
    {
        switch (operation)
        {
            case IPropertyReferenceOperation or ILocalReferenceOperation or IFlowCaptureReferenceOperation when operation.Parent is not ISimpleAssignmentOperation { Target: var target } || target != operation:
                return names.IsAlias(operation) ? null : names.StreamOf(operation);

            case IInvocationOperation { Instance: { } process } call when Body.Model.EffectOf(call) is { Effect: Effect.Drain } effect && names.KeyOf(process) is { } key:
                return (key, effect.Streams);

            default:
                return null;
        }
    }

    /// <summary>What the operation waits for: the exit of a process, or the end of one of its streams.</summary>
    public ProcessWait? WaitOf(IOperation operation)
    {
        if (operation is IPropertyReferenceOperation { Instance: { } reader } asked && Body.Model.EffectOf(asked.Property, isWrite: false) is { Effect: Effect.Block or Effect.QueryAlive } question)
        {
            return !EndlessReads.IsUntilEnd(asked.Syntax) ? null
                : question.Effect == Effect.Block ? EndOf(reader, asked)
                : names.IsProcess(reader.Type) && names.KeyOf(reader) is { } polled ? new(polled, reader, asked) : null;
        }

        if (CompletedCall(operation) is not var (call, effect))
        {
            return operation is IInvocationOperation own ? WaitIn(own) : null;
        }

        if (effect.Effect is Effect.Join or Effect.TryJoin && call.Instance is { } instance)
        {
            return names.IsProcess(instance.Type) && names.KeyOf(instance) is { } key && WaitTimes.Of(effect, call) != WaitTime.Zero ? new(key, instance, call) : null;
        }

        if (effect.Effect == Effect.JoinAll)
        {
            return call.Arguments is [{ Value: { } query }, ..] && names.Elements.WaitedByQuery(query) is { } all && names.Elements.CollectionOf(all) is { } collection
                ? new(new(new ElementIdentity(collection)), all, call)
                : null;
        }

        return call.Instance is { } stream && (effect.IsToEnd || IsReadInLoop(call, effect)) ? EndOf(stream, call) : null;
    }

    private ProcessWait? EndOf(IOperation stream, IOperation read) =>
        names.StreamOf(stream) is var (process, _) && names.OpenedBy(stream) is { Instance: { } owner } ? new(process, owner, read) : null;

    /// <summary>A method of the type that waits for the process that it is given.</summary>
    private ProcessWait? WaitIn(IInvocationOperation call)
    {
        foreach (var argument in call.Arguments)
        {
            if (names.IsProcess(argument.Value.Type) && names.KeyOf(argument.Value) is { } key && summaries.Given(argument, Body, depth) is { Undrained: not ProcessStreams.None and var left })
            {
                return new(key, argument.Value, call) { Left = left };
            }
        }

        return null;
    }

    /// <summary>The call whose effect is complete after the operation: itself, or the one whose task is waited for.</summary>
    private (IInvocationOperation Call, MemberEffect Effect)? CompletedCall(IOperation operation)
    {
        var awaited = operation switch
        {
            IAwaitOperation await => await.Operation,
            IPropertyReferenceOperation { Instance: { } task } property when Body.Model.EffectOf(property.Property, isWrite: false) is { Effect: Effect.Join } => task,
            IInvocationOperation { Instance: { } task } wait when !names.IsProcess(task.Type) && Body.Model.EffectOf(wait) is { Effect: Effect.Join } => task,
            _ => null,
        };
        if (awaited is null)
        {
            return operation is IInvocationOperation call && Body.Model.EffectOf(call) is { IsAsync: false } effect ? (call, effect) : null;
        }

        for (var origin = Body.Definitions.Origin(awaited); origin is IInvocationOperation made; origin = Body.Definitions.Origin(made.Instance))
        {
            if (Body.Model.EffectOf(made) is { IsAsync: true } effect)
            {
                return (made, effect);
            }

            if (Body.Model.EffectOf(made) is not { ReturnsReceiver: true } || made.Instance is null)
            {
                return null;
            }
        }

        return null;
    }

    /// <summary>A loop that reads until there is nothing more: <c>while ((line = reader.ReadLine()) != null)</c>.</summary>
    private static bool IsReadInLoop(IInvocationOperation call, MemberEffect effect) =>
        effect is { Effect: Effect.Block, Type.Kind: PrimitiveKind.Blocking } && (EndlessReads.IsUntilEnd(call.Syntax) || EndlessReads.IsUntilNull(call.Syntax));

    private static ProcessState DrainOne(ProcessKey key, ProcessStreams streams, ProcessState state) =>
        (state[key].Drained | streams) == state[key].Drained ? state : state.With(key, state[key] with { Drained = state[key].Drained | streams });

    private ProcessState Drain(ProcessKey key, ProcessStreams streams, ProcessState state) =>
        names.OthersOf(key).Aggregate(DrainOne(key, streams, state), (drained, other) => DrainOne(other, streams, drained));

    /// <summary>What the operation does with collections of processes: fills one, begins or goes on with a loop, hands one on.</summary>
    private ProcessState Elements(IOperation operation, ProcessState state)
    {
        if (names.Elements.Additions(operation) is var (collection, added))
        {
            var all = new ProcessKey(new ElementIdentity(collection));
            foreach (var value in added)
            {
                var facts = names.KeyOf(value) is { } key ? state[key] : ProcessFacts.Nothing with { Drained = ProcessFacts.Outputs };
                state = state.With(all, state.Has(all) ? state[all].Join(facts) : facts);
            }
        }

        if (names.Elements.HoldsProcesses(operation.Type) && summaries.Selected(operation, Body, depth) is { } selected)
        {
            state = state.With(new(new ElementIdentity(operation)), selected.Facts);
        }

        if (operation is IInvocationOperation call && names.Elements.EnumeratedBy(call) is { } enumerated)
        {
            state = Enter(new(enumerated, call), state);
        }

        state = names.Elements.LoopOf(operation, isEntry: true).Aggregate(state, static (entered, element) => Enter(element, entered));
        state = names.Elements.LoopOf(operation, isEntry: false).Aggregate(state, static (round, element) => Next(element, round));
        if (operation is IPropertyReferenceOperation { Property.Name: "Current" } current && names.Elements.Of(current) is { } next)
        {
            state = Next(next, state);
        }

        return operation is ILocalReferenceOperation or IParameterReferenceOperation or IFieldReferenceOperation
            && names.Elements.HoldsProcesses(operation.Type) && names.Elements.Escapes(operation) && names.Elements.CollectionOf(operation) is { } lost
                ? Drain(new(new ElementIdentity(lost)), ProcessFacts.Outputs, state)
                : state;
    }

    private static ProcessState Enter(ElementIdentity element, ProcessState state) =>
        state.With(new(element with { IsAtEntry = true }), state[new(new ElementIdentity(element.Collection))]);

    private static ProcessState Next(ElementIdentity element, ProcessState state) =>
        state.With(new(element), state[new(element with { IsAtEntry = true })]);

    private ProcessState Make(IOperation operation, ProcessState state)
    {
        var key = new ProcessKey(operation);
        if (summaries.Returned(operation, Body, depth) is { } returned)
        {
            return state.With(key, returned.Facts).With(key.Settings, returned.Settings);
        }

        state = state.With(key, ProcessFacts.Nothing);
        if (!names.IsProcess(operation.Type))
        {
            return state;
        }

        state = state.With(key.Settings, ProcessFacts.Nothing);
        if (operation is not IInvocationOperation call || Body.Model.EffectOf(call) is not { Effect: Effect.CreateStarted })
        {
            return state;
        }

        foreach (var argument in call.Arguments)
        {
            if (names.IsSettings(argument.Value.Type) && names.KeyOf(argument.Value) is { } settings)
            {
                state = state.With(key, ProcessFacts.Nothing with { Redirected = state[settings].Redirected });
            }
        }

        return state;
    }

    private ProcessState Call(IInvocationOperation call, ProcessState state)
    {
        if (call.Instance is { } process && names.IsProcess(process.Type) && Body.Model.EffectOf(call) is { } effect && names.KeyOf(process) is { } key)
        {
            return effect.Effect switch
            {
                Effect.Start => state.With(key, new(state[key.Settings].Redirected, ProcessStreams.None, ImmutableHashSet<IOperation>.Empty)),
                Effect.Stop => Drain(key, ProcessFacts.Outputs, state),
                _ => state,
            };
        }

        // Code of the program can read the streams of a process that it reaches through a field.
        return call.TargetMethod.DeclaringSyntaxReferences.IsEmpty && call.TargetMethod.MethodKind != MethodKind.DelegateInvoke
            ? state
            : AfterOwnCode(call, state);
    }

    private ProcessState AfterOwnCode(IInvocationOperation call, ProcessState state)
    {
        foreach (var argument in call.Arguments)
        {
            if (names.IsProcess(argument.Value.Type) && names.KeyOf(argument.Value) is { } given && summaries.Given(argument, Body, depth) is { } use)
            {
                state = Drain(given, use.Drained, state);
            }
        }

        return state.AfterUnknownCode(key => key.Identity is AccessPath { IsField: true } ? ~UnreadIn(key) & ProcessFacts.Outputs
            : key.Identity is ElementIdentity { Collection: AccessPath { IsField: true } } ? ProcessFacts.Outputs
            : ProcessStreams.None);
    }

    private ProcessStreams UnreadIn(ProcessKey key) => key.Field is { } field && depth == ProcessSummaries.MaxDepth ? summaries.Field(field).Unread : ProcessStreams.None;

    private ProcessState Assign(ISimpleAssignmentOperation assignment, ProcessState state)
    {
        // Where the value is an object with an initializer, the place was captured before.
        switch (assignment.Target is IFlowCaptureReferenceOperation place ? Body.Definitions.ValueOf(place.Id) : assignment.Target)
        {
            case IPropertyReferenceOperation { Instance: { } owner } property when Body.Model.EffectOf(property.Property, isWrite: true) is { } effect:
                if (effect.Effect == Effect.Redirect && names.KeyOf(owner) is { } settings)
                {
                    var others = state[settings].Redirected & ~effect.Streams;
                    var isOn = assignment.Value.ConstantValue is { HasValue: true, Value: true };
                    return state.With(settings, state[settings] with { Redirected = isOn ? others | effect.Streams : others });
                }

                return names.IsProcess(owner.Type) && names.IsSettings(property.Type) && names.KeyOf(owner) is { } process && names.KeyOf(assignment.Value) is { } given
                    ? state.With(process.Settings, state[given])
                    : state;

            case ILocalReferenceOperation or IParameterReferenceOperation or IFieldReferenceOperation when names.IsFollowed(assignment.Target.Type) && AccessPaths.Of(assignment.Target, Body) is { } path:
                var target = new ProcessKey(path);
                var value = names.KeyOf(assignment.Value);
                state = state.With(target.Settings, value is null ? ProcessFacts.Nothing : state[value.Settings]);
                return state.With(target, value is null ? ProcessFacts.Nothing : state[value]);

            default:
                return state;
        }
    }

    /// <summary>Whether the use hands the process or the settings to code that is not followed.</summary>
    public bool Escapes(IOperation use)
    {
        use = use.Converted();
        return use.Parent switch
        {
            null or IFlowCaptureOperation or IExpressionStatementOperation or IIsNullOperation or IBinaryOperation or IIsPatternOperation or IEventReferenceOperation or IReturnOperation => false,
            ISimpleAssignmentOperation => false,
            IMemberReferenceOperation member => member.Instance != use,
            IArrayInitializerOperation => false,
            IInvocationOperation call => Body.Model.EffectOf(call) is null && !call.TargetMethod.DeclaringSyntaxReferences.IsEmpty,
            IArgumentOperation argument when names.Elements.Additions(argument.Parent!) is not null || summaries.Given(argument, Body, depth) is not null => false,
            IArgumentOperation { Parent: IInvocationOperation { TargetMethod: var target } } => !target.DeclaringSyntaxReferences.IsEmpty || !names.IsProcess(target.ContainingType),
            _ => true,
        };
    }

    private ProcessState Escape(IOperation use, ProcessState state)
    {
        if (names.KeyOf(use) is not { } key)
        {
            return state;
        }

        return names.IsProcess(use.Type)
            ? Drain(key, ProcessFacts.Outputs, state).With(key.Settings, ProcessFacts.Nothing)
            : state.With(key, ProcessFacts.Nothing);
    }
}
