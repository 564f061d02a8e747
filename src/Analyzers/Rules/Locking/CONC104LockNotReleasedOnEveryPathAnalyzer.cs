using System.Collections.Immutable;
using ConcurrencyAnalyzers.Flow;
using ConcurrencyAnalyzers.Flow.Locks;
using ConcurrencyAnalyzers.Model;
using Microsoft.CodeAnalysis;

namespace ConcurrencyAnalyzers.Rules.Locking;

/// <summary>CONC104: a method returns while it still holds a lock that nobody else will release.</summary>
public sealed class CONC104LockNotReleasedOnEveryPathAnalyzer() : ConcurrencyAnalyzer(Rule)
{
    internal static readonly DiagnosticDescriptor Rule = Descriptors.Create(
        "CONC104",
        title: "Lock not released on every path",
        messageFormat: "'{0}' is acquired here and {1}: whoever waits for it next waits for ever",
        category: Category.Locking,
        defaultSeverity: DiagnosticSeverity.Warning,
        description: "A method that acquires a lock must release it on every way out, an early return or a branch without the release included. Release it in a finally block, or use lock or using, which do.");

    private static readonly RuleText OnSomePaths = new("CONC104.OnSomePaths", "not released on every path out of the method");
    private static readonly RuleText Never = new("CONC104.Never", "never released");

    private protected override Trigger Trigger => LeakReport.Trigger;

    private protected override void Analyze(TypeFacts type, RuleContext context)
    {
        var leaks = type.Analysis(static facts => new LockLeaks(facts));
        foreach (var body in type.Analysis(static facts => new LockFlows(facts)).Bodies)
        {
            foreach (var leak in leaks.Of(body))
            {
                context.Report(
                    leak.Site.Syntax.GetLocation(),
                    severity: null,
                    leak.Releases.Prepend(leak.LeftAt).Select(static operation => operation.Syntax.GetLocation()),
                    LeakReport.Properties(leak.Effect),
                    leak.Key,
                    leak.Releases.Count == 0 ? Never : OnSomePaths);
            }
        }
    }
}
