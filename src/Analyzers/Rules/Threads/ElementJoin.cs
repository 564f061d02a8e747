using ConcurrencyAnalyzers.Flow;
using ConcurrencyAnalyzers.Flow.ForkJoin;
using ConcurrencyAnalyzers.Flow.Handles;
using ConcurrencyAnalyzers.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Rules.Threads;

/// <summary>A wait for one element of a collection of threads, after which nobody looks at the others.</summary>
/// <param name="Join">The wait.</param>
/// <param name="Collection">The variable that holds the threads.</param>
/// <param name="Start">What starts them.</param>
internal sealed record ElementJoin(IInvocationOperation Join, ILocalSymbol Collection, IOperation Start)
{
    public static IEnumerable<ElementJoin> In(Body body, HandleResult result)
    {
        // What is known is that of the moment before the element is taken out: the indexer may hand it to anybody.
        var joins = new Dictionary<IOperation, IInvocationOperation>();
        foreach (var join in body.Operations.All.OfType<IInvocationOperation>())
        {
            if (join.Instance is { } element
                && body.Model.EffectOf(join) is { Effect: Effect.Join, IsAsync: false, Type.Kind: PrimitiveKind.Thread or PrimitiveKind.Process or PrimitiveKind.Task }
                && HandleSources.CollectionOf(element, body) is { } collection
                && body.Definitions.SkipWrappers(collection) is ILocalReferenceOperation local
                && !WaitsOtherwise(body, join))
            {
                joins[local] = join;
            }
        }

        var found = new List<ElementJoin>();
        if (joins.Count > 0)
        {
            result.Visit((operation, handles) =>
            {
                if (joins.TryGetValue(operation, out var join) && Of(join, (ILocalReferenceOperation)operation, handles, body) is { } element)
                {
                    found.Add(element);
                }
            });
        }

        return found;
    }

    /// <summary>The body waits for something else too, which may be what all threads have done: a countdown, a queue, a task.</summary>
    public static bool WaitsOtherwise(Body body, IInvocationOperation join) => body.Operations.All.Any(operation => operation switch
    {
        IAwaitOperation => true,
        IInvocationOperation call => call != join && body.Model.EffectOf(call) is
        {
            Effect: Effect.Wait or Effect.TryWait or Effect.SignalAndWait or Effect.TrySignalAndWait or Effect.JoinAll or Effect.TryJoinAll or Effect.JoinQueue or Effect.TryJoinQueue or Effect.Take or Effect.TryTake or Effect.Consume,
        },
        _ => false,
    });

    private static ElementJoin? Of(IInvocationOperation join, ILocalReferenceOperation threads, HandleView handles, Body body) =>
        handles.ElementsOf(threads) is { Count: > 0 } all
        && all.All(static handle => !handle.IsEscaped && handle.Must(HandleStates.Running))
        && all.SelectMany(static handle => handle.Starts).FirstOrDefault() is { } start
        && all.All(handle => handle.Births.All(birth => IsMadeInLoop(birth.Syntax, join.Syntax)))
        && IsLastUse(threads.Local, join.Syntax, body)
            ? new(join, threads.Local, start)
            : null;

    /// <summary>A loop that goes through all rounds has made several; the wait stands behind it.</summary>
    private static bool IsMadeInLoop(SyntaxNode birth, SyntaxNode join) =>
        Places.LoopsAround(birth).Any(loop => loop.Span.End <= join.SpanStart && !Places.MayEndEarly(loop)) && !Places.LoopsAround(join).Any();

    private static bool IsLastUse(ILocalSymbol local, SyntaxNode join, Body body) => body.Outermost.SelfAndNested.All(inner => inner.Operations.All.All(operation =>
        operation is not ILocalReferenceOperation reference || !SymbolEqualityComparer.Default.Equals(reference.Local, local)
        || (inner == body && operation.Syntax.SpanStart < join.Span.End)));
}
