using System.Collections.Immutable;
using ConcurrencyAnalyzers.Flow;
using ConcurrencyAnalyzers.Flow.Bodies;
using ConcurrencyAnalyzers.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Rules.Processes;

/// <summary>CONC507: something is given to another process that the Runtime refuses to send there.</summary>
public sealed class CONC507CannotCrossAnalyzer() : ConcurrencyAnalyzer(Rule)
{
    /// <summary>The member that takes the call written out, and evaluates its arguments here.</summary>
    internal const string CallProperty = "Call";

    internal static readonly DiagnosticDescriptor Rule = Descriptors.Create(
        "CONC507",
        title: "Argument or result cannot cross the process boundary",
        messageFormat: "'{0}' cannot cross to another process: {1}",
        category: Category.Processes,
        defaultSeverity: DiagnosticSeverity.Warning,
        description: "Another process shares no memory with this one. What it runs is a method that both processes have, and its arguments and result cross as copies. Captured variables, locks, streams, delegates and state that nobody can set from outside are refused with an exception when the process or task is created or started.");

    private static readonly RuleText Captured = new("CONC507.Captured", "it is captured; make it a parameter and pass it as an argument");
    private static readonly RuleText This = new("CONC507.This", "the other process does not have this object; make the target static");
    private static readonly RuleText Instance = new("CONC507.Instance", "its object stays in this process; make it static and pass what it needs");
    private static readonly RuleText Bound = new("CONC507.Bound", "a value of its type means something in this process only");
    private static readonly RuleText Dimensions = new("CONC507.Dimensions", "an array with several dimensions is refused");
    private static readonly RuleText Lost = new("CONC507.Lost", "it would be lost on the way, so the object is refused");
    private static readonly RuleText AsyncVoid = new("CONC507.AsyncVoid", "nobody can wait for the end of an async void method");
    private static readonly RuleText Framework = new("CONC507.Framework", "it belongs to .NET; write a method that calls it");
    private static readonly RuleText NoCall = new("CONC507.NoCall", "the expression has to be the call of one method");

    private static readonly RuleText Converted = new("CONC507.Converted", "its result is converted to another type, which no process does; convert it where the method is written");

    private static readonly WordSet Names = Vocabulary.Set(PrimitiveTable.BuiltIn.Names(RemoteBodies.IsRemote));

    /// <remarks>A class of processes interests the rule for its fields alone.</remarks>
    private protected override Trigger Trigger { get; } = Trigger
        .On(IsCrossing, [.. PrimitiveTable.BuiltIn.ByMetadataName.Values.Where(static type => type.Members.Any(member => IsCrossing(type, member))).Select(static type => type.SimpleName)])
        .AndTypeName();

    private protected override void Analyze(TypeFacts type, RuleContext context)
    {
        foreach (var body in type.Bodies.Where(static body => body.ContainsAny(Names)))
        {
            foreach (var operation in BodyOperations.Evaluation(body.Root))
            {
                if (operation is IInvocationOperation call && type.Model.EffectOf(call) is { } effect && RemoteBodies.IsRemote(effect.Type, effect))
                {
                    foreach (var (place, refusal) in RemoteTarget.RefusalsOf(call, effect))
                    {
                        Report(place, refusal, effect, context);
                    }
                }
            }
        }

        foreach (var operation in type.Bodies.SelectMany(static body => BodyOperations.Evaluation(body.Root)))
        {
            foreach (var (place, refusal) in ChannelElements.RefusalsOf(operation, type.Model))
            {
                context.Report(place.GetLocation(), DiagnosticSeverity.Error, [], ImmutableDictionary<string, string?>.Empty, refusal.Path, TextOf(refusal.Reason));
            }
        }

        foreach (var (field, refusal) in ProcessFields.RefusalsIn(type))
        {
            context.Report(field, DiagnosticSeverity.Error, [], ImmutableDictionary<string, string?>.Empty, refusal.Path, TextOf(refusal.Reason));
        }
    }

    private static bool IsCrossing(PrimitiveType type, MemberEffect member) => RemoteBodies.IsRemote(type, member) || ProducerJoins.IsChannel(type, member);

    private static void Report(SyntaxNode place, Refusal refusal, MemberEffect effect, RuleContext context) => context.Report(
        place.GetLocation(),
        DiagnosticSeverity.Error,
        [],
        refusal.Reason == RefusalReason.Captured && effect.Effect is Effect.Create or Effect.Submit
            ? ImmutableDictionary<string, string?>.Empty.Add(CallProperty, effect.Type.Members.FirstOrDefault(static member => member is { Name: "Call", BodyParameters.Count: > 0 })?.Name)
            : ImmutableDictionary<string, string?>.Empty,
        refusal.Path,
        TextOf(refusal.Reason));

    private static RuleText TextOf(RefusalReason reason) => reason switch
    {
        RefusalReason.Captured => Captured,
        RefusalReason.This => This,
        RefusalReason.Instance => Instance,
        RefusalReason.Dimensions => Dimensions,
        RefusalReason.Lost => Lost,
        RefusalReason.AsyncVoid => AsyncVoid,
        RefusalReason.Framework => Framework,
        RefusalReason.NoCall => NoCall,
        RefusalReason.Converted => Converted,
        _ => Bound,
    };
}
