namespace ConcurrencyAnalyzers;

/// <summary>Says why a rule has no code fix, so that its absence is a decision on record.</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class NoCodeFixAttribute(string reason) : Attribute
{
    /// <summary>Why no program transformation can repair what the rule finds.</summary>
    public string Reason { get; } = reason;
}
