using System.Collections.Immutable;
using ConcurrencyAnalyzers.Flow;
using ConcurrencyAnalyzers.Flow.Processes;
using ConcurrencyAnalyzers.Model;
using ConcurrencyAnalyzers.Rules.LockObjects;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Rules.Processes;

/// <summary>CONC501: a wait that ends only when the child goes on, which it cannot, since nobody empties the pipe it writes to.</summary>
public sealed class CONC501WaitBeforeOutputDrainedAnalyzer() : ConcurrencyAnalyzer(Rule)
{
    /// <summary>The process, as the code names it.</summary>
    internal const string ProcessProperty = "Process";

    /// <summary>The members that read, in the background, a stream that nobody reads at all; with commas between them.</summary>
    internal const string UnreadProperty = "Unread";

    /// <summary>One letter for each additional location: O where it is the output stream, E where it is the error stream.</summary>
    internal const string StreamsProperty = "Streams";

    /// <summary>The input stream that has to be closed, as the code names it; there only where the input is the matter.</summary>
    internal const string InputProperty = "Input";

    internal static readonly DiagnosticDescriptor Rule = Descriptors.Create(
        "CONC501",
        title: "Waiting for a process before its redirected output is drained",
        messageFormat: "'{0}' waits while nobody {1} '{2}' of '{3}': {4}",
        category: Category.Processes,
        defaultSeverity: DiagnosticSeverity.Warning,
        description: "A redirected stream is a pipe that holds some ten kilobytes. When it is full the child waits until somebody reads. A parent that waits for the exit of the child, or for the end of its other stream, never comes to read, so both wait for ever. Read both streams at the same time, and wait for the exit afterwards. A redirected input has an end only when it is closed.");

    private static readonly RuleText Deadlocks = new("CONC501.Deadlocks", "once the pipe is full, the child never exits and this deadlocks");
    private static readonly RuleText Reads = new("CONC501.Reads", "reads");
    private static readonly RuleText Closes = new("CONC501.Closes", "closes");
    private static readonly RuleText Hungry = new("CONC501.Hungry", "a child that reads its input to the end never exits");
    private static readonly RuleText TimesOut = new("CONC501.TimesOut", "once the pipe is full, the child never exits and the time always runs out");

    private static readonly WordSet Words = Vocabulary.Set(PrimitiveTable.BuiltIn.Names(static (type, member) =>
        type is { Kind: PrimitiveKind.Process, IsRuntime: false } && member.Effect is Effect.Join or Effect.TryJoin or Effect.OpenStream or Effect.QueryAlive or Effect.CreateStarted));

    /// <remarks>What never mentions an output stream redirects none, or leaves the reading to somebody else.</remarks>
    private protected override Trigger Trigger { get; } = Trigger
        .On(static (type, member) => type is { Kind: PrimitiveKind.Process, IsRuntime: false } && member.Effect is Effect.Join or Effect.TryJoin or Effect.OpenStream)
        .And(static (type, member) => !type.IsRuntime && member.Effect is Effect.Redirect or Effect.OpenStream && member.Streams != ProcessStreams.None);

    private protected override void Analyze(TypeFacts type, RuleContext context)
    {
        var flows = type.Analysis(static _ => new ProcessFlows());

        // The streams may be redirected in another method, or where the field is declared.
        foreach (var outermost in type.BodiesThatReach(Words))
        {
            foreach (var body in outermost.SelfAndNested)
            {
                var waits = flows.Of(body);
                foreach (var wait in waits)
                {
                    Report(wait, type.Model, context);
                }

                foreach (var (wait, process, input) in OpenInputs.In(body))
                {
                    if (!waits.Any(other => other.Operation == wait))
                    {
                        ReportInput(wait, process, input, context);
                    }
                }
            }
        }
    }

    private static void Report(StreamWait wait, ConcurrencyModel model, RuleContext context)
    {
        if ((model.TypeOf(wait.Process.Type) ?? ElementOf(wait.Process.Type, model)) is not { Members: var members })
        {
            return;
        }

        var unread = wait.Reads.Values.Aggregate(wait.Blocked, static (streams, read) => streams & ~read.Which);
        var drains = members.Where(member => member.Effect == Effect.Drain && (member.Streams & unread) != 0).Select(static member => member.Name);
        var opened = members.Where(member => member.Effect == Effect.OpenStream && (member.Streams & wait.Blocked) != 0).Select(static member => member.Name);
        var location = Spans.Of(wait.Operation);
        context.Report(
            location,
            null,
            wait.Reads.Values.Select(static read => read.Stream.Syntax.GetLocation()),
            ImmutableDictionary<string, string?>.Empty
                .Add(ProcessProperty, wait.Process.Syntax is ExpressionSyntax process ? process.ToString() : null)
                .Add(UnreadProperty, string.Join(",", drains))
                .Add(StreamsProperty, string.Concat(wait.Reads.Values.Select(static read => read.Which == ProcessStreams.Output ? "O" : "E"))),
            location.SourceTree!.GetText(context.CancellationToken).ToString(location.SourceSpan),
            Reads,
            string.Join("' and '", opened),
            wait.Process.Syntax.ToString(),
            IsLimited(wait.Operation, model) ? TimesOut : Deadlocks);
    }

    /// <summary>What a list or an array that is waited for as a whole holds.</summary>
    private static PrimitiveType? ElementOf(ITypeSymbol? collection, ConcurrencyModel model) => collection switch
    {
        IArrayTypeSymbol array => model.TypeOf(array.ElementType),
        INamedTypeSymbol { TypeArguments: [.., var last] } => model.TypeOf(last),
        _ => null,
    };

    private static void ReportInput(IOperation wait, IOperation process, IPropertyReferenceOperation input, RuleContext context)
    {
        var location = Spans.Of(wait);
        context.Report(
            location,
            DiagnosticSeverity.Info,
            [],
            ImmutableDictionary<string, string?>.Empty.Add(InputProperty, process.Syntax is IdentifierNameSyntax name ? $"{name}.{input.Property.Name}" : null),
            location.SourceTree!.GetText(context.CancellationToken).ToString(location.SourceSpan),
            Closes,
            input.Property.Name,
            process.Syntax,
            Hungry);
    }

    private static bool IsLimited(IOperation wait, ConcurrencyModel model) =>
        wait is IInvocationOperation call && model.EffectOf(call) is { Effect: Effect.TryJoin } effect && WaitTimes.Of(effect, call) != WaitTime.Infinite;
}
