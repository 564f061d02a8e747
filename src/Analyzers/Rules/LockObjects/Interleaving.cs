using System.Globalization;
using ConcurrencyAnalyzers.Flow.LockOrder;

namespace ConcurrencyAnalyzers.Rules.LockObjects;

/// <summary>Tells who waits for whom: thread 1 holds … and waits for … in …; thread 2 …</summary>
internal sealed class Interleaving(IEnumerable<(object Held, object Wanted, string In)> steps) : IFormattable
{
    private static readonly RuleText Step = new("Interleaving.Step", "thread {0} takes '{1}' in '{3}' and waits for '{2}'");

    public Interleaving(LockCycle cycle)
        : this(cycle.Edges.Select(static edge => ((object)edge.Edge.Held, (object)edge.Edge.Wanted, BodyNames.Of(edge.Edge.In))))
    {
    }

    public override string ToString() => ToString(null, CultureInfo.InvariantCulture);

    public string ToString(string? format, IFormatProvider? formatProvider) =>
        string.Join(
            "; ",
            steps.Select((step, index) => string.Format(formatProvider, Step.ToString(formatProvider), index + 1, step.Held, step.Wanted, step.In)));
}
