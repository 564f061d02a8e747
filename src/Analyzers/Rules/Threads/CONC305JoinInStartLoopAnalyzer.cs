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
        messageFormat: "'{0}' is joined in the round that starts it: the {1} of the loop run one at a time",
        category: Category.Threads,
        defaultSeverity: DiagnosticSeverity.Info,
        description: "A loop that waits for each thread before it starts the next one runs nothing side by side. It does the same work without threads, and faster.");

    private protected override Trigger Trigger { get; } = Trigger.On(static (type, member) => (IsKind(type) || type.Kind == PrimitiveKind.Task) && member.Effect == Effect.Join);

    private static readonly WordSet Starts = Vocabulary.Set(PrimitiveTable.BuiltIn.Names(static (type, member) =>
        (IsKind(type) && member.Effect == Effect.Start) || (type.Kind is PrimitiveKind.Task or PrimitiveKind.Factory && member.Effect == Effect.CreateStarted)));

    private protected override void Analyze(TypeFacts type, RuleContext context)
    {
        foreach (var outermost in type.Bodies)
        {
            if (!Trigger.IsMetIn(outermost.Owner, context.CancellationToken) || !outermost.ContainsAny(Starts) || outermost.Source is null)
            {
                continue;
            }

            foreach (var operation in outermost.Source.DescendantsAndSelf())
            {
                if (operation is IForLoopOperation or IForEachLoopOperation && ((ILoopOperation)operation).Body is IBlockOperation body && !MayEndEarly(operation.Syntax))
                {
                    Analyze(body, type, context);
                    AnalyzeElements(operation, body, type.Model, context);
                    AnalyzeTasks(body, type, context);
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
                    joined.Name,
                    HandleWords.Of(joined.Type, model));
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
            context.Report(Spans.Of(join), severity: null, [start.Syntax.GetLocation()], ImmutableDictionary<string, string?>.Empty, element.Name, HandleWords.Of(element.Type, model));
        }
    }

    /// <summary>A task of synchronous work that the next statement, or the same one, blocks for. An await does not block, and to wait for asynchronous work may be the only way.</summary>
    private static void AnalyzeTasks(IBlockOperation body, TypeFacts type, RuleContext context)
    {
        for (var i = 0; i < body.Operations.Length; i++)
        {
            if (body.Operations[i] is not IExpressionStatementOperation { Operation: IInvocationOperation { Instance: { } instance, Arguments.IsEmpty: true } join }
                || type.Model.EffectOf(join) is not { Effect: Effect.Join, IsAsync: false, Type.Kind: PrimitiveKind.Task })
            {
                continue;
            }

            var local = (instance as ILocalReferenceOperation)?.Local;
            var birth = local is null ? instance : i > 0 ? ValueOf(local, body.Operations[i - 1]) : null;
            if (birth is IInvocationOperation start && IsSynchronousWork(start, type.Model) && (local is null || !HasItsOwnReason(start, local, body)))
            {
                var properties = ImmutableDictionary<string, string?>.Empty;
                context.Report(
                    Spans.Of(join),
                    severity: null,
                    [start.Syntax.GetLocation(), start.Syntax.GetLocation()],
                    local is null || SharesState(start, type) ? properties.Add(SharesProperty, "") : properties,
                    local?.Name ?? (object)((InvocationExpressionSyntax)start.Syntax).Expression,
                    HandleWords.Of(instance.Type, type.Model));
            }
        }
    }

    /// <summary>A plain <c>Task.Run</c> or <c>StartNew</c> of what is known to return when its work is done.</summary>
    private static bool IsSynchronousWork(IInvocationOperation start, ConcurrencyModel model) =>
        model.EffectOf(start) is { Effect: Effect.CreateStarted, BodyParameter: >= 0 and var body }
        && start.Arguments.Where(static argument => !argument.IsImplicit).ToList() is [{ Value: { } work, Parameter: { } parameter }]
        && parameter.Ordinal == body
        && parameter.Type is INamedTypeSymbol { DelegateInvokeMethod.ReturnType: { } result }
        && model.KindOf(result) != PrimitiveKind.Task
        && work.DescendantsAndSelf().First(static inner => inner is not (IConversionOperation or IDelegateCreationOperation)) is IAnonymousFunctionOperation { Symbol.IsAsync: false } or IMethodReferenceOperation { Method.IsAsync: false };

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
            if (ValueOf(local, statement) is { } value && Births.IsUnstarted(value, model))
            {
                return value;
            }
        }

        return null;
    }

    /// <summary>What the statement puts into the variable.</summary>
    private static IOperation? ValueOf(ILocalSymbol local, IOperation statement)
    {
        var value = statement switch
        {
            IVariableDeclarationGroupOperation { Declarations: [{ Declarators: [{ Symbol: var symbol } declarator] }] } when SymbolEqualityComparer.Default.Equals(symbol, local) => declarator.GetVariableInitializer()?.Value,
            IExpressionStatementOperation { Operation: ISimpleAssignmentOperation { Target: ILocalReferenceOperation { Local: var symbol } } assignment } when SymbolEqualityComparer.Default.Equals(symbol, local) => assignment.Value,
            _ => null,
        };
        return value is IConversionOperation conversion ? conversion.Operand : value;
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
