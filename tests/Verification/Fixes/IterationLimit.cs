namespace Microsoft.CodeAnalysis.Testing;

/// <summary>How often code fixes may be applied: a positive number exactly, a negative one at most, zero never.</summary>
internal readonly record struct IterationLimit(int Number)
{
    public int Maximum => Math.Abs(Number);

    // "At most once" where a fix is expected can only mean once.
    private bool IsExact => Number >= -1;

    /// <summary>Why the count is wrong; null if it is right.</summary>
    public string? Check(int count) =>
        count > Maximum || (IsExact && count != Maximum)
            ? $"Expected {(IsExact ? "exactly" : "at most")} {Maximum} iterations, found {count}."
            : null;

    /// <summary>Why an offer beyond the limit is wrong.</summary>
    public string Exceeded(FixOffer offer) =>
        (Maximum == 0 ? "No fix was expected" : $"No further fix was expected after {Maximum} iterations")
        + $", but '{offer.Action.Title}' is offered for\n  {DiagnosticText.Describe(offer.Diagnostic)}";
}
