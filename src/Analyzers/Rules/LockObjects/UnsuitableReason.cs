using Microsoft.CodeAnalysis;

namespace ConcurrencyAnalyzers.Rules.LockObjects;

/// <param name="Text">Why the object is no good as a lock.</param>
/// <param name="Severity">Null for the rule's own.</param>
internal sealed record UnsuitableReason(RuleText Text, DiagnosticSeverity? Severity = null)
{
    public static readonly RuleText Instance = new("CONC201.Instance", "all code that has the object can lock it too, and block this code or deadlock with it");
    public static readonly RuleText Type = new("CONC201.Type", "all code can lock the same Type object, and block this code or deadlock with it");
    public static readonly RuleText StringObject = new("CONC201.String", "equal strings may be one object for the whole process or several objects");
    public static readonly RuleText Boxed = new("CONC201.Boxed", "each use puts the value into a new object, so that nobody is kept out and releasing it throws");
    public static readonly RuleText Exposed = new("CONC201.Exposed", "code outside the type can lock it too, and block this code or deadlock with it");
    public static readonly RuleText Primitive = new("CONC201.Primitive", "this locks the monitor of the object and does not acquire it, so that code which acquires it is not kept out");
    public static readonly RuleText CurrentThread = new("CONC201.CurrentThread", "each thread locks another object, so that nobody is kept out");
}
