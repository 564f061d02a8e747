using ConcurrencyAnalyzers.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Flow.Pools;

/// <summary>All that is done with an event that a variable or a private field holds, and that never gets out of sight.</summary>
internal sealed class EventUses
{
    private readonly AccessPath path;

    private EventUses(AccessPath path) => this.path = path;

    /// <summary>The calls that set or count the event down, with the bodies in which they stand.</summary>
    public List<(IInvocationOperation Call, Body Body)> Signals { get; } = [];

    /// <summary>A wait may return before the first signal.</summary>
    public bool IsBornSet { get; private set; }

    /// <summary>It takes several signals.</summary>
    public bool IsCounted { get; private set; }

    /// <returns>Null where the event has no name, is shown to others, or is made in a way that is not known here.</returns>
    public static EventUses? Of(IOperation signalled, Body body)
    {
        if (AccessPaths.Of(signalled, body) is not { } path || path.Holder is not { } holder || !IsOwn(path, holder, body))
        {
            return null;
        }

        var uses = new EventUses(path);
        var bodies = holder is ILocalSymbol ? body.Outermost.SelfAndNested : body.Type.Bodies.SelectMany(static outermost => outermost.SelfAndNested);
        return bodies.All(other => uses.Collect(other, holder)) ? uses : null;
    }

    /// <summary>Every way to the wait passes a signal.</summary>
    public bool IsSignalledBefore(IInvocationOperation wait, Body body)
    {
        var graph = body.Graph;
        var pending = new Stack<BasicBlock>();
        var seen = new HashSet<BasicBlock>();
        pending.Push(graph.Blocks[0]);
        while (pending.Count > 0)
        {
            var block = pending.Pop();
            if (!seen.Add(block))
            {
                continue;
            }

            var first = body.Operations[block].FirstOrDefault(operation => operation == wait || (operation is IInvocationOperation call && Signals.Any(signal => signal.Call == call)));
            if (first == wait)
            {
                return false;
            }

            foreach (var next in first is null ? new[] { block.FallThroughSuccessor?.Destination, block.ConditionalSuccessor?.Destination } : [])
            {
                if (next is not null)
                {
                    pending.Push(next);
                }
            }
        }

        return true;
    }

    private static bool IsOwn(AccessPath path, ISymbol holder, Body body) => path.Root switch
    {
        PathRoot.Local => path is { Members.IsEmpty: true, IsStable: true },
        PathRoot.This or PathRoot.Static => holder is IFieldSymbol { DeclaredAccessibility: Accessibility.Private } && path.Members.Length == 1 && (path.IsStable || body.Type.IsNeverReassigned(path)),
        _ => false,
    };

    /// <returns>Whether all of the body's uses are known.</returns>
    private bool Collect(Body body, ISymbol holder)
    {
        var known = new HashSet<IOperation>();
        foreach (var operation in body.Operations.All)
        {
            switch (operation)
            {
                case IInvocationOperation { Instance: { } instance } call when body.Model.EffectOf(call) is { } effect && Names(instance, body):
                    known.Add(body.Definitions.SkipWrappers(instance));
                    if (effect.Effect == Effect.Signal)
                    {
                        Signals.Add((call, body));
                    }

                    break;

                case IInvocationOperation { Instance: { } instance, TargetMethod.Name: nameof(IDisposable.Dispose) } when Names(instance, body):
                    known.Add(body.Definitions.SkipWrappers(instance));
                    break;

                case IPropertyReferenceOperation { Instance: { } instance } property when Names(instance, body) && body.Model.EffectOf(property.Property, isWrite: false) is { Effect: Effect.Check }:
                    known.Add(body.Definitions.SkipWrappers(instance));
                    break;

                case ISimpleAssignmentOperation assignment when Names(assignment.Target, body):
                    known.Add(assignment.Target);
                    if (!IsBorn(assignment.Value, body))
                    {
                        return false;
                    }

                    break;
            }
        }

        return body.Operations.All.All(operation => operation switch
        {
            ILocalReferenceOperation local => !SymbolEqualityComparer.Default.Equals(local.Local, holder) || known.Contains(operation) || IsTest(operation),
            IFieldReferenceOperation field => !SymbolEqualityComparer.Default.Equals(field.Field, holder) || known.Contains(operation) || IsTest(operation),
            _ => true,
        });
    }

    /// <summary>The test for null of a using statement.</summary>
    private static bool IsTest(IOperation reference)
    {
        var parent = reference.Parent;
        while (parent is IConversionOperation)
        {
            parent = parent.Parent;
        }

        return parent is IIsNullOperation;
    }

    private bool Names(IOperation value, Body body) => AccessPaths.Of(value, body)?.Equals(path) == true;

    private bool IsBorn(IOperation value, Body body)
    {
        if (body.Definitions.SkipWrappers(value) is not IObjectCreationOperation { Constructor: { } constructor } creation || body.Model.EffectOf(constructor) is not { Effect: Effect.Create } effect)
        {
            return false;
        }

        IsCounted = effect.Type.Kind == PrimitiveKind.Countdown;
        IsBornSet |= ArgumentOf(creation, effect.InitialParameter) is { } initially && initially.ConstantValue is not { HasValue: true, Value: false }
            || (IsCounted && ArgumentOf(creation, effect.CountParameter)?.ConstantValue is { HasValue: true, Value: 0 or 1 });
        return true;
    }

    private static IOperation? ArgumentOf(IObjectCreationOperation creation, int ordinal) =>
        creation.Arguments.FirstOrDefault(argument => argument.Parameter?.Ordinal == ordinal && ordinal != MemberEffect.Absent)?.Value;
}
