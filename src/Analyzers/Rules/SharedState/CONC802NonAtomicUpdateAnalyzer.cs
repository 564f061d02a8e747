using System.Collections.Immutable;
using ConcurrencyAnalyzers.Flow;
using ConcurrencyAnalyzers.Flow.Bodies;
using ConcurrencyAnalyzers.Flow.ForkJoin;
using ConcurrencyAnalyzers.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Rules.SharedState;

/// <summary>CONC802: several threads update a variable in more than one step and without a lock.</summary>
/// <remarks>What bodies of parallel loops, parallel queries and pools change is the business of CONC403.</remarks>
public sealed class CONC802NonAtomicUpdateAnalyzer() : ConcurrencyAnalyzer(Rule)
{
    /// <summary>The lock under which the other thread updates, as it can be written here; empty where it has no name, absent where there is none.</summary>
    internal const string RivalLockProperty = "RivalLock";

    /// <summary>There where the other thread uses Interlocked: no lock would keep it out.</summary>
    internal const string RivalAtomicProperty = "RivalAtomic";

    internal static readonly DiagnosticDescriptor Rule = Descriptors.Create(
        "CONC802",
        title: "Non-atomic update of a shared variable",
        messageFormat: "'{0}' is updated here without a lock while {1}; where two updates overlap, one is lost",
        category: Category.SharedState,
        defaultSeverity: DiagnosticSeverity.Warning,
        description: "An update such as x++ or x += n reads the variable, computes and writes it back. A thread that reads between the read and the write of another one computes with the old value, and one of the two updates is lost. Interlocked does all of it in one step; a lock lets one thread after the other do it.");

    private protected override Trigger Trigger { get; } = Trigger.On(static (type, member) => ForkJoins.Starts(type, member), "Interlocked", "volatile");

    private protected override void Analyze(TypeFacts type, RuleContext context)
    {
        var lost = type.Analysis(static facts => new LostUpdates(facts));
        foreach (var update in lost.All)
        {
            context.CancellationToken.ThrowIfCancellationRequested();
            Report(context, update.Update.Operation, update.Update.Location, null, Rival.Of(update), update.Start is null ? [update.Rival.Operation] : [update.Rival.Operation, update.Start], update.Rival.IsGuarded ? type.Analysis(static facts => new HeldPlaces(facts)).NameOfLock(update.Rival.Operation) ?? "" : null, update.Rival.IsAtomic);
        }

        foreach (var update in new OrdinaryUpdates(type).Find())
        {
            if (!lost.Contains(update.Place))
            {
                // Who writes a volatile field may be one thread only, and a type may count in one of two ways by its settings.
                Report(context, update.Place, update.Field.Name, update.IsCertain ? null : DiagnosticSeverity.Info, Rival.Of(update), update.Atomic is null ? [] : [update.Atomic], rivalLock: null, rivalIsAtomic: update.Atomic is not null);
            }
        }
    }

    private static void Report(RuleContext context, IOperation place, object variable, DiagnosticSeverity? severity, Rival rival, IEnumerable<IOperation> others, string? rivalLock, bool rivalIsAtomic) =>
        context.Report(
            (Updates.StepOf(place) ?? place).Syntax.GetLocation(),
            severity,
            others.Where(other => other != place).Select(static other => (Updates.StepOf(other) ?? other).Syntax.GetLocation()),
            ImmutableDictionary<string, string?>.Empty.Add(RivalLockProperty, rivalLock).Add(RivalAtomicProperty, rivalIsAtomic ? "true" : null),
            variable,
            rival);
}
