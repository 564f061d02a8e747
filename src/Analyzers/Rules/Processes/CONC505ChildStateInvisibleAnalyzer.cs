using System.Collections.Immutable;
using ConcurrencyAnalyzers.Flow;
using ConcurrencyAnalyzers.Flow.Bodies;
using ConcurrencyAnalyzers.Model;
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

    private static readonly WordSet Names = Vocabulary.Set(PrimitiveTable.BuiltIn.Names(RemoteBodies.IsRemote));

    private static readonly WordSet Starts = Vocabulary.Set(PrimitiveTable.BuiltIn.Names(ProcessObjectReads.IsStart));

    /// <remarks>Who starts an object of a class of processes need not mention the class it derives from.</remarks>
    private protected override Trigger Trigger { get; } = Trigger.On(static (type, member) => RemoteBodies.IsRemote(type, member) || ProcessObjectReads.IsStart(type, member));

    private protected override void Analyze(TypeFacts type, RuleContext context)
    {
        ReportObjects(type, context);
        var works = WorksOf(type);
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
        foreach (var body in type.Bodies.Where(static body => body.ContainsAny(Starts)).SelectMany(static body => body.SelfAndNested))
        {
            foreach (var (read, write, child) in ProcessObjectReads.In(body).Distinct())
            {
                context.Report(read.Syntax.GetLocation(), null, [write.GetLocation()], ImmutableDictionary<string, string?>.Empty, read.Member.Name, child.Name);
            }
        }
    }

    /// <summary>What the type has other processes run, and where.</summary>
    private static List<(IInvocationOperation Call, WorkBody Work, Body Parent)> WorksOf(TypeFacts type)
    {
        var works = new List<(IInvocationOperation Call, WorkBody Work, Body Parent)>();
        foreach (var body in type.Bodies.Where(static body => body.ContainsAny(Names)).SelectMany(static body => body.SelfAndNested))
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
