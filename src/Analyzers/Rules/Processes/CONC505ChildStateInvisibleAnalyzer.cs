using System.Collections.Immutable;
using ConcurrencyAnalyzers.Flow;
using ConcurrencyAnalyzers.Flow.Bodies;
using ConcurrencyAnalyzers.Model;
using ConcurrencyAnalyzers.Rules.LockObjects;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Rules.Processes;

/// <summary>CONC505: what only a child process has changed is read here, where it is as it was.</summary>
[NoCodeFix("What the child hands back, as its result, through a queue or in shared memory, is a decision about both sides.")]
public sealed class CONC505ChildStateInvisibleAnalyzer() : ConcurrencyAnalyzer(Rule)
{
    internal static readonly DiagnosticDescriptor Rule = Descriptors.Create(
        "CONC505",
        title: "State changed in a child process is invisible to the parent",
        messageFormat: "'{0}' is changed by '{1}' in another process only: here it is as it was before",
        category: Category.Processes,
        defaultSeverity: DiagnosticSeverity.Warning,
        description: "A child process has static fields of its own, and works on copies of its arguments and, in a class of processes, of its object. What it writes there never comes back. Let it return the value, put it into a process queue, or use shared memory or a managed object.");

    private static readonly WordSet ProcessNames = Vocabulary.Set(PrimitiveTable.BuiltIn.Names(static (type, member) => type.Kind == PrimitiveKind.Process && RemoteBodies.IsRemote(type, member)));

    private static readonly WordSet PoolNames = Vocabulary.Set(PrimitiveTable.BuiltIn.Names(static (type, member) => type.Kind == PrimitiveKind.Pool && RemoteBodies.IsRemote(type, member)));

    private static readonly WordSet Starts = Vocabulary.Set(PrimitiveTable.BuiltIn.Names(ProcessObjectReads.IsStart));

    /// <remarks>The members that make a process from a method are static, so that the text has the name of their type.</remarks>
    private static readonly Trigger Makes = Trigger.On(static (type, member) => type.Kind == PrimitiveKind.Process && RemoteBodies.IsRemote(type, member)).AndTypeName();

    /// <remarks>Who uses a pool, or starts an object of a class of processes, need not mention a type of the Runtime. Where the Runtime is not referenced nothing is looked at.</remarks>
    private protected override Trigger Trigger { get; } = Trigger.On(static (type, member) => RemoteBodies.IsRemote(type, member) || ProcessObjectReads.IsStart(type, member));

    private protected override void Analyze(TypeFacts type, RuleContext context)
    {
        if (type.Compilation.HasProcessClasses)
        {
            ReportObjects(type, context);
        }

        var works = WorksOf(type, context.CancellationToken);
        var children = works.SelectMany(static found => RemoteBodies.ReachedFrom(found.Work.Body)).ToImmutableHashSet();
        var reported = new HashSet<SyntaxNode>();
        foreach (var (call, work, body) in works)
        {
            foreach (var lost in LostChange.Of(work, call, body, children))
            {
                if (reported.Add(lost.Read.Syntax))
                {
                    context.Report(
                        lost.Read.Syntax.GetLocation(),
                        null,
                        [lost.Write.Syntax.GetLocation()],
                        ImmutableDictionary<string, string?>.Empty,
                        lost.Name,
                        work.Body.IsAnonymous ? "lambda" : work.Body.Owner.Name);
                }
            }
        }
    }

    private static void ReportObjects(TypeFacts type, RuleContext context)
    {
        var reads = new ProcessObjectReads(type);
        foreach (var body in FactoryCallers.Of(type, Starts, static kind => kind == PrimitiveKind.Process).SelectMany(static body => body.SelfAndNested))
        {
            foreach (var (read, member, write, child) in reads.In(body))
            {
                context.Report(read is IInvocationOperation ? Spans.Of(read) : read.Syntax.GetLocation(), null, [write.GetLocation()], ImmutableDictionary<string, string?>.Empty, member.Name, child.Name);
            }
        }
    }

    /// <summary>What the type has other processes run, and where.</summary>
    private static List<(IInvocationOperation Call, WorkBody Work, Body Parent)> WorksOf(TypeFacts type, CancellationToken cancellationToken)
    {
        var works = new List<(IInvocationOperation Call, WorkBody Work, Body Parent)>();
        var mayMake = Makes.IsMetIn(type.Symbol, cancellationToken);
        foreach (var body in type.Bodies.Where(body => body.ContainsAny(PoolNames) || (mayMake && body.ContainsAny(ProcessNames))).SelectMany(static body => body.SelfAndNested))
        {
            foreach (var call in body.Operations.All.OfType<IInvocationOperation>())
            {
                if (RemoteBodies.Of(call, body) is { } work)
                {
                    works.Add((call, work, body));
                }
            }
        }

        return works;
    }
}
