using ConcurrencyAnalyzers.Symbols;
using System.Collections.Immutable;
using ConcurrencyAnalyzers.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Flow.Processes;

/// <summary>What is known of the process, or of the settings, in a private field wherever a body of the type begins.</summary>
internal sealed class ProcessFields
{
    private readonly IFieldSymbol holder;
    private readonly List<(Body Body, ProcessNames Names)> users = [];
    private ProcessStreams drained;
    private bool isKnown;

    public ProcessFields(IFieldSymbol holder, TypeFacts type)
    {
        this.holder = holder;
        isKnown = IsPrivate(holder);
        if (!isKnown)
        {
            return;
        }

        foreach (var body in type.Bodies.Where(body => body.Mentions(holder) || Same(body.Owner, holder)).SelectMany(static body => body.SelfAndNested))
        {
            var names = new ProcessNames(body);
            users.Add((body, names));
            Note(body, names);
        }

        if (!isKnown)
        {
            return;
        }

        // The settings may be made in one method, and the process started in another.
        Settings = RedirectedBySettings(type);
        Unread = RedirectedByStart() & ~drained;
    }

    /// <summary>The streams that the settings of the process redirect for certain, or that they redirect where the field holds settings.</summary>
    public ProcessStreams Settings { get; }

    /// <summary>The streams that are redirected for certain, and that no code reads that can reach the process.</summary>
    public ProcessStreams Unread { get; }

    private ProcessKey KeyOfField => new(new AccessPath(holder.IsStatic ? PathRoot.Static : PathRoot.This, holder.IsStatic ? holder.ContainingType : null, ImmutableArray.Create<ISymbol>(holder), holder.IsReadOnly));

    private static bool IsPrivate(ISymbol member)
    {
        for (var symbol = member; symbol is not null and not INamespaceSymbol; symbol = symbol.ContainingSymbol)
        {
            if (symbol.DeclaredAccessibility == Accessibility.Private)
            {
                return true;
            }
        }

        return false;
    }

    private static bool Same(ISymbol? one, ISymbol? other) => SymbolEqualityComparer.Default.Equals(one, other);

    /// <summary>What is read of the process, and whether it gets out of sight.</summary>
    private void Note(Body body, ProcessNames names)
    {
        var flow = new ProcessFlow(body, names, ProcessSummaries.MaxDepth - 1);
        isKnown &= Assigned(body).All(value => IsOwn(value, body, names));
        foreach (var operation in body.Operations.All)
        {
            if (flow.Read(operation) is var (key, stream) && Same(key.Field, holder))
            {
                drained |= stream;
            }
            else if (operation is IFieldReferenceOperation reference && Same(reference.Field, holder))
            {
                isKnown &= IsPlain(reference, names) && !flow.Escapes(reference);
            }
            else if (operation is IFlowCaptureReferenceOperation && names.IsFollowed(operation.Type) && Same(names.KeyOf(operation)?.Field, holder))
            {
                isKnown &= !flow.Escapes(operation);
            }
        }
    }

    /// <summary>The value gets no other name, and the field is written by plain assignments.</summary>
    private static bool IsPlain(IOperation use, ProcessNames names)
    {
        use = use.Converted();
        return use.Parent switch
        {
            null => false,
            ISimpleAssignmentOperation assignment => assignment.Target == use || (assignment.Target is IPropertyReferenceOperation { Instance: { } process } && names.IsProcess(process.Type)),
            IAssignmentOperation or IReturnOperation or IVariableInitializerOperation => false,
            _ => true,
        };
    }

