using ConcurrencyAnalyzers.Flow.Bodies;
using ConcurrencyAnalyzers.Flow.ForkJoin;
using ConcurrencyAnalyzers.Flow.Handles;
using ConcurrencyAnalyzers.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Flow.Queues;

/// <summary>A wait for a consumer whose queue nobody completes before.</summary>
/// <param name="Wait">The join or await.</param>
/// <param name="Body">Where it stands.</param>
/// <param name="Queue">The queue.</param>
internal sealed record EndlessWait(IOperation Wait, Body Body, OwnHandle Queue);

/// <summary>Finds the waits of a type that never return.</summary>
internal sealed class EndlessWaits
{
    /// <summary>OperationKind.CollectionExpression, which Roslyn 4.5 has no name for.</summary>
    private const int CollectionExpression = 127;

    private readonly TypeFacts type;
    private readonly Lazy<HandleSources> sources;
    private readonly Lazy<HashSet<Body>> started;

    public EndlessWaits(TypeFacts type)
    {
        this.type = type;
        sources = new(() => new(type.Model, type.Bodies));
        // A timer goes on for as long as the program runs.
        started = new(() => [.. type.Bodies.SelectMany(static body => StartedBodies.Of(body, static kind => kind != PrimitiveKind.Timer)).SelectMany(static body => body.SelfAndNested)]);
    }

    public IEnumerable<EndlessWait> Find()
    {
        foreach (var queue in type.Analysis(static facts => new OwnQueues(facts)).All)
        {
            var consumers = new EndlessConsumers(queue, type);
            if (consumers.IsEmpty || IsFedForEver(queue))
            {
                continue;
            }

            if (OwnLoop(queue) is { } own)
            {
                yield return own;
            }

            foreach (var body in type.Bodies.SelectMany(static body => body.SelfAndNested))
            {
                foreach (var operation in body.Operations.All)
                {
                    if (AwaitedBy(operation, body).Any(handle => IsConsumer(handle, consumers, body)) && !IsCompletedBefore(operation, body, queue) && !IsInterrupted(body))
                    {
                        yield return new(operation, body, queue);
                    }
                }
            }
        }
    }

    /// <summary>Who has made the queue takes its items, means to go on afterwards, and nobody ever completes it.</summary>
    private static EndlessWait? OwnLoop(OwnHandle queue) =>
        queue.Name is ILocalSymbol local
        && !queue.Uses.Any(static use => use.Effect.Effect is Effect.Complete or Effect.Close or Effect.Stop && !use.Operation.IsImplicit)
        && queue.Uses.FirstOrDefault(use => EndlessConsumers.IsEndlessLoop(use) && SymbolEqualityComparer.Default.Equals(use.Body.Owner, local.ContainingSymbol)) is { } loop
        && FollowingWork.IsBehind(loop.Operation)
            ? new(loop.Operation, loop.Body, queue)
            : null;

    /// <summary>Nobody that this type has started adds to the queue any more when the wait begins; who calls it to add one later on is told so by an exception.</summary>
    public bool IsFilledBefore(EndlessWait wait)
    {
        var joined = wait.Body.Operations.All
            .Where(operation => operation.Syntax.SpanStart < wait.Wait.Syntax.SpanStart)
            .SelectMany(operation => AwaitedBy(operation, wait.Body).SelectMany(handle => BodiesOf(handle, wait.Body)))
            .ToList();
        return PutsOf(wait.Queue).All(use => use.Body == wait.Body ? use.Operation.Syntax.SpanStart < wait.Wait.Syntax.SpanStart
            : joined.Any(producer => producer.SelfAndNested.Contains(use.Body)) || (wait.Queue.Name is IFieldSymbol && !started.Value.Contains(use.Body)));
    }

    private IEnumerable<Body> BodiesOf(IOperation handle, Body body)
    {
        if (body.Definitions.Origin(handle) is IInvocationOperation call && CallSite.Of(call, body) is { } site)
        {
            return [site.Callee];
        }

        var set = sources.Value.Of(handle, body);
        return set.IsComplete ? set.Creations.Select(creation => Starters.BodyOf(creation, type)).OfType<Body>() : [];
    }

    /// <summary>
    /// The wait is a mistake whatever the rest of the program does: it stands where the object comes to its end, or nobody can add for as long as the program runs. All items
    /// come from the code that made the queue, or from threads that the type starts. Where an event handler or a method that others call may add at any time, a wait for ever
    /// can be what is meant.
    /// </summary>
    public bool IsCertain(EndlessWait wait) => !wait.Queue.With(Effect.Consume).Any(MayFail) && (
        (wait.Queue.Names.Any(static name => name is IFieldSymbol) && IsEnd(wait.Body.Outermost)) || PutsOf(wait.Queue).All(use => IsOwnFeed(use.Body, wait, MaxCallers)));

