using ConcurrencyAnalyzers.Flow;
using ConcurrencyAnalyzers.Flow.Bodies;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Rules.Processes;

/// <summary>A change that stays in a child process, and a read that hopes for it.</summary>
/// <param name="Name">What is changed, as the reader names it.</param>
/// <param name="Write">The change, in the child.</param>
/// <param name="Read">The read, in the parent.</param>
internal sealed record LostChange(string Name, IOperation Write, IOperation Read)
{
    /// <summary>The reads of a body that come after it has created the process, of what only the process changes.</summary>
    /// <param name="work">What the process runs.</param>
    /// <param name="creation">The call that creates it.</param>
    /// <param name="parent">The body in which that stands.</param>
    /// <param name="allChildren">What all processes that the type creates run: it changes nothing here either.</param>
    public static IEnumerable<LostChange> Of(WorkBody work, IInvocationOperation creation, Body parent, IReadOnlyCollection<Body> allChildren)
    {
        var child = RemoteBodies.ReachedFrom(work.Body);
        if (child.Contains(parent) || IsCalledHere(work.Body, child, parent.Type))
        {
            yield break;
        }

        foreach (var (location, write) in WritesOf(child, work, parent).GroupBy(static pair => pair.Location, static pair => pair.Write).Select(static group => (group.Key, group.First())))
        {
            if (!IsWrittenElsewhere(location, child, allChildren, parent) && FirstRead(location, creation, parent) is { } read)
            {
                yield return new(location.ToString(), write, read);
            }
        }
    }

    private static IEnumerable<(MemoryLocation Location, IOperation Write)> WritesOf(IReadOnlyCollection<Body> child, WorkBody work, Body parent)
    {
        foreach (var body in child)
        {
            foreach (var operation in body.Operations.All)
            {
                if (SharedMemory.WriteOf(operation, body) is not { } location)
                {
                    continue;
                }

                if (location.Path.Root == PathRoot.Static)
                {
                    yield return (location, operation);
                }
                else if (ReferenceEquals(body, work.Body) && location.Path.Root == PathRoot.Parameter && (location.IsContent || !location.Path.Members.IsEmpty)
                    && work.Map(location.Path) is { } given && IsFresh(given, parent))
                {
                    yield return (location with { Path = given }, operation);
                }
            }
        }
    }

    /// <summary>An object that the parent has just made, and in which nothing can be but what the child has written there.</summary>
    private static bool IsFresh(AccessPath path, Body parent) =>
        path is { Root: PathRoot.Local, Symbol: ILocalSymbol { Type.IsReferenceType: true } local }
        && parent.Definitions.ValueOf(local)?.Syntax is BaseObjectCreationExpressionSyntax { Initializer: null };

    /// <summary>The parent runs the method too, in its own process.</summary>
    private static bool IsCalledHere(Body target, IReadOnlyCollection<Body> child, TypeFacts type) =>
        target.Method is { MethodKind: MethodKind.Ordinary or MethodKind.LocalFunction } method
        && type.Bodies.SelectMany(static body => body.SelfAndNested).Where(body => !child.Contains(body)).Any(body => body.Operations.All.Any(operation =>
            operation is IInvocationOperation call
            && SymbolEqualityComparer.Default.Equals(call.TargetMethod.OriginalDefinition, method.OriginalDefinition)
            && !IsHandedOver(body)));

    /// <summary>The lambda is no code of this process, but the description of a call in another one.</summary>
    private static bool IsHandedOver(Body lambda) =>
        lambda is { IsAnonymous: true, Parent: { } around }
        && around.Operations.All.OfType<IInvocationOperation>().Any(call => around.Model.EffectOf(call) is { } effect && RemoteBodies.IsRemote(effect.Type, effect)
            && call.Syntax.Span.Contains(lambda.Syntax.Span));

    private static bool IsWrittenElsewhere(MemoryLocation location, IReadOnlyCollection<Body> child, IReadOnlyCollection<Body> allChildren, Body parent)
    {
        var bodies = location.Path.Root == PathRoot.Static ? parent.Type.Bodies.SelectMany(static body => body.SelfAndNested) : parent.Outermost.SelfAndNested;
        return bodies
            .Where(body => !child.Contains(body) && (!allChildren.Contains(body) || IsCalledHere(body, allChildren, parent.Type)) && body.Method?.MethodKind != MethodKind.StaticConstructor && body.Owner is not (IFieldSymbol or IPropertySymbol))
            .Any(body => body.Operations.All.Any(operation => SharedMemory.WriteOf(operation, body) is { } other && (other == location || IsWhole(other, location))));
    }

    /// <summary>The variable gets another object, or the object another member.</summary>
    private static bool IsWhole(MemoryLocation written, MemoryLocation location) =>
        !written.IsContent && location.Path.Root == PathRoot.Static && written.Path.Equals(location.Path);

    /// <summary>In the body, or in those around it: the process may be made by a query's selector.</summary>
    private static IOperation? FirstRead(MemoryLocation location, IOperation creation, Body parent)
    {
        for (var reader = parent; reader is not null; reader = reader.Parent)
        {
            foreach (var operation in reader.Operations.All)
            {
                if (operation.Syntax.SpanStart > creation.Syntax.Span.End && SharedMemory.ReadOf(operation, reader) == location)
                {
                    return operation;
                }
            }
        }

        return null;
    }
}
