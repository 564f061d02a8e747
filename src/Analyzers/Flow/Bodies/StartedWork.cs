using System.Collections.Immutable;
using ConcurrencyAnalyzers.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Flow.Bodies;

/// <summary>What a thread, task or process runs, by the operation that creates it.</summary>
internal static class StartedWork
{
    /// <returns>Null where that is not certain, or stands in another type.</returns>
    public static Body? Of(IOperation creation, Body context)
    {
        if (creation is IInvocationOperation call && RemoteBodies.Of(call, context) is { } remote)
        {
            return remote.Body;
        }

        if (Calls.EffectOf(creation, context) is { BodyParameter: >= 0 and var ordinal } && ArgumentFor(creation, ordinal) is { } work)
        {
            return BodyFinder.OfDelegate(work, context) is { } started ? WorkBody.Of(started).Body : null;
        }

        return creation is IObjectCreationOperation { Type: INamedTypeSymbol made } && RunOf(made, context.Model) is { } run ? context.Type.BodyOf(run) : null;
    }

    /// <summary>The body of the type that contains the operation.</summary>
    public static Body? ContextOf(IOperation creation, TypeFacts type) => type.Bodies
        .Where(body => body.Syntax.SyntaxTree == creation.Syntax.SyntaxTree && body.Syntax.Span.Contains(creation.Syntax.Span))
        .SelectMany(static body => body.SelfAndNested)
        .FirstOrDefault(body => body.Operations.All.Contains(creation));

    /// <summary>The method that a class derived from a thread or process overrides with its work.</summary>
    public static IMethodSymbol? RunOf(INamedTypeSymbol type, ConcurrencyModel model) =>
        type.GetMembers().OfType<IMethodSymbol>().FirstOrDefault(method => method.IsOverride && model.EffectOf(method) is { Effect: Effect.Run });

    private static IOperation? ArgumentFor(IOperation creation, int ordinal) => (creation switch
    {
        IInvocationOperation call => call.Arguments,
        IObjectCreationOperation made => made.Arguments,
        _ => ImmutableArray<IArgumentOperation>.Empty,
    }).FirstOrDefault(argument => argument.Parameter?.Ordinal == ordinal)?.Value;
}
