namespace ConcurrencyAnalyzers.Runtime;

/// <summary>
/// The object may cross to another process as a copy when one of its methods is the target: its members arrive, its identity
/// does not, and what the method changes there is not changed here.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct)]
public sealed class ProcessStateAttribute : Attribute;
