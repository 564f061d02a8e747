namespace ConcurrencyAnalyzers.Runtime;

/// <summary>The type or member must not be used by two threads at once without a lock.</summary>
/// <remarks>Read by the analyzers; it changes nothing at run time.</remarks>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Interface | AttributeTargets.Method | AttributeTargets.Property | AttributeTargets.Field)]
public sealed class NotThreadSafeAttribute : Attribute;
