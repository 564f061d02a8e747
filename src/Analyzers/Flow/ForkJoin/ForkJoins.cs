using System.Collections.Immutable;
using ConcurrencyAnalyzers.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Flow.ForkJoin;

/// <summary>The fork–join analysis of a whole type.</summary>
internal sealed class ForkJoins
{
    private static readonly WordSet Starters = Vocabulary.Set(PrimitiveTable.BuiltIn.Names(StartsAny));

    private static readonly WordSet Makers = Vocabulary.Set(PrimitiveTable.BuiltIn.Names(static (type, member) =>
        Starts(type, member) || StartsProcess(type, member) || (member.Effect == Effect.Create && (type.Kind is PrimitiveKind.Thread or PrimitiveKind.Task || IsProcess(type)))));

    private readonly TypeFacts type;
    private readonly Lazy<HandleSources> sources;
    private readonly Lazy<ImmutableArray<Body>> parents;

    public ForkJoins(TypeFacts type)
    {
        this.type = type;
        Bodies = type.Bodies.Where(StartsSomething).SelectMany(static body => body.SelfAndNested).ToImmutableArray();
        sources = new(FindSources);
        parents = new(() => Bodies.IsEmpty ? Bodies : Bodies.Concat(Sources.Factories!.Callers.SelectMany(static body => body.SelfAndNested)).Distinct().ToImmutableArray());
    }

    /// <summary>All bodies that may start something.</summary>
    public ImmutableArray<Body> Bodies { get; }

    /// <summary>The bodies that may start something, be it by calling a method of the type that makes and starts it.</summary>
    public ImmutableArray<Body> Parents => parents.Value;

    public HandleSources Sources => sources.Value;

    /// <summary>The member starts a thread or a task.</summary>
    public static bool Starts(PrimitiveType type, MemberEffect member) =>
        member.Effect is Effect.Start or Effect.CreateStarted && type.Kind is PrimitiveKind.Thread or PrimitiveKind.Task or PrimitiveKind.Factory;

    public ImmutableArray<EarlyRead> EarlyReadsOf(Body body, CancellationToken cancellationToken) => EarlyReads.Of(body, sources.Value, cancellationToken);

    /// <summary>Waits for the last of many that the body, or a method that it calls, has started.</summary>
    public IReadOnlyList<LastJoin> LastJoinsOf(Body body, CancellationToken cancellationToken) => LastJoins.Of(body, Sources, cancellationToken);

    /// <summary>The member starts a thread or a task, or hands work to the thread pool.</summary>
    public static bool StartsOrSubmits(PrimitiveType type, MemberEffect member) =>
        Starts(type, member) || (member.Effect == Effect.Submit && type.Kind == PrimitiveKind.Pool && (type.Traits & PrimitiveTraits.Static) != 0);

    /// <summary>As <see cref="StartsOrSubmits"/>, or the member starts a process that runs a method of the program.</summary>
    public static bool StartsAny(PrimitiveType type, MemberEffect member) => StartsOrSubmits(type, member) || StartsProcess(type, member);

    private static bool StartsProcess(PrimitiveType type, MemberEffect member) => member.Effect == Effect.Start && IsProcess(type);

    private static bool IsProcess(PrimitiveType type) => type is { Kind: PrimitiveKind.Process, IsRuntime: true };

    /// <summary>The bodies, lambdas included, that start something, or that stand in the text of a member with one of the words.</summary>
    public IEnumerable<Body> BodiesWith(Trigger trigger, CancellationToken cancellationToken) =>
        type.Bodies.Where(body => trigger.IsMetIn(body.Owner, cancellationToken)).SelectMany(static body => body.SelfAndNested).Concat(EarlyReleases.MayRelease(type) ? Parents : ImmutableArray<Body>.Empty).Distinct();

    public IReadOnlyList<EarlyRelease> EarlyReleasesOf(Body body, CancellationToken cancellationToken) => EarlyReleases.Of(body, sources, cancellationToken);

    private HandleSources FindSources()
    {
        var makers = type.Bodies.Where(static body => body.ContainsAny(Makers)).ToList();
        var found = new HandleSources(type.Model, makers, withProcesses: true);
        found.FindFactories(type, makers);
        return found;
    }

    /// <summary>A walk over the tree costs much less than a graph, and words such as Start and Run are frequent.</summary>
    private static bool StartsSomething(Body body) =>
        body.ContainsAny(Starters)
        && BodyOperations.Evaluation(body.Root).Any(operation => operation is IInvocationOperation call && body.Model.EffectOf(call) is { } effect && StartsAny(effect.Type, effect));
}
