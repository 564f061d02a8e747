using ConcurrencyAnalyzers.Flow;
using ConcurrencyAnalyzers.Model;
using Microsoft.CodeAnalysis;

namespace ConcurrencyAnalyzers.Rules.Processes;

/// <summary>Finds the bodies that can have a handle of some kind by their text: those that make one, and those that call a method of the type that does.</summary>
internal static class FactoryCallers
{
    private const int MaxDepth = 3;

    /// <param name="type">The type.</param>
    /// <param name="makers">The names without one of which no handle is made.</param>
    /// <param name="isHandle">Which kind of handles is meant.</param>
    public static IEnumerable<Body> Of(TypeFacts type, WordSet makers, Func<PrimitiveKind, bool> isHandle)
    {
        var makes = new HashSet<Body>(type.Bodies.Where(body => body.ContainsAny(makers)));
        var fresh = makes.ToList();
        for (var depth = 0; depth < MaxDepth && fresh.Count > 0; depth++)
        {
            var factories = fresh.Select(static body => body.Owner).OfType<IMethodSymbol>().Where(method => isHandle(type.Model.KindOf(method.ReturnType))).ToList();
            fresh = type.Bodies.Where(body => factories.Exists(body.Mentions) && makes.Add(body)).ToList();
        }

        return type.Bodies.Where(makes.Contains);
    }
}
