using System.Collections.Immutable;
using ConcurrencyAnalyzers.Flow;
using ConcurrencyAnalyzers.Flow.LockOrder;
using Microsoft.CodeAnalysis;

namespace ConcurrencyAnalyzers.Rules.LockObjects;

/// <summary>CONC205: a method locks two objects of one type in the order in which its caller names them.</summary>
public sealed class CONC205TwoInstancesLockedAnalyzer() : ConcurrencyAnalyzer(Rule)
{
    internal static readonly DiagnosticDescriptor Rule = Descriptors.Create(
        "CONC205",
        title: "Two instances of one lock taken in caller-dependent order",
        messageFormat: "'{0}' is taken while '{1}' is held, as the caller of '{2}' names them: a second call with the two exchanged deadlocks with this one",
        category: Category.LockObjects,
        defaultSeverity: DiagnosticSeverity.Warning,
        description: "A method that locks two objects of the same type must take them in an order of its own, such as by a number that each object has. In the order of its arguments two calls, Transfer(a, b) and Transfer(b, a), wait for each other.");

    private protected override Trigger Trigger => LockTriggers.AnyLock;

    private protected override void Analyze(TypeFacts type, RuleContext context)
    {
        var reported = new HashSet<IOperation>();
        foreach (var (entry, edge) in new InstancePairs(type).Find())
        {
            if (reported.Add(edge.Place))
            {
                context.Report(
                    edge.Place.Syntax.GetLocation(),
                    severity: null,
                    [edge.HeldSite.Syntax.GetLocation()],
                    ImmutableDictionary<string, string?>.Empty,
                    edge.Wanted,
                    edge.Held,
                    BodyNames.Of(entry));
            }
        }
    }
}