    /// <summary>What the initializer and each constructor leave behind, as far as the methods that write the settings agree.</summary>
    private ProcessStreams RedirectedBySettings(TypeFacts type)
    {
        var isOwn = users.Count > 0 && users[0].Names.IsSettings(holder.Type);
        var key = isOwn ? KeyOfField : KeyOfField.Settings;
        var initial = After(users.Where(user => Same(user.Body.Owner, holder)), ProcessState.Entry, key) ?? ProcessStreams.None;
        var constructors = type.Bodies.Where(body => body.Method is { MethodKind: MethodKind.Constructor or MethodKind.StaticConstructor } method && method.IsStatic == holder.IsStatic && Same(method.ContainingType, holder.ContainingType)).ToList();
        var made = After(users.Where(user => constructors.Contains(user.Body)), ProcessState.Entry.With(key, ProcessFacts.Nothing with { Redirected = initial }), key);
        var others = After(users.Where(user => !Same(user.Body.Owner, holder) && !constructors.Contains(user.Body) && Writes(user.Body, user.Names, isSettings: true) && !Starts(user.Body, user.Names)), ProcessState.Entry, key);
        var first = made is { } built ? constructors.Exists(body => !users.Exists(user => user.Body == body)) ? built & initial : built : initial;
        return others is { } later ? first & later : first;
    }

    private ProcessStreams RedirectedByStart()
    {
        var key = KeyOfField;
        var entry = Settings == ProcessStreams.None ? ProcessState.Entry : ProcessState.Entry.With(key.Settings, ProcessFacts.Nothing with { Redirected = Settings });

        // A process that is not started yet has nothing but settings.
        return After(users.Where(user => Starts(user.Body, user.Names) || (Writes(user.Body, user.Names, isSettings: false) && MakesStarted(user.Body, user.Names))), entry, key) ?? ProcessStreams.None;
    }

    /// <summary>What all of the bodies agree on where they end; null without any.</summary>
    private static ProcessStreams? After(IEnumerable<(Body Body, ProcessNames Names)> bodies, ProcessState entry, ProcessKey key)
    {
        ProcessStreams? all = null;
        foreach (var (body, names) in bodies)
        {
            var result = new ProcessFlow(body, names, ProcessSummaries.MaxDepth - 1).Run(entry);
            if (result.IsOverBudget)
            {
                return ProcessStreams.None;
            }

            if (result.Exit is { } exit)
            {
                all = all is { } earlier ? earlier & exit[key].Redirected : exit[key].Redirected;
            }
        }

        return all;
    }

    private bool MakesStarted(Body body, ProcessNames names) => Assigned(body).Any(value =>
        body.Definitions.Origin(value) is IInvocationOperation || body.Operations.All.Any(operation =>
            operation is IInvocationOperation { Instance: { } process } call && body.Model.EffectOf(call)?.Effect == Effect.Start && names.KeyOf(process) is { } started && started == names.KeyOf(value)));

    private IEnumerable<IOperation> Assigned(Body body) => body.Operations.All
        .OfType<ISimpleAssignmentOperation>()
        .Where(assignment => body.Definitions.SkipWrappers(assignment.Target) is IFieldReferenceOperation target && Same(target.Field, holder))
        .Select(static assignment => assignment.Value);

    /// <summary>Made here or by a method of the type: what comes from elsewhere, others may read too.</summary>
    private static bool IsOwn(IOperation value, Body body, ProcessNames names) => body.Definitions.Origin(value) switch
    {
        { ConstantValue: { HasValue: true, Value: null } } => true,
        IObjectCreationOperation => true,
        IInvocationOperation call => body.Model.EffectOf(call) is { Effect: Effect.CreateStarted } || ProcessSummaries.Of(body).Returned(call, body, ProcessSummaries.MaxDepth - 1) is not null,
        _ => names.KeyOf(value) is { Identity: IOperation },
    };

    private bool Writes(Body body, ProcessNames names, bool isSettings) => Assigned(body).Any()
        || (isSettings && body.Operations.All.Any(operation =>
            operation is ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Instance: { } owner } } && Same(names.KeyOf(owner)?.Field, holder)));

    private bool Starts(Body body, ProcessNames names) => body.Operations.All.Any(operation =>
        operation is IInvocationOperation { Instance: { } process } call && body.Model.EffectOf(call)?.Effect == Effect.Start && Same(names.KeyOf(process)?.Field, holder));
}
