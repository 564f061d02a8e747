using ConcurrencyAnalyzers.Model;
using ConcurrencyAnalyzers.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Flow.Handles;

/// <summary>What the methods of a type return: a handle that they have made, or the one that they were given.</summary>
internal static class Factories
{
    private static readonly WordSet Makers = Vocabulary.Set(PrimitiveTable.BuiltIn.Names(static (type, member) =>
        HandleProtocol.Of(type.Kind) is not null && member.Effect is Effect.Create or Effect.CreateStarted || member.Effect == Effect.Submit));

    /// <summary>A cheap look whether the method can make a handle. Most methods that return a task only hand on that of another.</summary>
    public static bool MayMake(Body callee, PrimitiveKind kind) =>
        callee.Outermost.MayCreate(Makers) || (kind is not (PrimitiveKind.Task or PrimitiveKind.PendingResult) && callee.Outermost.Contains("new "));

    /// <summary>The argument that the call gives back: <c>Started(process)</c> with a method that starts its parameter and returns it.</summary>
    public static IOperation? ReturnedArgument(IInvocationOperation call, Body body)
    {
        if (call.Arguments.IsEmpty || !call.TargetMethod.IsMonomorphic() || call.TargetMethod.IsAsync
            || body.Type.BodyOf(call.TargetMethod) is not { } callee || ReturnedParameter(callee) is not { } parameter)
        {
            return null;
        }

        return call.Arguments.FirstOrDefault(argument => argument.Parameter?.Ordinal == parameter.Ordinal)?.Value;
    }

    /// <summary>The parameter that every path of the method returns.</summary>
    public static IParameterSymbol? ReturnedParameter(Body body)
    {
        if (body.Method is not { IsAsync: false, ReturnsVoid: false, Parameters.IsEmpty: false } method
            || !method.Parameters.Any(parameter => SymbolEqualityComparer.Default.Equals(parameter.Type, method.ReturnType)))
        {
            return null;
        }

        IParameterSymbol? found = null;
        foreach (var block in body.Graph.Blocks)
        {
            if (block is not { IsReachable: true, BranchValue: { } value, FallThroughSuccessor.Semantics: ControlFlowBranchSemantics.Return })
            {
                continue;
            }

            if (body.Definitions.SkipWrappers(value) is not IParameterReferenceOperation { Parameter: { RefKind: RefKind.None } parameter }
                || body.Definitions.WritesTo(parameter) > 0
                || !SymbolEqualityComparer.Default.Equals(found ?? parameter, parameter)
                || !SymbolEqualityComparer.Default.Equals(parameter.ContainingSymbol, method))
            {
                return null;
            }

            found = parameter;
        }

        return found;
    }
}
