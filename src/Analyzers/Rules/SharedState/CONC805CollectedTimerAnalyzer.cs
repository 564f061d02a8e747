using ConcurrencyAnalyzers.Flow;
using ConcurrencyAnalyzers.Model;
using ConcurrencyAnalyzers.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Rules.SharedState;

/// <summary>CONC805: nothing but a local refers to a timer that is meant to go on.</summary>
/// <remarks>
/// The queue of timers holds the callback and its state, not the timer. A timer that its own callback captures, or that was created without a
/// state, which is the timer itself then, is held by that.
/// </remarks>
public sealed class CONC805CollectedTimerAnalyzer() : ConcurrencyAnalyzer(Rule)
{
    internal static readonly DiagnosticDescriptor Rule = Descriptors.Create(
        "CONC805",
        title: "Timer can be collected while it should run",
        messageFormat: "{0} once this code has run: the garbage collector may collect the timer, and then it no longer fires",
        category: Category.SharedState,
        defaultSeverity: DiagnosticSeverity.Warning,
        description: "A System.Threading.Timer lives as long as something refers to it. A local does so only up to its last use, even if the method goes on. After the next garbage collection the timer is gone, without an error. Keep it in a field, or dispose of it at the end of the work.");

    private static readonly RuleText Dropped = new("CONC805.Dropped", "Nothing refers to the timer");
    private static readonly RuleText LocalOnly = new("CONC805.LocalOnly", "Nothing but a local refers to the timer");

    private protected override Trigger Trigger { get; } = Trigger.On(static (type, member) => IsTimer(type) && member.Effect is Effect.Create or Effect.CreateStarted);

    private protected override void Analyze(TypeFacts type, RuleContext context)
    {
        foreach (var body in type.Bodies.Where(static body => body.Mentions("Timer")))
        {
            var operations = BodyOperations.Evaluation(body.Root).ToList();
            foreach (var creation in operations.OfType<IObjectCreationOperation>().Where(creation => IsHeldByNothing(creation, type)))
            {
                if (FateOf(creation, operations, type.Model) is { } fate)
                {
                    context.Report(PlaceOf(creation), fate);
                }
            }
        }
    }

    private static bool IsTimer(PrimitiveType type) => type.MetadataName == "System.Threading.Timer";

    /// <summary>With a state: without one the timer itself is the state, and the queue holds that.</summary>
    private static bool IsHeldByNothing(IObjectCreationOperation creation, TypeFacts type) =>
        creation.Type is INamedTypeSymbol named
        && type.Model.TypeOf(named) is { } primitive && IsTimer(primitive)
        && named.Name == primitive.SimpleName
        && creation.Arguments.Length > 1;

    private static RuleText? FateOf(IObjectCreationOperation creation, List<IOperation> operations, ConcurrencyModel model)
    {
        var value = creation.Converted();
        switch (value.Parent)
        {
            case IExpressionStatementOperation:
            case ISimpleAssignmentOperation { Target: IDiscardOperation, Parent: IExpressionStatementOperation }:
                return Dropped;

            case IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol: { IsStatic: false } local } } initializer when !IsUsing(initializer):
                return IsForgotten(local, assignments: 0, operations, model) ? LocalOnly : null;

            case ISimpleAssignmentOperation { Target: ILocalReferenceOperation { Local: { IsUsing: false, IsRef: false } local }, Parent: IExpressionStatementOperation }:
                return IsForgotten(local, assignments: 1, operations, model) ? LocalOnly : null;

            default:
                return null;
        }
    }

    private static bool IsUsing(IVariableInitializerOperation initializer)
    {
        for (var parent = initializer.Parent; parent is not null and not IBlockOperation; parent = parent.Parent)
        {
            if (parent is IUsingOperation or IUsingDeclarationOperation)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>All uses of the local: one that keeps the timer, such as a Dispose at the end, or that stops it in good time, is enough.</summary>
    private static bool IsForgotten(ILocalSymbol local, int assignments, List<IOperation> operations, ConcurrencyModel model)
    {
        foreach (var reference in operations.OfType<ILocalReferenceOperation>().Where(reference => SymbolEqualityComparer.Default.Equals(reference.Local, local)))
        {
            switch (reference.Parent)
            {
                case ISimpleAssignmentOperation assignment when assignment.Target == reference && --assignments >= 0:
                case IInvocationOperation { TargetMethod.Name: "Change" } change when change.Instance == reference && !Stops(change, model) && !IsInFunction(reference, local):
                    break;

                default:
                    return false;
            }
        }

        return true;
    }

    private static bool Stops(IInvocationOperation change, ConcurrencyModel model) =>
        model.EffectOf(change) is not { } effect || WaitTimes.Of(effect, change) is WaitTime.Infinite or WaitTime.Unknown;

    /// <summary>The closure of a function holds what it captures.</summary>
    private static bool IsInFunction(ILocalReferenceOperation reference, ILocalSymbol local)
    {
        for (IOperation? parent = reference; parent is not null; parent = parent.Parent)
        {
            if (parent is IAnonymousFunctionOperation or ILocalFunctionOperation)
            {
                return !SymbolEqualityComparer.Default.Equals((parent as IAnonymousFunctionOperation)?.Symbol ?? ((ILocalFunctionOperation)parent).Symbol, local.ContainingSymbol);
            }
        }

        return false;
    }

    private static Location PlaceOf(IObjectCreationOperation creation) => creation.Syntax switch
    {
        ObjectCreationExpressionSyntax explicitly => explicitly.Type.GetLocation(),
        ImplicitObjectCreationExpressionSyntax implicitly => implicitly.NewKeyword.GetLocation(),
        _ => creation.Syntax.GetLocation(),
    };
}
