using System.Collections.Immutable;
using ConcurrencyAnalyzers.Flow;
using ConcurrencyAnalyzers.Model;
using ConcurrencyAnalyzers.Rules.LockObjects;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Rules.Pools;

/// <summary>CONC404: work that goes on after its first await is given to somebody who takes that for its end.</summary>
public sealed class CONC404AsyncDelegateAnalyzer() : ConcurrencyAnalyzer(Rule)
{
    /// <summary>One of <see cref="DelegateTaker"/>: which change of the code repairs it.</summary>
    internal const string TakerProperty = "Taker";

    internal static readonly DiagnosticDescriptor Rule = Descriptors.Create(
        "CONC404",
        title: "Async delegate passed to a synchronous thread or parallel API",
        messageFormat: "'{0}' takes the first await of this delegate for its end: {1}",
        category: Category.Pools,
        defaultSeverity: DiagnosticSeverity.Warning,
        description: "An async delegate returns at its first await, long before it is done. An API that expects a synchronous delegate takes that for the end of the work: it goes on too early, and an exception thrown after the await reaches nobody or ends the process.");

    private static readonly RuleText Thread = new("CONC404.Thread", "the thread ends there, joining it does not wait for the work, and an exception ends the process");
    private static readonly RuleText Parallel = new("CONC404.Parallel", "it returns while the work is still going on, and an exception ends the process");
    private static readonly RuleText Outer = new("CONC404.Outer", "its task is complete then, and the task of the work, with its exception, is lost inside");
    private static readonly RuleText Forgotten = new("CONC404.Forgotten", "nobody learns when the work is done, and an exception ends the process");

    private static readonly WordSet Words = Vocabulary.Set(PrimitiveTable.BuiltIn.Names(Takes).Where(static name => name != nameof(Task)).Append("AsParallel"));

    private protected override Trigger Trigger { get; } = Trigger.On(Takes, "AsParallel");

    private protected override void Analyze(TypeFacts type, RuleContext context)
    {
        foreach (var operation in type.Bodies.Where(static body => body.ContainsAny(Words) || body.MayCreateTask).SelectMany(static body => BodyOperations.Evaluation(body.Root)))
        {
            var (effect, arguments) = operation switch
            {
                IInvocationOperation call => (type.Model.EffectOf(call), call.Arguments),
                IObjectCreationOperation creation => (type.Model.EffectOf(creation), creation.Arguments),
                _ => default,
            };
            if (effect is null || TakerOf(effect.Type, effect) is not { } taker)
            {
                continue;
            }

            if (taker == DelegateTaker.TaskFactory)
            {
                if (operation is IInvocationOperation start && OuterTasks.IsTakenForInner(start, type.Model))
                {
                    Report(operation, taker, effect, Outer, context);
                }
            }
            else if (BodiesIn(arguments, effect).Any(body => IsAsyncVoid(body) && (taker != DelegateTaker.Callback || !CatchesAll(body))))
            {
                Report(operation, taker, effect, taker switch { DelegateTaker.Thread when effect.Type.Kind == PrimitiveKind.Thread => Thread, DelegateTaker.Callback => Forgotten, _ => Parallel }, context);
            }
        }
    }

    private static bool Takes(PrimitiveType type, MemberEffect member) => TakerOf(type, member) is not null;

    /// <returns>Null where the member takes no delegate, or can do with an asynchronous one.</returns>
    private static DelegateTaker? TakerOf(PrimitiveType type, MemberEffect member) => (type.Kind, member.Effect) switch
    {
        _ when member.IsAsync || member.BodyParameters.Count == 0 => null,
        (PrimitiveKind.Factory, Effect.CreateStarted) => member.TimeoutParameter == MemberEffect.Absent ? DelegateTaker.TaskFactory : DelegateTaker.Callback,
        (PrimitiveKind.Thread or PrimitiveKind.Task, Effect.Create) => DelegateTaker.Thread,
        (PrimitiveKind.Parallel or PrimitiveKind.Pool, Effect.ParallelInvoke) => DelegateTaker.Parallel,
        (PrimitiveKind.Pool, Effect.Submit or Effect.Subscribe) or (PrimitiveKind.PendingResult, Effect.Create) when type.IsRuntime => DelegateTaker.Parallel,
        (PrimitiveKind.Pool, Effect.Submit or Effect.Subscribe) => DelegateTaker.Callback,
        (PrimitiveKind.Timer, Effect.Create or Effect.CreateStarted) => DelegateTaker.Callback,
        _ => null,
    };

    private static void Report(IOperation operation, DelegateTaker taker, MemberEffect effect, RuleText outcome, RuleContext context) => context.Report(
        operation.Syntax is BaseObjectCreationExpressionSyntax { NewKeyword: var keyword } creation
            ? creation is ObjectCreationExpressionSyntax { Type: var made } ? made.GetLocation() : keyword.GetLocation()
            : Spans.Of(operation),
        taker == DelegateTaker.Callback ? DiagnosticSeverity.Info : null,
        [],
        ImmutableDictionary<string, string?>.Empty.Add(TakerProperty, taker.ToString()),
        operation is IObjectCreationOperation ? effect.Type.SimpleName : effect.Name,
        outcome);

    /// <summary>The delegates that run elsewhere, also those that are passed one by one.</summary>
    private static IEnumerable<IOperation> BodiesIn(ImmutableArray<IArgumentOperation> arguments, MemberEffect effect)
    {
        foreach (var argument in arguments)
        {
            if (argument.Parameter is not { } parameter || !effect.BodyParameters.Contains(parameter.Ordinal))
            {
                continue;
            }

            var value = argument.Value;
            while (value is IConversionOperation conversion)
            {
                value = conversion.Operand;
            }

            foreach (var body in value is IArrayCreationOperation { Initializer: { } all } ? all.ElementValues.AsEnumerable() : [value])
            {
                yield return body;
            }
        }
    }

    private static bool IsAsyncVoid(IOperation value) => value is IDelegateCreationOperation creation && creation.Target switch
    {
        IAnonymousFunctionOperation { Symbol: { IsAsync: true, ReturnsVoid: true } } => true,
        IMethodReferenceOperation { Method: { IsAsync: true, ReturnsVoid: true } } => true,
        _ => false,
    };

    /// <summary>No exception gets out of the delegate, so all that is left is that nobody waits for it.</summary>
    private static bool CatchesAll(IOperation value)
    {
        var body = (value as IDelegateCreationOperation)?.Target switch
        {
            IAnonymousFunctionOperation lambda => (lambda.Syntax as AnonymousFunctionExpressionSyntax)?.Block,
            IMethodReferenceOperation reference => reference.Method.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax() switch
            {
                MethodDeclarationSyntax method => method.Body,
                LocalFunctionStatementSyntax function => function.Body,
                _ => null,
            },
            _ => null,
        };
        return body is not null && body.Statements.All(static statement => statement is LocalFunctionStatementSyntax
            || statement is LocalDeclarationStatementSyntax { Declaration.Variables: [{ Initializer: null or { Value: LiteralExpressionSyntax or DefaultExpressionSyntax } }] }
            || statement is TryStatementSyntax attempt && attempt.Catches.Any(static handler => handler.Filter is null && handler.Declaration is null or { Type: IdentifierNameSyntax { Identifier.ValueText: "Exception" } or QualifiedNameSyntax { Right.Identifier.ValueText: "Exception" } }));
    }
}
