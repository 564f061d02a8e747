using System.Collections.Immutable;
using ConcurrencyAnalyzers.Flow;
using ConcurrencyAnalyzers.Flow.Bodies;
using ConcurrencyAnalyzers.Flow.Handles;
using ConcurrencyAnalyzers.Flow.Locks;
using ConcurrencyAnalyzers.Flow.Processes;
using ConcurrencyAnalyzers.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Rules.Processes;

/// <summary>CONC502: what only exists after the end of a process is read while the process may still run.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class CONC502ExitCodeBeforeExitAnalyzer() : ConcurrencyAnalyzer(Rule)
{
    /// <summary>The call that waits for the exit; missing where waiting there could hang.</summary>
    internal const string WaitProperty = "Wait";

    /// <summary>The same, asynchronous.</summary>
    internal const string AsyncWaitProperty = "AsyncWait";

    /// <summary>There where the process may have exited, and only its output is not complete; the other place is the wait with a limit.</summary>
    internal const string OutputProperty = "Output";

    internal static readonly DiagnosticDescriptor Rule = Descriptors.Create(
        "CONC502",
        title: "Exit code or output read before the process has exited",
        messageFormat: "'{0}' is read before '{1}' is done: {2}",
        category: Category.Processes,
        defaultSeverity: DiagnosticSeverity.Warning,
        description: "A process that was started runs beside the code that started it. Its exit code and exit time exist only once it has ended, which somebody has to wait for. The end of its output is not yet its exit, and a wait with a time limit, which notices the exit, does not wait for the end of the output that handlers collect.");

    private static readonly RuleText Throws = new("CONC502.Throws", "it throws as long as the process runs");
    private static readonly RuleText IsNull = new("CONC502.IsNull", "it is null as long as the process runs");
    private static readonly RuleText IsIncomplete = new("CONC502.IsIncomplete", "a wait with a time limit does not wait for the last lines of its output");

    private static readonly WordSet Results = Vocabulary.Set(PrimitiveTable.BuiltIn.Names(IsResult));

    private static readonly WordSet Handlers = Vocabulary.Set(PrimitiveTable.BuiltIn.Names(IsHandler));

    private protected override Trigger Trigger { get; } = Trigger.On(static (type, member) => IsResult(type, member) || IsHandler(type, member));

    private protected override void Analyze(TypeFacts type, RuleContext context)
    {
        var flows = type.Analysis(static facts => new HandleFlows(facts));
        foreach (var body in type.Bodies.Where(static body => body.ContainsAny(Handlers)).SelectMany(static body => body.SelfAndNested))
        {
            ReportIncompleteOutput(body, context);
        }

        foreach (var outermost in type.Bodies)
        {
            if (!outermost.ContainsAny(Results) || IsEndedElsewhere(outermost))
            {
                continue;
            }

            foreach (var body in outermost.SelfAndNested)
            {
                var reported = new HashSet<IOperation>();
                flows.Of(body).Visit((operation, handles) =>
                {
                    if (operation is IPropertyReferenceOperation { Instance: { } process } property
                        && type.Model.EffectOf(property.Property, isWrite: false) is { Effect: Effect.ReadResult, Type.Kind: PrimitiveKind.Process } effect
                        && handles.Of(process) is { } handle
                        && handle.Must(HandleStates.Running)
                        && !IsProbe(property)
                        && reported.Add(operation))
                    {
                        Report(property, process, effect, handle, body, context);
                    }
                });
            }
        }
    }

    private static bool IsResult(PrimitiveType type, MemberEffect member) => type.Kind == PrimitiveKind.Process && member.Effect == Effect.ReadResult;

    /// <summary>Reads the output in the background, for handlers that collect it.</summary>
    private static bool IsHandler(PrimitiveType type, MemberEffect member) => type.Kind == PrimitiveKind.Process && member.Effect == Effect.Drain;

    private static void ReportIncompleteOutput(Body body, RuleContext context)
    {
        var names = new ProcessNames(body);
        var output = new CollectedOutput(body, names);
        if (output.IsEmpty)
        {
            return;
        }

        foreach (var (wait, read) in new TimedExitFlow(body, names, output).EarlyReads())
        {
            context.Report(
                NameOf(read).GetLocation(),
                null,
                [wait.Syntax.GetLocation()],
                ImmutableDictionary<string, string?>.Empty.Add(OutputProperty, "").Add(WaitProperty, wait.TargetMethod.Name),
                read.Location.ToString(),
                wait.Instance!.Syntax,
                IsIncomplete);
        }
    }

    private static SyntaxNode NameOf(Access read) => read.Operation switch
    {
        IInvocationOperation { Instance: { } collection } => collection.Syntax,
        IPropertyReferenceOperation { Instance: { } collection } when read.Location.IsContent => collection.Syntax,
        IArrayElementReferenceOperation element => element.ArrayReference.Syntax,
        var other => other.Syntax,
    };

    /// <summary>Who handles the exit, or was given the task of the wait, may tell the reader by any means.</summary>
    private static bool IsEndedElsewhere(Body outermost) => outermost.SelfAndNested.Any(static body => body.Operations.All.Any(operation => operation switch
    {
        IEventReferenceOperation reference => body.Model.EffectOf(reference.Event) is { Effect: Effect.Subscribe, Streams: ProcessStreams.None, Type.Kind: PrimitiveKind.Process },
        IInvocationOperation call => body.Model.EffectOf(call) is { Effect: Effect.Join or Effect.TryJoin, IsAsync: true, Type.Kind: PrimitiveKind.Process } && !LockEvents.IsWaitedFor(call),
        _ => false,
    }));

    /// <summary>Code that reads the value to find out whether the process runs: it catches the exception, or compares with null.</summary>
    private static bool IsProbe(IPropertyReferenceOperation property)
    {
        foreach (var node in property.Syntax.AncestorsAndSelf())
        {
            switch (node.Parent)
            {
                case BinaryExpressionSyntax { RawKind: (int)SyntaxKind.CoalesceExpression or (int)SyntaxKind.EqualsExpression or (int)SyntaxKind.NotEqualsExpression } comparison
                    when comparison.RawKind == (int)SyntaxKind.CoalesceExpression || comparison.Right.IsKind(SyntaxKind.NullLiteralExpression):
                case IsPatternExpressionSyntax when property.Type is { IsValueType: true, OriginalDefinition.SpecialType: SpecialType.System_Nullable_T }:
                case ConditionalAccessExpressionSyntax access when access.Expression == node:
                    return true;

                case TryStatementSyntax attempt when attempt.Block == node && attempt.Catches.Any(static handler => handler.Declaration?.Type.ToString() is "InvalidOperationException" or "System.InvalidOperationException"):
                    return true;

                case AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or MemberDeclarationSyntax and not GlobalStatementSyntax:
                    return false;
            }
        }

        return false;
    }

    private static void Report(IPropertyReferenceOperation property, IOperation process, MemberEffect effect, Handle handle, Body body, RuleContext context)
    {
        var members = body.Model.TypeOf(process.Type)!.Members;
        var isSafe = !MayHangWithout(property, body);
        var name = property.Syntax switch
        {
            MemberAccessExpressionSyntax access => access.Name,
            MemberBindingExpressionSyntax binding => binding.Name,
            var other => other,
        };
        context.Report(
            name.GetLocation(),
            null,
            handle.Starts.Select(static start => start.Syntax.GetLocation()),
            ImmutableDictionary<string, string?>.Empty
                .Add(WaitProperty, isSafe ? members.First(static member => member is { Effect: Effect.Join, IsAsync: false }).Name : null)
                .Add(AsyncWaitProperty, isSafe ? members.First(static member => member is { Effect: Effect.Join, IsAsync: true }).Name : null),
            effect.Name,
            process.Syntax is ExpressionSyntax { Span.Length: <= 40 } expression ? expression : effect.Type.SimpleName,
            property.Type?.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T || property.Type?.IsReferenceType == true ? IsNull : Throws);
    }

    /// <summary>A stream is redirected and not read by then, so that a wait for the exit could be one for ever.</summary>
    private static bool MayHangWithout(IOperation place, Body body)
    {
        var redirected = ProcessStreams.None;
        var read = ProcessStreams.None;
        foreach (var operation in body.Outermost.SelfAndNested.SelectMany(static nested => nested.Operations.All))
        {
            var effect = operation switch
            {
                IPropertyReferenceOperation property => body.Model.EffectOf(property.Property, isWrite: true) is { Effect: Effect.Redirect } redirect ? redirect : body.Model.EffectOf(property.Property, isWrite: false),
                IInvocationOperation call => body.Model.EffectOf(call),
                _ => null,
            };
            redirected |= effect is { Effect: Effect.Redirect } ? effect.Streams & ~ProcessStreams.Input : ProcessStreams.None;
            if (effect is { Effect: Effect.OpenStream or Effect.Drain })
            {
                redirected |= effect.Streams & ~ProcessStreams.Input;
                read |= operation.Syntax.SpanStart < place.Syntax.SpanStart ? effect.Streams : ProcessStreams.None;
            }
        }

        return (redirected & ~read) != ProcessStreams.None;
    }
}
