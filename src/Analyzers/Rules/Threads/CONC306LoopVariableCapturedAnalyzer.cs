using System.Collections.Immutable;
using ConcurrencyAnalyzers.Flow;
using ConcurrencyAnalyzers.Model;
using Microsoft.CodeAnalysis;

namespace ConcurrencyAnalyzers.Rules.Threads;

/// <summary>CONC306: a body that runs beside the loop reads a variable that the loop goes on changing.</summary>
public sealed class CONC306LoopVariableCapturedAnalyzer() : ConcurrencyAnalyzer(Rule)
{
    /// <summary>The name of the variable.</summary>
    internal const string VariableProperty = "Variable";

    internal static readonly DiagnosticDescriptor Rule = Descriptors.Create(
        "CONC306",
        title: "Loop variable captured by a thread that outlives the iteration",
        messageFormat: "'{0}' is one variable for all rounds of the loop: the thread reads whatever value it has by then",
        category: Category.Threads,
        defaultSeverity: DiagnosticSeverity.Warning,
        description: "The variable of a 'for' or 'while' loop exists once. A thread, task or pool that reads it in a lambda sees the value of a later round, often the one after the last. The variable of a 'foreach' loop is a new one in each round.");

    private protected override Trigger Trigger { get; } = Trigger.On(static (_, member) => IsStart(member));

    internal static bool IsStart(MemberEffect member) =>
        member.BodyParameters.Count > 0 && member.Effect is Effect.Create or Effect.CreateStarted or Effect.Submit or Effect.Start;

    private protected override void Analyze(TypeFacts type, RuleContext context)
    {
        foreach (var outermost in type.Bodies)
        {
            if (!Trigger.IsMetIn(outermost.Owner, context.CancellationToken) || !LoopCapture.IsPossibleIn(outermost.Syntax) || outermost.Source is null)
            {
                continue;
            }

            foreach (var captured in LoopCapture.In(outermost.Source, type.Model))
            {
                context.Report(
                    captured.Reads[0].Syntax.GetLocation(),
                    severity: null,
                    captured.Reads.Skip(1).Select(static read => read.Syntax.GetLocation()),
                    ImmutableDictionary<string, string?>.Empty.Add(VariableProperty, captured.Variable.Name),
                    captured.Variable.Name);
            }
        }
    }
}
