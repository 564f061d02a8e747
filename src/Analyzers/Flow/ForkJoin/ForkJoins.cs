using System.Collections.Immutable;
using ConcurrencyAnalyzers.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Flow.ForkJoin;

/// <summary>The fork–join analysis of a whole type.</summary>
internal sealed class ForkJoins
{
    private static readonly WordSet Starters = Vocabulary.Set(PrimitiveTable.BuiltIn.Names(StartsOrSubmits));

    private static readonly WordSet Makers = Vocabulary.Set(PrimitiveTable.BuiltIn.Names(static (type, member) =>
        Starts(type, member) || (member.Effect == Effect.Create && type.Kind is PrimitiveKind.Thread or PrimitiveKind.Task)));

    private readonly TypeFacts type;
    private readonly Lazy<HandleSources> sources;

    public ForkJoins(TypeFacts type)
    {
        this.type = type;
        Bodies = type.Bodies.Where(StartsSomething).SelectMany(static body => body.SelfAndNested).ToImmutableArray();
        sources = new(() => new(type.Model, type.Bodies.Where(static body => body.ContainsAny(Makers))));
    }

    /// <summary>All bodies that may start something.</summary>
    public ImmutableArray<Body> Bodies { get; }

    public HandleSources Sources => sources.Value;

    /// <summary>The member starts a thread or a task.</summary>
    public static bool Starts(PrimitiveType type, MemberEffect member) =>
        member.Effect is Effect.Start or Effect.CreateStarted && type.Kind is PrimitiveKind.Thread or PrimitiveKind.Task or PrimitiveKind.Factory;

    public ImmutableArray<EarlyRead> EarlyReadsOf(Body body, CancellationToken cancellationToken) => EarlyReads.Of(body, sources.Value, cancellationToken);

    /// <summary>The member starts a thread or a task, or hands work to the thread pool.</summary>
    public static bool StartsOrSubmits(PrimitiveType type, MemberEffect member) =>
        Starts(type, member) || (member.Effect == Effect.Submit && type.Kind == PrimitiveKind.Pool && (type.Traits & PrimitiveTraits.Static) != 0);

    /// <summary>The bodies, lambdas included, that stand in the text of a member with one of the words.</summary>
    public IEnumerable<Body> BodiesWith(Trigger trigger, CancellationToken cancellationToken) =>
        type.Bodies.Where(body => trigger.IsMetIn(body.Owner, cancellationToken)).SelectMany(static body => body.SelfAndNested);

    public IReadOnlyList<EarlyRelease> EarlyReleasesOf(Body body, CancellationToken cancellationToken) => EarlyReleases.Of(body, sources.Value, cancellationToken);

    /// <summary>A walk over the tree costs much less than a graph, and words such as Start and Run are frequent.</summary>
    private static bool StartsSomething(Body body) =>
        body.ContainsAny(Starters)
        && BodyOperations.Evaluation(body.Root).Any(operation => operation is IInvocationOperation call && body.Model.EffectOf(call) is { } effect && StartsOrSubmits(effect.Type, effect));
}
