using System.Collections.Immutable;
using ConcurrencyAnalyzers.Flow;
using ConcurrencyAnalyzers.Flow.Bodies;
using ConcurrencyAnalyzers.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Rules.Placement;

/// <summary>CONC902: a parallel loop or a process pool runs work that waits for input or output.</summary>
public sealed class CONC902BlockingInParallelAnalyzer() : ConcurrencyAnalyzer(Rule)
{
    internal static readonly DiagnosticDescriptor Rule = Descriptors.Create(
        "CONC902",
        title: "Blocking I/O in a parallel loop or process pool",
        messageFormat: "The work waits in '{0}' in line {1}, and {2}",
        category: Category.Placement,
        defaultSeverity: DiagnosticSeverity.Info,
        description: "A parallel loop runs about as many bodies at a time as there are processors, which is right for work that computes. Work that waits for a file, the network or the clock needs no processor, and could all wait at the same time: with asynchronous methods on no thread at all. A process waits no faster than a thread.");

    private static readonly RuleText InLoop = new("CONC902.Loop", "a parallel loop has about as many waits at a time as there are processors, and holds a thread of the pool for each");
    private static readonly RuleText InProcess = new("CONC902.Process", "a process waits no faster than a thread, but costs a start and a copy of each argument");

    private protected override Trigger Trigger { get; } = Trigger.On(static (type, member) => Runs(type, member), "AsParallel");

    private static readonly WordSet Words = Vocabulary.Set(PrimitiveTable.BuiltIn.Names(Runs).Append("AsParallel"));

    private static bool Runs(PrimitiveType type, MemberEffect member) => IsLoop(type, member) || IsProcessPool(type, member);

    private static bool IsLoop(PrimitiveType type, MemberEffect member) =>
        (type.MetadataName == "System.Threading.Tasks.Parallel" && member.Name is "For" or "ForEach" && member.BodyParameters.Count > 0)
        || (type.Kind == PrimitiveKind.Parallel && type.MetadataName.StartsWith("System.Linq", StringComparison.Ordinal) && member.BodyParameters.Count > 0);

    /// <summary>Many tasks at once; a single one may be in another process for other reasons than speed.</summary>
    private static bool IsProcessPool(PrimitiveType type, MemberEffect member) =>
        type is { IsRuntime: true, SimpleName: "ProcessPool" or "ProcessExecutor" }
        && member.BodyParameters.Count > 0
        && (member.Name.Contains("Map") || member.Name == "StreamAsync");

    private protected override void Analyze(TypeFacts type, RuleContext context)
    {
        foreach (var outermost in type.Bodies.Where(body => (body.ContainsAny(Words) || body.Mentions("ParallelQuery")) && BodyOperations.Evaluation(body.Root).Any(operation => EffectOf(operation, type) is not null)))
        {
            foreach (var body in outermost.SelfAndNested)
            {
                foreach (var operation in body.Operations.All)
                {
                    context.CancellationToken.ThrowIfCancellationRequested();
                    Analyze(operation, body, context);
                }
            }
        }
    }

    private static MemberEffect? EffectOf(IOperation operation, TypeFacts type) =>
        operation is IInvocationOperation call && type.Model.EffectOf(call) is { } effect && Runs(effect.Type, effect) ? effect : null;

    private static void Analyze(IOperation operation, Body body, RuleContext context)
    {
        if (EffectOf(operation, body.Type) is not { } effect || operation is not IInvocationOperation call || IsTuned(call))
        {
            return;
        }

        var target = call.Arguments.FirstOrDefault(argument => argument.Parameter?.Ordinal == effect.BodyParameter && argument.ArgumentKind == ArgumentKind.Explicit)?.Value;
        if (target is not null && BodyFinder.OfDelegate(target, body) is { } started && Waits.BlockingCallOf(started.Body) is { } wait)
        {
            context.Report(
                NameOf(call).GetLocation(),
                severity: null,
                [wait.Syntax.GetLocation()],
                ImmutableDictionary<string, string?>.Empty,
                wait is IInvocationOperation blocking ? blocking.TargetMethod.Name : ((IPropertyReferenceOperation)wait).Property.Name,
                wait.Syntax.GetLocation().GetLineSpan().StartLinePosition.Line + 1,
                IsLoop(effect.Type, effect) ? InLoop : InProcess);
        }
    }

    /// <summary>Somebody has chosen how many run at a time.</summary>
    private static bool IsTuned(IInvocationOperation call) =>
        call.Arguments.Any(static argument => argument.Parameter?.Type.Name == "ParallelOptions")
        || call.Syntax.DescendantNodes().OfType<IdentifierNameSyntax>().Any(static name => name.Identifier.ValueText == "WithDegreeOfParallelism");

    private static SyntaxNode NameOf(IInvocationOperation call) => call.Syntax switch
    {
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access } => access.Name,
        InvocationExpressionSyntax invocation => invocation.Expression,
        var other => other,
    };
}
