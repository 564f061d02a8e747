using System.Collections.Immutable;
using ConcurrencyAnalyzers.Flow.Bodies;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Flow.Queues;

/// <summary>Says which body a thread or task runs, from the operation that creates it, wherever in the type that stands.</summary>
internal static class Starters
{
    public static Body? BodyOf(IOperation creation, TypeFacts type)
    {
        foreach (var context in type.Bodies.Where(body => body.Syntax.SyntaxTree == creation.Syntax.SyntaxTree && body.Syntax.Span.Contains(creation.Syntax.Span)).SelectMany(static body => body.SelfAndNested))
        {
            if (context.Operations.All.Contains(creation))
            {
                return Calls.EffectOf(creation, context) is { BodyParameter: >= 0 and var ordinal } && ArgumentFor(creation, ordinal) is { } value ? BodyFinder.OfDelegate(value, context)?.Body : null;
            }
        }

        return null;
    }

    private static IOperation? ArgumentFor(IOperation creation, int ordinal) => (creation switch
    {
        IInvocationOperation call => call.Arguments,
        IObjectCreationOperation made => made.Arguments,
        _ => ImmutableArray<IArgumentOperation>.Empty,
    }).FirstOrDefault(argument => argument.Parameter?.Ordinal == ordinal)?.Value;
}
