namespace ConcurrencyAnalyzers.Runtime;

/// <summary>The method runs the delegate before it returns, on the calling thread: locks held at the call are held in the delegate.</summary>
/// <remarks>Read by the analyzers; it changes nothing at run time.</remarks>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class RunsImmediatelyAttribute : Attribute;
