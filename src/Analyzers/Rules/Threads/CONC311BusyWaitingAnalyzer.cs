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

    /// <summary>The whole statement that waits, where it is not the call of a method on what the loop asks.</summary>
    internal const string StatementProperty = "Statement";

    private static readonly WordSet Loops = Vocabulary.Set(["while"]);

    private static readonly WordSet Pauses = Vocabulary.Set(["Sleep", "Delay", "SpinOnce", "Thread"]);

    private static readonly WordSet Spins = Vocabulary.Set([nameof(SpinWait.SpinUntil)]);

    internal static readonly DiagnosticDescriptor Rule = Descriptors.Create(
        "CONC311",
        title: "Busy-waiting for the end of a thread, task or process",
        messageFormat: "The loop asks '{0}' again and again: it takes processor time and notices the end late",
        category: Category.Threads,
        defaultSeverity: DiagnosticSeverity.Warning,
        description: "A loop that does nothing but ask whether a thread, task or process has ended keeps a processor busy, or sleeps past the end. Waiting for the end costs nothing and returns at once. It also makes visible what the thread has written.");

    /// <remarks>A thread may also be asked by way of a variable that it sets.</remarks>
    private protected override Trigger Trigger { get; } = Trigger.On(
        static (type, member) => IsOfKind(type) && (member.Effect == Effect.QueryAlive || (member.Effect is Effect.Create or Effect.CreateStarted && member.BodyParameter != MemberEffect.Absent)));

    private static readonly WordSet Questions = Vocabulary.Set(PrimitiveTable.BuiltIn.Names(static (type, member) => IsOfKind(type) && member.Effect == Effect.QueryAlive));

    internal static bool IsOfKind(PrimitiveType type) => type.Kind is PrimitiveKind.Thread or PrimitiveKind.Process or PrimitiveKind.Factory or PrimitiveKind.Task or PrimitiveKind.PendingResult;

    private protected override void Analyze(TypeFacts type, RuleContext context)
    {
        foreach (var outermost in type.Bodies)
        {
            if (!(outermost.ContainsAny(Questions) || outermost.ContainsAny(Spins) || (outermost.ContainsAny(Loops) && outermost.ContainsAny(Pauses))) || outermost.Source is null)
            {
                continue;
            }

            foreach (var operation in outermost.Source.DescendantsAndSelf())
            {
                if (Waiting.Of(operation) is not { } waiting)
                {
                    continue;
                }

                if (EndQuestion.AllIn(waiting.Condition, waiting.WhileTrue, type.Model) is { Count: > 0 } questions)
                {
                    if (waiting.Body is not { } rounds || IdleLoop.IsIdle(rounds, questions, type.Model))
                    {
                        Report(waiting, questions, type.Model, context);
                    }
                }
                else if ((waiting.Body is null || IdleLoop.LetsTimePass(waiting.Body, type.Model)) && FlagWait.Of(waiting.Condition, waiting.WhileTrue, outermost) is { } flag)
                {
                    ReportFlag(waiting, flag, context);
                }
            }
        }
    }

    /// <summary>Waiting for the end throws what the work has thrown, which asking does not.</summary>
    private static bool KeepsFailure(ITypeSymbol? type, ConcurrencyModel model) => model.KindOf(type) is PrimitiveKind.Task or PrimitiveKind.PendingResult;

    /// <summary>The statement that waits without throwing what the work has thrown; null where a method of the handle does.</summary>
    private static string? StatementFor(string handle, ITypeSymbol type, Waiting waiting, ConcurrencyModel model) => model.TypeOf(type) switch
    {
        { Kind: PrimitiveKind.Task, SimpleName: "Task" } => waiting.IsAsync ? $"await Task.WhenAny({handle});" : $"Task.WaitAny({handle});",
        { Kind: PrimitiveKind.Process } process when waiting.IsAsync && process.Members.FirstOrDefault(static member => member is { Effect: Effect.Join, IsAsync: true }) is { Name: var join } => $"await {handle}.{join}();",
        { Kind: PrimitiveKind.Thread } when waiting.Body is null => $"{handle}.Join();",
        _ => null,
    };

    private static void ReportFlag(Waiting waiting, FlagWait flag, RuleContext context)
    {
        var statement = flag.Kind == PrimitiveKind.Thread
            ? waiting.IsAsync ? null : $"{flag.Handle.Name}.Join();"
            : waiting.IsAsync ? $"await Task.WhenAny({flag.Handle.Name});" : $"Task.WaitAny({flag.Handle.Name});";
        context.Report(
            waiting.Condition.Syntax.GetLocation(),
            severity: null,
            [],
            statement is null ? ImmutableDictionary<string, string?>.Empty : ImmutableDictionary<string, string?>.Empty.Add(StatementProperty, statement),
            flag.Flag.Name);
    }

    private static void Report(Waiting waiting, List<EndQuestion> questions, ConcurrencyModel model, RuleContext context)
    {
        var isTold = waiting.Body is { } rounds && IdleLoop.Prints(rounds);
        var waits = questions.Select(question => question.Asked is null || isTold || KeepsFailure(question.Asked.Type, model) ? null : LifeMethods.Of(question.Asked.Type, Effect.Join, model)).Distinct().ToList();
        var properties = waits is [{ } wait] ? ImmutableDictionary<string, string?>.Empty.Add(WaitProperty, wait) : ImmutableDictionary<string, string?>.Empty;
        if (!isTold && questions is [{ Asked: (ILocalReferenceOperation or IParameterReferenceOperation or IFieldReferenceOperation) and var handle, Collection: null }] && handle.Type is { } asked && StatementFor(handle.Syntax.ToString(), asked, waiting, model) is { } statement)
        {
            properties = ImmutableDictionary<string, string?>.Empty.Add(StatementProperty, statement);
        }

        context.Report(
            waiting.Condition.Syntax.GetLocation(),
            severity: null,
            questions.Select(static question => (question.Collection ?? question.Asked ?? question.Query).Syntax.GetLocation()),
            properties,
            questions[0].Query.Syntax is ExpressionSyntax { Span.Length: <= 60 } query ? query : "…");
    }
}
