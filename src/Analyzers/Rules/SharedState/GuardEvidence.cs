using System.Globalization;
using ConcurrencyAnalyzers.Flow;
using ConcurrencyAnalyzers.Flow.LockOrder;
using Microsoft.CodeAnalysis;

namespace ConcurrencyAnalyzers.Rules.SharedState;

/// <summary>Says which lock guards, where and how often it is held, and what this place does without it.</summary>
internal sealed class GuardEvidence : IFormattable
{
    private static readonly RuleText Read = new("CONC801.Read", "is read here without '{0}', which is held at {1} of {2} uses, such as in '{3}' in line {4}");
    private static readonly RuleText Written = new("CONC801.Written", "is changed here without '{0}', which is held at {1} of {2} uses, such as in '{3}' in line {4}");
    private static readonly RuleText Declared = new("CONC801.Declared", "is used here without '{0}', which [GuardedBy] asks for");
    private static readonly RuleText ForReading = new("CONC801.ForReading", "is changed here while '{0}' is held for reading only, which lets other readers in");
    private static readonly RuleText OtherLock = new("CONC801.OtherLock", "is guarded by '{5}' here, but by '{0}' in '{3}' in line {4}: the two locks do not exclude each other");
    private static readonly RuleText Required = new("CONC801.Required", "is called here without '{0}', which [RequiresLock] asks for");

    private static readonly RuleText Unknown = new("CONC801.Unknown", "stands in [{0}], but '{1}' has no field or property of this name: nothing is checked");

    private readonly RuleText text;
    private readonly object[] arguments;

    public GuardEvidence(GuardFinding finding)
    {
        text = finding.Fault switch
        {
            GuardFault.NotHeldAsDeclared => Declared,
            GuardFault.HeldForReading => ForReading,
            GuardFault.OtherLock => OtherLock,
            _ => finding.Use.Access.IsWrite ? Written : Read,
        };
        arguments =
        [
            finding.Guard, finding.Guarded, finding.All,
            finding.Example is { } example ? BodyNames.Of(example.In) : "",
            finding.Example is { } place ? LineOf(place.Access.Operation) : 0,
            (object?)finding.Use.Held.Keys.FirstOrDefault() ?? "",
        ];
    }

    public GuardEvidence(AccessPath required)
    {
        text = Required;
        arguments = [required];
    }

    public GuardEvidence(string attribute, ISymbol type)
    {
        text = Unknown;
        arguments = [attribute, type.Name];
    }

    public override string ToString() => ToString(null, CultureInfo.InvariantCulture);

    public string ToString(string? format, IFormatProvider? formatProvider) => string.Format(formatProvider, text.ToString(formatProvider), arguments);

    private static int LineOf(IOperation operation) => operation.Syntax.GetLocation().GetLineSpan().StartLinePosition.Line + 1;
}
