using System.Globalization;
using ConcurrencyAnalyzers.Flow.ForkJoin;
using Microsoft.CodeAnalysis;

namespace ConcurrencyAnalyzers.Rules.SharedState;

/// <summary>Tells which two threads meet in an update.</summary>
internal sealed class Rival : IFormattable
{
    private static readonly RuleText Same = new("CONC802.Same", "threads that line {0} starts do the same");
    private static readonly RuleText Other = new("CONC802.Other", "a thread that line {0} starts changes it in line {1}");
    private static readonly RuleText Starter = new("CONC802.Starter", "the method that started this thread changes it in line {1}");
    private static readonly RuleText Atomic = new("CONC802.Atomic", "other threads change it with Interlocked in line {1}, which waits for no ordinary update");
    private static readonly RuleText Volatile = new("CONC802.Volatile", "other threads do the same: 'volatile' makes the read and the write visible, not the two one step");

    private readonly RuleText text;
    private readonly int start;
    private readonly int rival;

    private Rival(RuleText text, IOperation? start, IOperation? rival)
    {
        this.text = text;
        this.start = LineOf(start);
        this.rival = LineOf(rival);
    }

    public static Rival Of(LostUpdate update) => new(update.Start is null ? Starter : update.IsSameBody ? Same : Other, update.Start, update.Rival.Operation);

    public static Rival Of(OrdinaryUpdate update) => new(update.Atomic is null ? Volatile : Atomic, null, update.Atomic);

    public override string ToString() => ToString(null, CultureInfo.InvariantCulture);

    public string ToString(string? format, IFormatProvider? formatProvider) => string.Format(formatProvider, text.ToString(formatProvider), start, rival);

    private static int LineOf(IOperation? operation) => operation is null ? 0 : operation.Syntax.GetLocation().GetLineSpan().StartLinePosition.Line + 1;
}
