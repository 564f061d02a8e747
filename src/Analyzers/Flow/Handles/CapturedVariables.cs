using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Flow.Handles;

/// <summary>The locals and parameters that each lambda or local function uses but does not declare. Thread-safe.</summary>
internal sealed class CapturedVariables
{
    private readonly ConcurrentDictionary<Body, HashSet<ISymbol>> byOutermost = new();
    private readonly ConcurrentDictionary<Body, HashSet<ISymbol>> byFunction = new();

    /// <summary>All variables of the outermost body that are captured anywhere in it.</summary>
    public HashSet<ISymbol> Of(Body outermost) => byOutermost.GetOrAdd(outermost, key =>
    {
        var all = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        foreach (var nested in key.SelfAndNested)
        {
            if (nested.Parent is not null)
            {
                all.UnionWith(By(nested));
            }
        }

        return all;
    });

    /// <summary>What the lambda or local function captures, functions inside it included.</summary>
    public HashSet<ISymbol> By(Body function) => byFunction.GetOrAdd(function, key =>
    {
        var used = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        var inside = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        foreach (var nested in key.SelfAndNested)
        {
            inside.Add(nested.Owner);
            foreach (var operation in nested.Operations.All)
            {
                if (operation is ILocalReferenceOperation local)
                {
                    used.Add(local.Local);
                }
                else if (operation is IParameterReferenceOperation parameter)
                {
                    used.Add(parameter.Parameter);
                }
            }
        }

        used.RemoveWhere(variable => inside.Contains(variable.ContainingSymbol));
        return used;
    });
}
