using ConcurrencyAnalyzers.Flow.Bodies;
using ConcurrencyAnalyzers.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Flow.ForkJoin;

/// <summary>What the method that another process runs does to what it shares with the process that starts it.</summary>
internal static class RemoteEffects
{
    /// <param name="creation">The call that makes the process.</param>
    /// <param name="context">The body in which that stands.</param>
    /// <param name="withUses">Also the use of the objects that the child opens by the name that it is given, and cannot once their creator has disposed of them.</param>
    public static BodyEffects? Of(IOperation creation, Body context, bool withUses)
    {
        if (creation is not IInvocationOperation call || RemoteBodies.Of(call, context) is not { } work)
        {
            return null;
        }

        var effects = EffectCollector.OfRemote(work, context);
        if (!withUses)
        {
            return effects;
        }

        var used = work.Body.SelfAndNested.SelectMany(static body => body.Operations.All)
            .OfType<IParameterReferenceOperation>()
            .Where(reference => IsOwned(reference.Type, context))
            .Select(reference => AccessPaths.Of(reference, work.Body) is { } path ? work.Map(path) : null)
            .OfType<AccessPath>()
            .Distinct()
            .Select(path => new Access(new(path, IsContent: false), AccessKind.Read, creation));
        return new(effects.Accesses.AddRange(used), effects.Traits);
    }

    /// <summary>Ends for everybody with its creator's handle. An end of a pipe moves to the process that gets it.</summary>
    private static bool IsOwned(ITypeSymbol? type, Body context) =>
        context.Model.TypeOf(type) is { IsRuntime: true } primitive
        && (primitive.Traits & PrimitiveTraits.CrossProcess) != 0
        && (primitive.Kind == PrimitiveKind.Shared || primitive.SimpleName.StartsWith("Process", StringComparison.Ordinal))
        && primitive.SimpleName != "ProcessConnection"
        && primitive.Kind is not (PrimitiveKind.Process or PrimitiveKind.Pool);
}
