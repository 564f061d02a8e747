using System.Collections.Immutable;
using ConcurrencyAnalyzers.Flow;
using ConcurrencyAnalyzers.Model;
using ConcurrencyAnalyzers.Rules.LockObjects;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Rules.Threads;

/// <summary>CONC305: each round of a loop creates a thread, starts it and waits for its end at once.</summary>
public sealed class CONC305JoinInStartLoopAnalyzer() : ConcurrencyAnalyzer(Rule)
{
    /// <summary>There where the threads would get in each other's way if they ran side by side.</summary>
    internal const string SharesProperty = "Shares";

    internal static readonly DiagnosticDescriptor Rule = Descriptors.Create(
        "CONC305",
        title: "Join inside the start loop makes threads run one at a time",
        messageFormat: "'{0}' is joined in the round that starts it: the threads of the loop run one at a time",
        category: Category.Threads,
        defaultSeverity: DiagnosticSeverity.Info,
        description: "A loop that waits for each thread before it starts the next one runs nothing side by side. It does the same work without threads, and faster.");

    private protected override Trigger Trigger { get; } = Trigger.On(static (type, member) => IsKind(type) && member.Effect == Effect.Join);

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
                if (operation is IForLoopOperation or IForEachLoopOperation && ((ILoopOperation)operation).Body is IBlockOperation body && !MayEndEarly(operation.Syntax))
                {
                    Analyze(body, type, context);
                    AnalyzeElements(operation, body, type.Model, context);
                }
            }
        }
    }

    /// <summary>A process of the base class library is a program, and to run one after the other is the usual way.</summary>
    private static bool IsKind(PrimitiveType type) => type.Kind == PrimitiveKind.Thread || (type.Kind == PrimitiveKind.Process && type.IsRuntime);

    private static void Analyze(IBlockOperation body, TypeFacts type, RuleContext context)
    {
        var model = type.Model;
        for (var i = 1; i < body.Operations.Length; i++)
        {
            if (CallOn(body.Operations[i], Effect.Join, model) is (var join, var joined)
                && CallOn(body.Operations[i - 1], Effect.Start, model) is (var start, var started)
                && SymbolEqualityComparer.Default.Equals(joined, started)
                && BirthOf(joined, body, model) is { } birth
                && !HasItsOwnReason(birth, joined, body))
            {
                var properties = ImmutableDictionary<string, string?>.Empty;
                context.Report(
                    Spans.Of(join),
                    severity: null,
                    [start.Syntax.GetLocation(), birth.Syntax.GetLocation()],
                    SharesState(birth, type) ? properties.Add(SharesProperty, "") : properties,
                    joined.Name);
            }
        }
    }

    /// <summary>The loop goes through threads that were made before, and starts and joins each.</summary>
    private static void AnalyzeElements(IOperation loop, IBlockOperation body, ConcurrencyModel model, RuleContext context)
    {
        if (loop is IForEachLoopOperation { Locals: [var element] }
            && body.Operations is [var first, var second]
            && CallOn(first, Effect.Start, model) is (var start, var started)
            && CallOn(second, Effect.Join, model) is (var join, var joined)
            && SymbolEqualityComparer.Default.Equals(started, element)
            && SymbolEqualityComparer.Default.Equals(joined, element))
        {
            context.Report(Spans.Of(join), severity: null, [start.Syntax.GetLocation()], ImmutableDictionary<string, string?>.Empty, element.Name);
        }
    }

    private static (IInvocationOperation Call, ILocalSymbol Local)? CallOn(IOperation statement, Effect effect, ConcurrencyModel model) =>
        statement is IExpressionStatementOperation { Operation: IInvocationOperation { Instance: ILocalReferenceOperation { Local: var local } } call }
        && model.EffectOf(call) is { IsAsync: false } found && found.Effect == effect && IsKind(found.Type)
            ? (call, local)
            : null;

    /// <summary>The creation, in the same round.</summary>
    private static IOperation? BirthOf(ILocalSymbol local, IBlockOperation body, ConcurrencyModel model)
    {
        foreach (var statement in body.Operations)
        {
            var value = statement switch
            {
                IVariableDeclarationGroupOperation { Declarations: [{ Declarators: [{ Symbol: var symbol } declarator] }] } when SymbolEqualityComparer.Default.Equals(symbol, local) => declarator.GetVariableInitializer()?.Value,
                IExpressionStatementOperation { Operation: ISimpleAssignmentOperation { Target: ILocalReferenceOperation { Local: var symbol } } assignment } when SymbolEqualityComparer.Default.Equals(symbol, local) => assignment.Value,
                _ => null,
            };
            value = value is IConversionOperation conversion ? conversion.Operand : value;
            if (value is not null && Births.IsUnstarted(value, model))
            {
                return value;
            }
        }

        return null;
    }

    /// <summary>The thread is there for its stack or its apartment, its work comes from the caller, or somebody else gets it too.</summary>
    private static bool HasItsOwnReason(IOperation birth, ILocalSymbol local, IBlockOperation body) =>
        birth is IObjectCreationOperation { Arguments: [{ Value: var work }, ..] } && work.DescendantsAndSelf().First(static inner => inner is not (IConversionOperation or IDelegateCreationOperation)) is IParameterReferenceOperation
        || birth is IObjectCreationOperation { Arguments: { Length: > 1 } arguments } && arguments.Any(static argument => !argument.IsImplicit && argument.Parameter?.Name == "maxStackSize")
        || body.Descendants().OfType<ILocalReferenceOperation>().Any(reference => SymbolEqualityComparer.Default.Equals(reference.Local, local)
            && reference.Parent is IInvocationOperation { TargetMethod.Name: "SetApartmentState" or "TrySetApartmentState" } or IArgumentOperation);

    /// <summary>The work writes, without a lock, what all rounds see: one after the other is then what keeps it right.</summary>
    private static bool SharesState(IOperation birth, TypeFacts type)
    {
        foreach (var operation in birth.DescendantsAndSelf())
        {
            var work = operation switch
            {
                IAnonymousFunctionOperation lambda => lambda,
                IMethodReferenceOperation { Method: var method } => type.BodyOf(method)?.Source,
                _ => null,
            };
            if (work?.DescendantsAndSelf().Any(inner => IsSharedWrite(inner, work)) == true)
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsSharedWrite(IOperation operation, IOperation work)
    {
        var target = operation switch
        {
            IAssignmentOperation assignment => assignment.Target,
            IIncrementOrDecrementOperation step => step.Target,
            _ => null,
        };
        var isShared = target switch
        {
            ILocalReferenceOperation { Local: var local } => !local.DeclaringSyntaxReferences.All(reference => work.Syntax.Span.Contains(reference.Span)),
            IFieldReferenceOperation { Instance: null or IInstanceReferenceOperation } or IPropertyReferenceOperation { Instance: null or IInstanceReferenceOperation } => true,
            _ => false,
        };
        return isShared && !operation.Syntax.Ancestors().TakeWhile(node => node != work.Syntax).Any(static node => node is LockStatementSyntax);
    }

    /// <summary>What the thread did decides whether there is another round.</summary>
    private static bool MayEndEarly(SyntaxNode loop) =>
        loop.DescendantNodes(static node => node is not AnonymousFunctionExpressionSyntax and not LocalFunctionStatementSyntax)
            .Any(static node => node is BreakStatementSyntax or ReturnStatementSyntax or GotoStatementSyntax or ThrowStatementSyntax or TryStatementSyntax or ContinueStatementSyntax or AwaitExpressionSyntax or YieldStatementSyntax);
}
