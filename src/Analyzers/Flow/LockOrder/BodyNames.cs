using Microsoft.CodeAnalysis;

namespace ConcurrencyAnalyzers.Flow.LockOrder;

/// <summary>What a message calls a body.</summary>
internal static class BodyNames
{
    public static string Of(Body body) => body.Owner switch
    {
        IMethodSymbol { MethodKind: MethodKind.AnonymousFunction } => Of(body.Parent!) + " => …",
        IMethodSymbol { AssociatedSymbol: { } member } => member.Name,
        IMethodSymbol { MethodKind: MethodKind.Constructor or MethodKind.StaticConstructor } constructor => constructor.ContainingType.Name,
        var owner => owner.Name,
    };
}
