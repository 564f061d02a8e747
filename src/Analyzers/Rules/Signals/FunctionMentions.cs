using ConcurrencyAnalyzers.Flow;
using ConcurrencyAnalyzers.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Rules.Signals;

/// <summary>All places of a type that call a lambda, local function or private method, or make a delegate of it.</summary>
internal sealed class FunctionMentions(Body function)
{
    private readonly HashSet<ISymbol> variables = new(SymbolEqualityComparer.Default);

    /// <summary>The bodies that may name it.</summary>
    public IEnumerable<Body> Contexts => function.Parent is not null
        ? function.Outermost.SelfAndNested
        : function.Type.Bodies.Where(body => body.Mentions(function.Owner)).SelectMany(static body => body.SelfAndNested);

    /// <summary>Calls, and the values of delegate type that stand for the function: for a variable that keeps one, each place that reads it.</summary>
    public IEnumerable<IOperation> In(Body context)
    {
        FindVariables(context);
        foreach (var operation in context.Operations.All)
        {
            switch (operation)
            {
                case IInvocationOperation { TargetMethod: { MethodKind: not MethodKind.DelegateInvoke } method } when IsFunction(method):
                    yield return operation;
                    break;

                case IInvocationOperation { TargetMethod.MethodKind: MethodKind.DelegateInvoke, Instance: { } target } when IsVariable(context.Definitions.SkipWrappers(target)):
                    yield return operation;
                    break;

                case IDelegateCreationOperation creation when IsFunction(creation.Target) && !IsKept(creation):
                    yield return Outermost(creation);
                    break;

                case ILocalReferenceOperation local when IsVariable(local) && !IsInvoked(local) && local.Parent is not ISimpleAssignmentOperation { Target: ILocalReferenceOperation } and not IDeclarationExpressionOperation:
                    yield return Outermost(local);
                    break;
            }
        }
    }

    private void FindVariables(Body context)
    {
        foreach (var body in context.Outermost.SelfAndNested)
        {
            foreach (var operation in body.Operations.All)
            {
                if (operation is ISimpleAssignmentOperation { Target: ILocalReferenceOperation { Local: var local }, Value: var value }
                    && body.Definitions.SkipWrappers(value) is IDelegateCreationOperation { Target: var target } && IsFunction(target) && body.Definitions.WritesTo(local) == 1)
                {
                    variables.Add(local);
                }
            }
        }
    }

    private bool IsFunction(IOperation target) => target switch
    {
        IFlowAnonymousFunctionOperation lambda => IsFunction(lambda.Symbol),
        IMethodReferenceOperation reference => IsFunction(reference.Method),
        _ => false,
    };

    private bool IsFunction(IMethodSymbol method) => SymbolEqualityComparer.Default.Equals(method.OriginalDefinition, function.Owner.OriginalDefinition);

    private bool IsVariable(IOperation value) => value is ILocalReferenceOperation local && variables.Contains(local.Local);

    /// <summary>It goes into a variable, whose readers count.</summary>
    private bool IsKept(IDelegateCreationOperation creation) =>
        Outermost(creation).Parent is ISimpleAssignmentOperation { Target: ILocalReferenceOperation target } && variables.Contains(target.Local);

    private static bool IsInvoked(ILocalReferenceOperation local) => Outermost(local).Parent is IInvocationOperation { TargetMethod.MethodKind: MethodKind.DelegateInvoke } call && call.Instance == Outermost(local);

    private static IOperation Outermost(IOperation value)
    {
        while (value.Parent is IConversionOperation or IParenthesizedOperation or IDelegateCreationOperation)
        {
            value = value.Parent;
        }

        return value;
    }
}
