using System.Collections.Immutable;
using ConcurrencyAnalyzers.Flow.Bodies;
using ConcurrencyAnalyzers.Flow.ForkJoin;
using ConcurrencyAnalyzers.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Flow.Queues;

/// <summary>Finds the queues of a type that nobody outside can reach.</summary>
internal sealed class OwnQueues(TypeFacts type)
{
    private const int MaxNames = 16;

    private readonly Lazy<IReadOnlyList<OwnQueue>> all = new(() => [.. Find(type)]);

    public IReadOnlyList<OwnQueue> All => all.Value;

    private static IEnumerable<OwnQueue> Find(TypeFacts type)
    {
        foreach (var body in type.Bodies)
        {
            foreach (var operation in body.SelfAndNested.SelectMany(static inner => inner.Operations.All))
            {
                if (operation is ISimpleAssignmentOperation { Target: { } target, Value: { } value } && HolderOf(target) is { } name && IsMade(value, body) && IsWrittenOnce(name, body) && Follow(name, value, body) is { } queue)
                {
                    yield return queue;
                }
            }
        }
    }

    private static ISymbol? HolderOf(IOperation target) => target switch
    {
        ILocalReferenceOperation local => local.Local,
        IFieldReferenceOperation { Field: { DeclaredAccessibility: Accessibility.Private } field, Instance: null or IInstanceReferenceOperation } => field,
        _ => null,
    };

    private static bool IsMade(IOperation value, Body body) => body.Definitions.SkipWrappers(value) switch
    {
        IObjectCreationOperation creation => body.Model.KindOf(creation.Type) == PrimitiveKind.Queue && body.Model.EffectOf(creation) is { Effect: Effect.Create },
        IInvocationOperation call => body.Model.KindOf(call.Type) == PrimitiveKind.Queue && body.Model.EffectOf(call) is { Effect: Effect.Create },
        _ => false,
    };

    private static bool IsWrittenOnce(ISymbol name, Body body) => name is IFieldSymbol field ? FieldValues.Of(field, body.Type).Count == 1 : body.Definitions.WritesTo(name) == 1;

    /// <returns>Null where the queue gets out of sight.</returns>
    private static OwnQueue? Follow(ISymbol name, IOperation made, Body body)
    {
        var search = new Search(body.Type);
        search.Add(name, body.Outermost);
        return search.Run() is { } uses ? new(name, body.Definitions.SkipWrappers(made).Type!, uses) : null;
    }

    private sealed class Search(TypeFacts type)
    {
        private readonly Dictionary<ISymbol, Body> names = new(SymbolEqualityComparer.Default);
        private readonly Queue<ISymbol> pending = new();
        private readonly List<QueueUse> uses = [];
        private readonly HashSet<IOperation> matched = [];

        public void Add(ISymbol name, Body scope)
        {
            if (!names.ContainsKey(name))
            {
                names.Add(name, scope);
                pending.Enqueue(name);
            }
        }

        public List<QueueUse>? Run()
        {
            while (pending.Count > 0)
            {
                var name = pending.Dequeue();
                var bodies = (name is IFieldSymbol ? type.Bodies : ImmutableArray.Create(names[name])).SelectMany(static body => body.SelfAndNested).ToList();
                foreach (var body in bodies)
                {
                    foreach (var operation in body.Operations.All)
                    {
                        Match(operation, name, body);
                    }
                }

                if (names.Count > MaxNames || bodies.Any(body => body.Operations.All.Any(operation => IsNamed(operation, name) && !IsHarmless(operation) && !matched.Contains(operation))))
                {
                    return null;
                }
            }

            return uses;
        }

        private static bool IsHarmless(IOperation reference) =>
            reference.Parent is IAssignmentOperation assignment && assignment.Target == reference || reference.Parent is IDeclarationExpressionOperation or INameOfOperation or IIsNullOperation;

        private void Match(IOperation operation, ISymbol name, Body body)
        {
            switch (operation)
            {
                case IInvocationOperation { Instance: { } instance } call when body.Model.EffectOf(call) is { } effect && RootOf(instance, name, body) is { } root:
                    matched.Add(root);
                    uses.Add(new(call, effect, body, instance));
                    break;

                // An end of a channel is matched by whatever uses it.
                case IPropertyReferenceOperation { Instance: { } instance } property
                    when body.Model.EffectOf(property.Property, isWrite: false) is { ReturnsReceiver: false } effect && RootOf(instance, name, body) is { } root:
                    matched.Add(root);
                    uses.Add(new(property, effect, body, instance));
                    break;

                case ISimpleAssignmentOperation { Target: ILocalReferenceOperation target } assignment when RootOf(assignment.Value, name, body) is { } root && body.Definitions.WritesTo(target.Local) == 1:
                    matched.Add(root);
                    Add(target.Local, body.Outermost);
                    break;

                case IArgumentOperation { Parameter: { RefKind: RefKind.None } parameter } argument when RootOf(argument.Value, name, body) is { } root
                    && argument.Parent is { } call && CallSite.Of(call, body) is { Callee: { Method: { } method } callee } && callee.Definitions.WritesTo(method.Parameters[parameter.Ordinal]) == 0:
                    matched.Add(root);
                    Add(method.Parameters[parameter.Ordinal], callee);
                    break;

                case IArgumentOperation argument when RootOf(argument.Value, name, body) is { } root && StartedArguments.ParameterFor(argument, body) is var (parameter, started) && started.Definitions.WritesTo(parameter) == 0:
                    matched.Add(root);
                    Add(parameter, started.Outermost);
                    break;
            }
        }

        /// <summary>The reference to the name that the expression is, past conversions, captures and the ends of a channel.</summary>
        private static IOperation? RootOf(IOperation value, ISymbol name, Body body)
        {
            var found = body.Definitions.SkipWrappers(value);
            while (found is IPropertyReferenceOperation { Instance: { } instance } property && body.Model.EffectOf(property.Property, isWrite: false) is { ReturnsReceiver: true })
            {
                found = body.Definitions.SkipWrappers(instance);
            }

            return IsNamed(found, name) && found is not IFieldReferenceOperation { Instance: not (null or IInstanceReferenceOperation) } ? found : null;
        }

        private static bool IsNamed(IOperation operation, ISymbol name) => operation switch
        {
            ILocalReferenceOperation local => SymbolEqualityComparer.Default.Equals(local.Local, name),
            IParameterReferenceOperation parameter => SymbolEqualityComparer.Default.Equals(parameter.Parameter, name),
            IFieldReferenceOperation field => SymbolEqualityComparer.Default.Equals(field.Field, name),
            _ => false,
        };
    }
}
