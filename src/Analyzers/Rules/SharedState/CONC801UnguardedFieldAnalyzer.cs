using System.Collections.Immutable;
using ConcurrencyAnalyzers.Flow;
using ConcurrencyAnalyzers.Flow.Bodies;
using ConcurrencyAnalyzers.Flow.ForkJoin;
using ConcurrencyAnalyzers.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Rules.SharedState;

/// <summary>CONC801: a field that a lock guards is used without that lock.</summary>
public sealed class CONC801UnguardedFieldAnalyzer() : ConcurrencyAnalyzer(Rule)
{
    /// <summary>What the fix has to lock, as it can be written there; absent where no statement can hold it.</summary>
    internal const string LockProperty = "Lock";

    /// <summary>The <see cref="HoldForm"/>.</summary>
    internal const string FormProperty = "Form";

    internal static readonly DiagnosticDescriptor Rule = Descriptors.Create(
        "CONC801",
        title: "Field guarded by a lock is used without it",
        messageFormat: "'{0}' {1}",
        category: Category.SharedState,
        defaultSeverity: DiagnosticSeverity.Info,
        description: "A lock protects a field only where every use of the field holds that very lock. A use without it sees values that others are still changing, and its own change is lost or destroys theirs. Which lock guards a field is inferred from its other uses, or stands in [GuardedBy].");

    private protected override Trigger Trigger { get; } = Trigger.On(
        static (type, member) => type.Kind is PrimitiveKind.Lock or PrimitiveKind.ReaderWriterLock or PrimitiveKind.Semaphore && member.Effect is Effect.Acquire or Effect.TryAcquire,
        "lock",
        "GuardedBy",
        "RequiresLock");

    private protected override void Analyze(TypeFacts type, RuleContext context)
    {
        var findings = new GuardInference(type).Find().ToList();
        var lost = type.Analysis(static facts => new LostUpdates(facts));
        foreach (var place in findings.GroupBy(static finding => PlaceOf(finding.Use.Access.Operation).Span))
        {
            context.CancellationToken.ThrowIfCancellationRequested();

            // A use of what a field contains reads the field too, and an update both reads and writes: one report for one place.
            var finding = place.OrderByDescending(static one => one.Use.Access.Location.IsContent).ThenByDescending(static one => one.Use.Access.IsWrite).First();
            if (!lost.Contains(finding.Use.Access.Operation))
            {
                Report(finding, context);
            }
        }

        foreach (var (call, member, key) in new RequiredLocks(type).Find())
        {
            context.Report(NameOf(call.Syntax).GetLocation(), DiagnosticSeverity.Warning, [], Properties(key, type, isWrite: true), member.Name, new GuardEvidence(key));
        }

        ReportUnknown(type, context);
    }

    private static void ReportUnknown(TypeFacts type, RuleContext context)
    {
        foreach (var (place, name, holder, attribute) in UnknownGuards.Find(type.Symbol))
        {
            context.Report(place, DiagnosticSeverity.Warning, [], ImmutableDictionary<string, string?>.Empty, name, new GuardEvidence(attribute, holder));
        }
    }

    private static void Report(GuardFinding finding, RuleContext context)
    {
        var access = finding.Use.Access;
        var isWarning = finding.IsStrong && (finding.Fault is GuardFault.NotHeldAsDeclared or GuardFault.HeldForReading || access.IsWrite || (access.Location.IsContent && !IsSingleRead(access.Operation)));
        context.Report(
            PlaceOf(access.Operation).GetLocation(),
            isWarning ? DiagnosticSeverity.Warning : null,
            finding.Example is { } example ? [PlaceOf(example.Access.Operation).GetLocation()] : [],
            finding.Fault is GuardFault.NotHeld or GuardFault.NotHeldAsDeclared && finding.Use.IsBare ? Properties(finding.Guard, finding.Use.In.Type, access.IsWrite) : ImmutableDictionary<string, string?>.Empty,
            access.Location,
            new GuardEvidence(finding));
    }

    /// <summary>Reads one number or one reference, which is old or new and nothing in between.</summary>
    private static bool IsSingleRead(IOperation operation) => operation is IArrayElementReferenceOperation or IPropertyReferenceOperation { Property: { IsIndexer: false, Name: "Count" or "Length" or "IsReadOnly" } };

    private static ImmutableDictionary<string, string?> Properties(AccessPath guard, TypeFacts type, bool isWrite) =>
        HoldForms.Of(guard, type, isWrite) is { } form
            ? ImmutableDictionary<string, string?>.Empty.Add(LockProperty, guard.ToString()).Add(FormProperty, form.ToString())
            : ImmutableDictionary<string, string?>.Empty;

    /// <summary>The name of the field, wherever the operation stands that uses it or its content.</summary>
    private static SyntaxNode PlaceOf(IOperation operation)
    {
        var holder = operation switch
        {
            IInvocationOperation { Instance: { } instance } => instance,
            IPropertyReferenceOperation { Instance: { } instance, Property.IsIndexer: true } => instance,
            IPropertyReferenceOperation { Instance: IMemberReferenceOperation instance } => instance,
            IArrayElementReferenceOperation element => element.ArrayReference,
            IArgumentOperation argument => argument.Value,
            _ => operation,
        };
        return NameOf(holder is IFieldReferenceOperation or IPropertyReferenceOperation ? holder.Syntax : operation.Syntax);
    }

    private static SyntaxNode NameOf(SyntaxNode node) => node switch
    {
        InvocationExpressionSyntax call => NameOf(call.Expression),
        MemberAccessExpressionSyntax access => access.Name,
        _ => node,
    };
}
