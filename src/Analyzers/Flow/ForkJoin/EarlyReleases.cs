using System.Collections.Immutable;
using ConcurrencyAnalyzers.Flow.Bodies;
using ConcurrencyAnalyzers.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Flow.ForkJoin;

/// <summary>Finds where a body disposes of what a thread, task or pool that it has started still uses.</summary>
internal sealed class EarlyReleases
{
    private static readonly WordSet Closers = Vocabulary.Set(["using", "Dispose", "DisposeAsync", "Close"]);

    private readonly Body body;
    private readonly ForkFlow flow;
    private readonly List<EarlyRelease> found = [];

    private EarlyReleases(Body body, ForkFlow flow)
    {
        this.body = body;
        this.flow = flow;
    }

    /// <summary>Whether anything in the type may dispose of an object.</summary>
    public static bool MayRelease(TypeFacts type) => type.Bodies.Any(static body => body.ContainsAny(Closers));

    public static IReadOnlyList<EarlyRelease> Of(Body body, Lazy<HandleSources> sources, CancellationToken cancellationToken)
    {
        if (!body.ContainsAny(Closers) || !body.Operations.All.Any(operation => ReleasedBy(operation, body) is not null))
        {
            return [];
        }

        var forks = new Forks(body, sources.Value, onlyWriters: false).Find();
        if (!forks.Any(fork => fork.Effects.Accesses.Any(static access => access.Location.Path is { Root: PathRoot.Local, Members.IsEmpty: true })))
        {
            return [];
        }

        var flow = new ForkFlow(body, forks, sources.Value, followsExceptions: false);
        var search = new EarlyReleases(body, flow);
        flow.Run(ForkState.Entry(forks.Length), cancellationToken).Visit(search.Visit);
        return search.found;
    }

    /// <summary>The variable whose object the call disposes of, if it holds one object for its whole life.</summary>
    private static ILocalSymbol? ReleasedBy(IOperation operation, Body body) =>
        operation is IInvocationOperation { TargetMethod: { Name: "Dispose" or "DisposeAsync" or "Close", Parameters.IsEmpty: true }, Instance: { } instance }
        && body.Definitions.SkipWrappers(instance) is ILocalReferenceOperation { Local: var local }
        && body.Definitions.WritesTo(local) == 1
            ? local
            : null;

    private void Visit(IOperation operation, ForkState state)
    {
        if (!state.IsAnyRunning || ReleasedBy(operation, body) is not { } resource || IsHarmless(resource.Type))
        {
            return;
        }

        var release = (IInvocationOperation)operation;
        var users = Enumerable.Range(0, flow.Forks.Length)
            .Where(i => ForkState.IsRunning(state[i]) && IsUsedBy(flow.Forks[i], resource) && IsMistake(release, resource, flow.Forks[i]))
            .Select(i => flow.Forks[i])
            .ToImmutableArray();
        if (!users.IsEmpty && !found.Exists(earlier => SymbolEqualityComparer.Default.Equals(earlier.Resource, resource)))
        {
            found.Add(new(resource, release, users));
        }
    }

    private static bool IsUsedBy(Fork fork, ILocalSymbol resource) =>
        fork.Effects.Accesses.Any(access => access.Location.Path is { Root: PathRoot.Local } path && SymbolEqualityComparer.Default.Equals(path.Symbol, resource));

    private bool IsMistake(IInvocationOperation release, ILocalSymbol resource, Fork fork) =>
        !IsHandedOver(resource, fork)
        && (!fork.IsProcess || (body.Definitions.ValueOf(resource) is { } made && body.Definitions.SkipWrappers(made) is IObjectCreationOperation))
        && !body.Operations.All.Any(operation => operation.Syntax.SpanStart > fork.Start.Syntax.SpanStart && Calls.EffectOf(operation, body) is { Effect: Effect.Block } && !IsAfter(operation, release))
        && (release.IsImplicit
            ? !ExpectsRelease(fork, resource, IsAboutRelease)
            : IsCertainAfter(release.Syntax, fork.Start.Syntax) && !EndsWaits(resource.Type) && !ExpectsRelease(fork, resource, static _ => true));

    private static bool IsAfter(IOperation operation, IInvocationOperation release) =>
        operation.Syntax.SpanStart > (release.IsImplicit ? ScopeOf(release.Syntax).Span.End : release.Syntax.SpanStart);

    /// <summary>The statements during which the object of a <c>using</c> lives.</summary>
    private static SyntaxNode ScopeOf(SyntaxNode release) => release.AncestorsAndSelf().FirstOrDefault(static node => node is UsingStatementSyntax or BlockSyntax or SwitchSectionSyntax or CompilationUnitSyntax) ?? release;

    /// <summary>The body disposes of the object itself: it has been given away, and whoever else does so too has other troubles.</summary>
    private bool IsHandedOver(ILocalSymbol resource, Fork fork) => body.Outermost.SelfAndNested
        .Where(other => other != body && (fork.Creation.Syntax.Span.Contains(other.Syntax.Span) || other.Method?.MethodKind == MethodKind.LocalFunction || other.IsAnonymous))
        .Any(other => other.Operations.All.Any(operation => SymbolEqualityComparer.Default.Equals(ReleasedBy(operation, other), resource)));

    /// <summary>Whoever gets past the start gets to the release too, on no condition of its own.</summary>
    private static bool IsCertainAfter(SyntaxNode release, SyntaxNode start)
    {
        for (var node = release; node.Parent is { } parent && !parent.Span.Contains(start.Span); node = parent)
        {
            if (parent is IfStatementSyntax or ElseClauseSyntax or SwitchSectionSyntax or CatchClauseSyntax or ConditionalExpressionSyntax or AnonymousFunctionExpressionSyntax || Places.IsLoop(parent))
            {
                return false;
            }
        }

        return Places.IsCertainBefore(start, release);
    }

    /// <summary>The body is prepared for an exception of the sort where it uses the object.</summary>
    private static bool ExpectsRelease(Fork fork, ILocalSymbol resource, Func<string, bool> isExpected) => fork.Effects.Accesses
        .Where(access => access.Location.Path is { Root: PathRoot.Local } path && SymbolEqualityComparer.Default.Equals(path.Symbol, resource))
        .SelectMany(static access => access.Operation.Syntax.Ancestors().TakeWhile(static node => node is not MemberDeclarationSyntax).OfType<TryStatementSyntax>().Where(attempt => attempt.Block.Span.Contains(access.Operation.Syntax.Span)))
        .Any(attempt => attempt.Catches.Any(handler => isExpected(handler.Declaration?.Type.ToString().Split('.').Last() ?? "")));

    private static bool IsAboutRelease(string exception) => exception is "ObjectDisposedException" or "IOException" or "SocketException" or "HttpListenerException" or "OperationCanceledException" or "InvalidOperationException";

    /// <summary>Closing it is the usual way to make a thread go on that waits for it.</summary>
    private static bool EndsWaits(ITypeSymbol type) =>
        LibraryCalls.NamespaceOf(type) is var space && (space.StartsWith("System.Net", StringComparison.Ordinal) || space is "System.IO.Pipes" or "System.IO.Ports" or "System.Diagnostics")
        || type.Name.Contains("Listener") || type.Name.Contains("Server") || type.Name.Contains("Socket") || type.Name.Contains("Connection");

    /// <summary>A disposed task can be used, and a disposed activity ignores its users.</summary>
    private static bool IsHarmless(ITypeSymbol type) =>
        type is { Name: "Task", ContainingNamespace.Name: "Tasks" } or { Name: "Activity", ContainingNamespace.Name: "Diagnostics" };
}