    /// <summary>An exception of the work ends the consumer, and somebody is prepared for that.</summary>
    private static bool MayFail(HandleUse consume) => consume.Operation.Syntax.Ancestors()
        .TakeWhile(static node => node is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or MemberDeclarationSyntax and not GlobalStatementSyntax))
        .Any(node => node is TryStatementSyntax { Catches.Count: > 0 } attempt && attempt.Block.Span.Contains(consume.Operation.Syntax.Span));

    /// <summary>How many calls further out to look for who feeds a queue.</summary>
    private const int MaxCallers = 4;

    private static readonly HashSet<string> Ends = new(StringComparer.Ordinal) { "Dispose", "DisposeAsync", "Stop", "StopAsync", "Close", "CloseAsync", "Shutdown", "ShutdownAsync" };

    private static bool IsEnd(Body body) => body.Method is { MethodKind: MethodKind.Ordinary, Name: var name } && Ends.Contains(name);

    private bool IsOwnFeed(Body feed, EndlessWait wait, int depth)
    {
        if (started.Value.Contains(feed) || feed == wait.Body)
        {
            return true;
        }

        // What only a local or a parameter names is used by whoever made it, or got it from there.
        if (!wait.Queue.Names.Any(static name => name is IFieldSymbol))
        {
            return SymbolEqualityComparer.Default.Equals(feed.Owner, wait.Queue.Name.ContainingSymbol) || feed.Parent is null;
        }

        return feed.Parent is null && feed.Method switch
        {
            { MethodKind: MethodKind.Constructor or MethodKind.StaticConstructor } => true,
            { DeclaredAccessibility: Accessibility.Private } method when depth > 0 && !Scan.IsUsedAsDelegate(method) =>
                Scan.CallersOf(method).ToList() is { Count: > 0 } callers && callers.All(caller => IsOwnFeed(caller, wait, depth - 1)),
            _ => false,
        };
    }

    private TypeScan Scan => type.Analysis(static facts => new TypeScan(facts));

    private static IEnumerable<HandleUse> PutsOf(OwnHandle queue) => queue.Uses.Where(static use => use.Effect.Effect is Effect.Put or Effect.TryPut);

    /// <summary>A program that is meant to run for ever waits for its consumers, and that is fine.</summary>
    private static bool IsFedForEver(OwnHandle queue) => PutsOf(queue)
        .Any(static use => Places.LoopsAround(use.Operation.Syntax).Any(static loop => loop is WhileStatementSyntax { Condition: LiteralExpressionSyntax } or ForStatementSyntax { Condition: null } or DoStatementSyntax { Condition: LiteralExpressionSyntax } && !Places.MayEndEarly(loop)));

    /// <summary>What the operation waits for as long as it takes.</summary>
    private static IEnumerable<IOperation> AwaitedBy(IOperation operation, Body body)
    {
        switch (operation)
        {
            case IAwaitOperation await:
                return Parts(SkipConfigure(await.Operation, body), body);

            case IInvocationOperation call when Calls.EffectOf(call, body) is { IsAsync: false, TimeoutParameter: MemberEffect.Absent } effect && !HasToken(call):
                return effect.Effect switch
                {
                    Effect.Join when call.Instance is { } handle => [handle],
                    Effect.JoinAll => Parts(call, body),
                    _ => [],
                };

            default:
                return [];
        }
    }

    private static bool HasToken(IInvocationOperation call) => call.Arguments.Any(static argument => !argument.IsImplicit && argument.Parameter?.Type.Name == nameof(CancellationToken));

    /// <summary>The tasks one by one, where the value is all of them: <c>Task.WhenAll(a, b)</c>.</summary>
    private static IEnumerable<IOperation> Parts(IOperation value, Body body)
    {
        if (value is not IInvocationOperation call || Calls.EffectOf(call, body) is not { Effect: Effect.JoinAll })
        {
            return [value];
        }

        return call.Arguments.SelectMany(argument => body.Definitions.SkipWrappers(argument.Value) switch
        {
            IArrayCreationOperation { Initializer: { } all } => all.ElementValues.AsEnumerable(),
            { Kind: (OperationKind)CollectionExpression } all => all.ChildOperations,
            _ => [argument.Value],
        });
    }

    private static IOperation SkipConfigure(IOperation awaited, Body body)
    {
        var value = body.Definitions.SkipWrappers(awaited);
        while (value is IInvocationOperation { Instance: { } inner } call && body.Model.EffectOf(call) is { ReturnsReceiver: true })
        {
            value = body.Definitions.SkipWrappers(inner);
        }

        return value;
    }

    private bool IsConsumer(IOperation handle, EndlessConsumers consumers, Body body)
    {
        if (body.Definitions.Origin(handle) is IInvocationOperation call && consumers.IsRunBy(call, body))
        {
            return true;
        }

        // A field that keeps the task of an asynchronous method.
        if (body.Definitions.Origin(handle) is IFieldReferenceOperation { Field: var field } && FieldValues.Of(field, type) is [IInvocationOperation started] && consumers.IsRunBy(started, body))
        {
            return true;
        }

        if (body.Model.KindOf(handle.Type) is PrimitiveKind.None && HandleSources.CollectionOf(handle, body) is null && !IsCollection(handle))
        {
            return false;
        }

        var set = sources.Value.Of(handle, body);
        return set.IsComplete && set.Creations.Count > 0 && set.Creations.All(consumers.IsStartedBy);
    }

    private static bool IsCollection(IOperation value) => value.Type is IArrayTypeSymbol or INamedTypeSymbol { TypeArguments.Length: 1 };

    /// <summary>A thread that is interrupted while it waits for an item ends.</summary>
    private static bool IsInterrupted(Body body) => body.Outermost.SelfAndNested.Any(static inner => inner.Operations.All.Any(operation =>
        operation is IInvocationOperation call && inner.Model.EffectOf(call) is { Effect: Effect.Stop, Type.Kind: PrimitiveKind.Thread }));

    /// <summary>Somebody completes the queue, and it is not certain that this comes after the wait.</summary>
    private static bool IsCompletedBefore(IOperation wait, Body body, OwnHandle queue) => queue.Uses
        .Where(static use => use.Effect.Effect is Effect.Complete or Effect.Close or Effect.Stop or Effect.Dispose && !use.Operation.IsImplicit)
        .Any(use => use.Body != body || use.Operation.Syntax.SpanStart < wait.Syntax.SpanStart);
}
