using System.Collections.Immutable;
using ConcurrencyAnalyzers.Flow;
using ConcurrencyAnalyzers.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Rules.Threads;

/// <summary>CONC311: a loop asks again and again whether a thread or process has ended.</summary>
public sealed class CONC311BusyWaitingAnalyzer() : ConcurrencyAnalyzer(Rule)
{
    /// <summary>The method that waits for the end, where every question has one.</summary>
    internal const string WaitProperty = "Wait";

    internal static readonly DiagnosticDescriptor Rule = Descriptors.Create(
        "CONC311",
        title: "Busy-waiting for the end of a thread, task or process",
        messageFormat: "The loop asks '{0}' again and again: it takes processor time and notices the end late",
        category: Category.Threads,
        defaultSeverity: DiagnosticSeverity.Warning,
        description: "A loop that does nothing but ask whether a thread, task or process has ended keeps a processor busy, or sleeps past the end. Waiting for the end costs nothing and returns at once. It also makes visible what the thread has written.");

    private protected override Trigger Trigger { get; } = Trigger.On(static (type, member) =>
        IsOfKind(type) && member.Effect == Effect.QueryAlive);

    internal static bool IsOfKind(PrimitiveType type) => type.Kind is PrimitiveKind.Thread or PrimitiveKind.Process or PrimitiveKind.Factory or PrimitiveKind.Task or PrimitiveKind.PendingResult;

    private protected override void Analyze(TypeFacts type, RuleContext context)
    {
        foreach (var outermost in type.Bodies)
        {
            if (!Trigger.IsMetIn(outermost.Owner, context.CancellationToken) || outermost.Source is null)
            {
                continue;
            }

            foreach (var operation in outermost.Source.DescendantsAndSelf())
            {
                if (operation is IWhileLoopOperation { Condition: { } condition } loop
                    && EndQuestion.AllIn(condition, !loop.ConditionIsUntil, type.Model) is { Count: > 0 } questions
                    && IdleLoop.IsIdle(loop.Body, questions, type.Model))
                {
                    Report(condition, questions, IdleLoop.Prints(loop.Body), type.Model, context);
                }
            }
        }
    }

    /// <summary>Waiting for the end throws what the work has thrown, which asking does not.</summary>
    private static bool KeepsFailure(ITypeSymbol? type, ConcurrencyModel model) => model.KindOf(type) is PrimitiveKind.Task or PrimitiveKind.PendingResult;

    private static void Report(IOperation condition, List<EndQuestion> questions, bool isTold, ConcurrencyModel model, RuleContext context)
    {
        var waits = questions.Select(question => question.Asked is null || isTold || KeepsFailure(question.Asked.Type, model) ? null : LifeMethods.Of(question.Asked.Type, Effect.Join, model)).Distinct().ToList();
        context.Report(
            condition.Syntax.GetLocation(),
            severity: null,
            questions.Select(static question => (question.Collection ?? question.Asked ?? question.Query).Syntax.GetLocation()),
            waits is [{ } wait] ? ImmutableDictionary<string, string?>.Empty.Add(WaitProperty, wait) : ImmutableDictionary<string, string?>.Empty,
            questions[0].Query.Syntax is ExpressionSyntax { Span.Length: <= 60 } query ? query : "…");
    }
}
