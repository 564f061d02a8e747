using System.Collections.Immutable;
using ConcurrencyAnalyzers.Flow;
using ConcurrencyAnalyzers.Flow.Bodies;
using ConcurrencyAnalyzers.Flow.ForkJoin;
using ConcurrencyAnalyzers.Model;
using ConcurrencyAnalyzers.Rules.LockObjects;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Rules.Threads;

/// <summary>CONC308: a constructor starts a thread that uses the object, and goes on to initialise it.</summary>
public sealed class CONC308StartedInConstructorAnalyzer() : ConcurrencyAnalyzer(Rule)
{
    /// <summary>There where the start can be moved behind what initialises the object.</summary>
    internal const string MoveProperty = "Move";

    internal static readonly DiagnosticDescriptor Rule = Descriptors.Create(
        "CONC308",
        title: "Thread started in a constructor before initialisation ends",
        messageFormat: "What is started here may use the object before its constructor has ended: '{0}' {1}",
        category: Category.Threads,
        defaultSeverity: DiagnosticSeverity.Info,
        description: "A thread, task or timer that a constructor starts may run at once, and then sees what the constructor has not set yet. The constructors of derived classes have not even begun.");

    private static readonly RuleText SetLater = new("ConstructorStart.SetLater", "is set only afterwards");
    private static readonly RuleText OverriddenLater = new("ConstructorStart.Overridden", "belongs to a derived class, whose constructor has not run");

    private protected override Trigger Trigger { get; } = Trigger.On(static (type, member) =>
        ForkJoins.StartsOrSubmits(type, member) || (type.Kind is PrimitiveKind.Timer or PrimitiveKind.Pool && member.Effect is Effect.CreateStarted or Effect.Submit && member.BodyParameter != MemberEffect.Absent));

    private protected override void Analyze(TypeFacts type, RuleContext context)
    {
        foreach (var constructor in type.Bodies)
        {
            if (constructor.Method is not { MethodKind: MethodKind.Constructor } || !Trigger.IsMetIn(constructor.Owner, context.CancellationToken))
            {
                continue;
            }

            foreach (var start in ConstructorStart.In(constructor))
            {
                Analyze(start, constructor, context);
            }
        }
    }

    private static void Analyze(ConstructorStart start, Body constructor, RuleContext context)
    {
        if (start.Started is { } started && UnfinishedObject.LateWrite(start, EffectCollector.Of(started, constructor), constructor) is { } write)
        {
            Report(start, write.Location.Path.Members[0].Name, SetLater, [write.Operation.Syntax.GetLocation()], ImmutableDictionary<string, string?>.Empty.Add(MoveProperty, ""), context);
        }
        else if (UnfinishedObject.Overridden(start, constructor) is { } method)
        {
            Report(start, method.Name, OverriddenLater, [], ImmutableDictionary<string, string?>.Empty, context);
        }
    }

    private static void Report(ConstructorStart start, string member, RuleText why, IEnumerable<Location> others, ImmutableDictionary<string, string?> properties, RuleContext context) =>
        context.Report(start.Start is IObjectCreationOperation ? Births.SpanOf(start.Start) : Spans.Of(start.Start), severity: null, others, properties, member, why);
}
