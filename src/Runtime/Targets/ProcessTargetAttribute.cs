namespace ConcurrencyAnalyzers.Runtime;

/// <summary>The method is meant to be run by other processes of this program. Where targets are restricted, only such methods are.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ProcessTargetAttribute : Attribute;
