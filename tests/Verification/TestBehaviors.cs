namespace Microsoft.CodeAnalysis.Testing;

/// <summary>Checks of an analyzer that a test leaves out.</summary>
[Flags]
public enum TestBehaviors
{
    /// <summary>All checks run.</summary>
    None = 0,

    /// <summary>The same sources marked as generated code may report diagnostics.</summary>
    SkipGeneratedCodeCheck = 1,

    /// <summary>The same sources under <c>#pragma warning disable</c> may report diagnostics.</summary>
    SkipSuppressionCheck = 2,
}
