using System.Globalization;
using ConcurrencyAnalyzers.Flow.LockOrder;

namespace ConcurrencyAnalyzers.Rules.LockObjects;

/// <summary>Tells who waits for whom: thread 1 holds … and waits for … in …; thread 2 …</summary>
internal sealed class Interleaving(LockCycle cycle) : IFormattable
{
    private static readonly RuleText Step = new("Interleaving.Step", "thread {0} takes '{1}' in '{3}' and waits for '{2}'");

    public override string ToString() => ToString(null, CultureInfo.InvariantCulture);

    public string ToString(string? format, IFormatProvider? formatProvider) =>
        string.Join(
            "; ",
            cycle.Edges.Select((edge, index) => string.Format(
                formatProvider,
                Step.ToString(formatProvider),
                index + 1,
                edge.Edge.Held,
                edge.Edge.Wanted,
                BodyNames.Of(edge.Edge.In))));
}
