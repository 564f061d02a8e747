using System.Collections.Immutable;
using ConcurrencyAnalyzers.Flow;
using ConcurrencyAnalyzers.Flow.ForkJoin;
using ConcurrencyAnalyzers.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Rules.SharedState;

/// <summary>CONC804: a field gets its value when it is first asked for, in a way that two threads can get wrong.</summary>
public sealed class CONC804UnsafeLazyInitializationAnalyzer() : ConcurrencyAnalyzer(Rule)
{
    /// <summary>The <see cref="InitializationFault"/>.</summary>
    internal const string FaultProperty = "Fault";

    internal static readonly DiagnosticDescriptor Rule = Descriptors.Create(
        "CONC804",
        title: "Unsafe lazy initialization",
        messageFormat: "'{0}' {1}",
        category: Category.SharedState,
        defaultSeverity: DiagnosticSeverity.Warning,
        description: "A value that is made when it is first asked for must be made once, and no thread may see it half made. The check without a lock is right only if the lock is followed by a second check, and if the field is written last. Lazy<T> and LazyInitializer do all of it.");

    private static readonly RuleText NoSecondCheck = new("CONC804.NoSecondCheck", "is not checked again under the lock: a thread that waited for the lock makes the value a second time");
    private static readonly RuleText PublishedEarly = new("CONC804.PublishedEarly", "gets the object before it is complete: a thread that checks without the lock uses it half made");
    private static readonly RuleText FlagBeforeData = new("CONC804.FlagBeforeData", "is set before the data is there: a thread that checks it without the lock goes on without the data");
    private static readonly RuleText NoLock = new("CONC804.NoLock", "is made without a lock in a type that several threads use: two of them may each make one, and use different ones");

    private protected override Trigger Trigger { get; } = Trigger.On(
        static (type, member) => ForkJoins.Starts(type, member) || (type.Kind is PrimitiveKind.Lock or PrimitiveKind.Semaphore or PrimitiveKind.ReaderWriterLock && member.Effect == Effect.Acquire),
        "lock",
        "Interlocked");

    private protected override void Analyze(TypeFacts type, RuleContext context)
    {
        foreach (var body in type.Bodies.Where(static body => body.Mentions("lock") && body.Mentions("if")))
        {
            foreach (var found in BodyOperations.Evaluation(body.Root).OfType<IConditionalOperation>().SelectMany(first => DoubleChecks.Find(first, type)))
            {
                Report(found, null, context);
            }
        }

        foreach (var found in new UnlockedInitializations(type).Find())
        {
            // An object without an identity may well be made twice.
            Report(found, DiagnosticSeverity.Info, context);
        }
    }

    private static void Report(UnsafeInitialization found, DiagnosticSeverity? severity, RuleContext context)
    {
        context.CancellationToken.ThrowIfCancellationRequested();
        var text = found.Fault switch
        {
            InitializationFault.NoSecondCheck => NoSecondCheck,
            InitializationFault.PublishedEarly => PublishedEarly,
            InitializationFault.FlagBeforeData => FlagBeforeData,
            _ => NoLock,
        };
        context.Report(
            found.Place.Syntax.GetLocation(),
            severity,
            found.Check is { } check ? [check.Syntax.GetLocation()] : [],
            ImmutableDictionary<string, string?>.Empty.Add(FaultProperty, found.Fault.ToString()),
            found.Field.Name,
            text);
    }
}
