namespace ConcurrencyAnalyzers.Flow.Bodies;

/// <summary>A body that will run, and what its <c>this</c> and parameters are to the body that has it run.</summary>
internal sealed record StartedBody(Body Body, PathMap Map);
