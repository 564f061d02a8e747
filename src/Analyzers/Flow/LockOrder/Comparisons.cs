using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Flow.LockOrder;

/// <summary>Whether a body compares two objects with each other, as it does to lock the lesser one first.</summary>
internal sealed class Comparisons(Body body)
{
    private const int MaxDepth = 6;

    private List<HashSet<ISymbol>>? compared;

    /// <summary>A comparison mentions the owners of both locks.</summary>
    public bool Decide(AccessPath left, AccessPath right) =>
        OwnerOf(left) is { } first && OwnerOf(right) is { } second && !SymbolEqualityComparer.Default.Equals(first, second)
        && (compared ??= Find()).Any(mentioned => mentioned.Contains(first) && mentioned.Contains(second));

    private ISymbol? OwnerOf(AccessPath path) => path.Root == PathRoot.This ? body.Type.Symbol : path.Symbol;

    private List<HashSet<ISymbol>> Find()
    {
        var found = new List<HashSet<ISymbol>>();
        foreach (var operation in body.Operations.All)
        {
            if (IsComparison(operation))
            {
                var mentioned = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
                Collect(operation, mentioned, MaxDepth);
                found.Add(mentioned);
            }
        }

        return found;
    }

    private static bool IsComparison(IOperation operation) => operation switch
    {
        IBinaryOperation binary => binary.OperatorKind is BinaryOperatorKind.LessThan or BinaryOperatorKind.LessThanOrEqual or BinaryOperatorKind.GreaterThan or BinaryOperatorKind.GreaterThanOrEqual,
        IInvocationOperation call => call.TargetMethod.ReturnType.SpecialType is SpecialType.System_Int32 or SpecialType.System_Boolean
            && call.TargetMethod.Name is not ("Equals" or "ReferenceEquals" or "TryEnter" or "Wait"),
        _ => false,
    };

    private void Collect(IOperation operation, HashSet<ISymbol> mentioned, int depth)
    {
        foreach (var part in BodyOperations.Evaluation(operation))
        {
            switch (part)
            {
                case IParameterReferenceOperation parameter:
                    mentioned.Add(parameter.Parameter);
                    break;

                case IInstanceReferenceOperation:
                    mentioned.Add(body.Type.Symbol);
                    break;

                case ILocalReferenceOperation local when mentioned.Add(local.Local) && depth > 0 && body.Definitions.ValueOf(local.Local) is { } value:
                    Collect(value, mentioned, depth - 1);
                    break;

                case IFlowCaptureReferenceOperation capture when depth > 0 && body.Definitions.ValueOf(capture.Id) is { } captured:
                    Collect(captured, mentioned, depth - 1);
                    break;
            }
        }
    }
}
