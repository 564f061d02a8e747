using System.Collections.Immutable;
using ConcurrencyAnalyzers.Flow;
using ConcurrencyAnalyzers.Flow.ForkJoin;
using ConcurrencyAnalyzers.Flow.Handles;
using ConcurrencyAnalyzers.Model;
using ConcurrencyAnalyzers.Rules.LockObjects;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Rules.Threads;

/// <summary>CONC309: a loop starts several threads, and behind it only the last of them is waited for.</summary>
public sealed class CONC309OnlySomeJoinedAnalyzer() : ConcurrencyAnalyzer(Rule)
{
    /// <summary>The variable that holds all threads, where there is one.</summary>
    internal const string CollectionProperty = "Collection";

    internal static readonly DiagnosticDescriptor Rule = Descriptors.Create(
        "CONC309",
        title: "Only some of the started threads are joined",
        messageFormat: "'{0}' is one of the {1} that the loop starts: nothing waits for the others",
        category: Category.Threads,
        defaultSeverity: DiagnosticSeverity.Warning,
        description: "A variable that a loop assigns in each round holds the last thread, as does the last element of a list that it fills. Waiting for that one says nothing about the others, which may still run.");

    /// <summary>Where a body waits; an await names no method.</summary>
    private static readonly Trigger Waits = Trigger.On(static (type, member) => IsJoin(type, member));

    private static readonly WordSet WaitWords = Vocabulary.Set(PrimitiveTable.BuiltIn.Names(IsJoin).Append("await"));

    private protected override Trigger Trigger { get; } = Trigger.On(static (type, member) => IsJoin(type, member) || ForkJoins.StartsOrSubmits(type, member));

    private protected override void Analyze(TypeFacts type, RuleContext context)
    {
        var reported = new HashSet<IOperation>();
        var flows = type.Analysis(static facts => new HandleFlows(facts));
        foreach (var outermost in type.Bodies)
        {
            if (!Waits.IsMetIn(outermost.Owner, context.CancellationToken))
            {
                continue;
            }

            foreach (var body in outermost.SelfAndNested)
            {
                Analyze(body, flows.Of(body), reported, context);
                foreach (var element in ElementJoin.In(body, flows.Of(body)))
                {
                    reported.Add(element.Join);
                    context.Report(
                        Spans.Of(element.Join),
                        severity: null,
                        [element.Start.Syntax.GetLocation()],
                        ImmutableDictionary<string, string?>.Empty.Add(CollectionProperty, element.Collection.Name),
                        element.Join.Instance!.Syntax,
                        HandleWords.Of(element.Join.Instance.Type, type.Model));
                }
            }
        }

        AnalyzeForks(type, reported, context);
    }

    private static bool IsJoin(PrimitiveType type, MemberEffect member) =>
        type.Kind is PrimitiveKind.Thread or PrimitiveKind.Process or PrimitiveKind.Task && member.Effect is Effect.Join;

    /// <summary>Tasks, which have no start of their own, and what methods of the type start.</summary>
    private static void AnalyzeForks(TypeFacts type, HashSet<IOperation> reported, RuleContext context)
    {
        var forks = type.Analysis(static facts => new ForkJoins(facts));
        foreach (var body in forks.Parents.Where(static body => body.ContainsAny(WaitWords)))
        {
            foreach (var last in forks.LastJoinsOf(body, context.CancellationToken).Where(last => !reported.Contains(last.Wait)))
            {
                var properties = ImmutableDictionary<string, string?>.Empty;
                context.Report(
                    Spans.Of(last.Wait),
                    severity: null,
                    [last.Fork.Start.Syntax.GetLocation(), last.Fork.Creation.Syntax.GetLocation()],
                    last.Collection is null ? properties : properties.Add(CollectionProperty, last.Collection.Name),
                    last.Handle.Syntax,
                    HandleWords.Of(last.Handle.Type, type.Model));
            }
        }
    }

    private static void Analyze(Body body, HandleResult result, HashSet<IOperation> reported, RuleContext context)
    {
        var last = new List<(IInvocationOperation Join, IOperation Birth, IOperation Start)>();
        result.Visit((operation, handles) =>
        {
            if (operation is IInvocationOperation { Instance: { } instance } join
                && body.Model.EffectOf(join) is { Effect: Effect.Join, IsAsync: false, Type.Kind: PrimitiveKind.Thread or PrimitiveKind.Process }
                && body.Definitions.SkipWrappers(instance) is ILocalReferenceOperation { Local: var local }
                && handles.Of(instance) is { IsEscaped: false } handle
                && handle.Must(HandleStates.Running)
                && handle.Births.ToList() is [var birth]
                && handle.Starts.Any()
                && LoopOnlyAround(birth.Syntax, join.Syntax, local) is not null
                && OthersRun(handles, birth)
                && !ElementJoin.WaitsOtherwise(body, join))
            {
                last.Add((join, birth, handle.Starts.First()));
            }
        });
        foreach (var (join, birth, start) in last)
        {
            // Something that comes later may wait for the others in its way.
            if (result.Exit is { } exit && exit.All.Any(handle => handle.Births.Contains(birth) && !handle.IsEscaped && handle.Must(HandleStates.Running)))
            {
                reported.Add(join);
                context.Report(Spans.Of(join), severity: null, [start.Syntax.GetLocation(), birth.Syntax.GetLocation()], ImmutableDictionary<string, string?>.Empty, join.Instance!.Syntax, HandleWords.Of(join.Instance.Type, body.Model));
            }
        }
    }

    private static bool OthersRun(HandleView handles, IOperation birth)
    {
        var all = handles.All.Where(handle => handle.Births.Contains(birth)).ToList();
        return all.Count > 1 && all.TrueForAll(static handle => !handle.IsEscaped && handle.Must(HandleStates.Running));
    }

    /// <summary>The loop that creates a thread in each round, for a variable from outside of it, and that has ended before the join.</summary>
    private static SyntaxNode? LoopOnlyAround(SyntaxNode birth, SyntaxNode join, ILocalSymbol local) => birth.Ancestors()
        .TakeWhile(static node => node is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or MemberDeclarationSyntax))
        .FirstOrDefault(node => node is ForStatementSyntax or CommonForEachStatementSyntax or WhileStatementSyntax or DoStatementSyntax
            && node.Span.End <= join.SpanStart
            && local.DeclaringSyntaxReferences.All(reference => reference.Span.End <= node.SpanStart)
            && !node.DescendantNodes().Any(static inner => inner is BreakStatementSyntax or ReturnStatementSyntax or GotoStatementSyntax));
}
