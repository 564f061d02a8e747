using ConcurrencyAnalyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Rules.SharedState;

/// <summary>Where the variables of a type are written, by the function that writes them.</summary>
internal sealed class OutsideWrites
{
    private readonly Dictionary<ISymbol, List<(IOperation Write, ISymbol Function)>> writes = new(SymbolEqualityComparer.Default);

    public OutsideWrites(TypeFacts type)
    {
        foreach (var body in type.Bodies)
        {
            foreach (var operation in BodyOperations.Evaluation(body.Root))
            {
                var target = operation switch
                {
                    IAssignmentOperation assignment => assignment.Target,
                    IIncrementOrDecrementOperation step => step.Target,
                    IArgumentOperation { Parameter.RefKind: RefKind.Ref or RefKind.Out } argument => argument.Value,
                    _ => null,
                };
                if (target is not null && SpinLoop.SymbolOf(target) is { } symbol)
                {
                    Add(symbol, operation, FunctionOf(operation, body));
                }
            }
        }
    }

    /// <summary>A write by other code than the function itself, and not by what builds the object.</summary>
    public (IOperation Write, ISymbol Function)? By(ISymbol variable, ISymbol reader)
    {
        foreach (var write in writes.TryGetValue(variable, out var all) ? all : [])
        {
            if (!SymbolEqualityComparer.Default.Equals(write.Function, reader)
                && write.Function is IMethodSymbol { MethodKind: not (MethodKind.Constructor or MethodKind.StaticConstructor) })
            {
                return write;
            }
        }

        return null;
    }

    /// <summary>The innermost function that the operation stands in.</summary>
    public static ISymbol FunctionOf(IOperation operation, Body outermost)
    {
        for (var parent = operation.Parent; parent is not null; parent = parent.Parent)
        {
            switch (parent)
            {
                case IAnonymousFunctionOperation lambda:
                    return lambda.Symbol;

                case ILocalFunctionOperation function:
                    return function.Symbol;
            }
        }

        return outermost.Owner;
    }

    private void Add(ISymbol variable, IOperation write, ISymbol function)
    {
        if (!writes.TryGetValue(variable, out var all))
        {
            writes.Add(variable, all = []);
        }

        all.Add((write, function));
    }
}
