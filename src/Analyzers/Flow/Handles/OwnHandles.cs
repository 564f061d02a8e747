using System.Collections.Immutable;
using ConcurrencyAnalyzers.Flow.Bodies;
using ConcurrencyAnalyzers.Flow.ForkJoin;
using ConcurrencyAnalyzers.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Flow.Handles;

/// <summary>Finds the handles of some kinds in a type that nobody outside can reach.</summary>
internal abstract class OwnHandles
{
    private const int MaxNames = 16;

    private readonly Lazy<IReadOnlyList<OwnHandle>> all;

    protected OwnHandles(TypeFacts type, params PrimitiveKind[] kinds) => all = new(() => [.. Find(type, kinds)]);

    public IReadOnlyList<OwnHandle> All => all.Value;

    private static IEnumerable<OwnHandle> Find(TypeFacts type, PrimitiveKind[] kinds)
    {
        foreach (var body in type.Bodies)
        {
            foreach (var inner in body.SelfAndNested)
            {
                foreach (var operation in inner.Operations.All)
                {
                    if (operation is ISimpleAssignmentOperation { Target: { } target, Value: { Type: { } made } value }
                        && HolderOf(target) is { } name
                        && (kinds.Contains(inner.Model.KindOf(made)) || kinds.Contains(inner.Model.KindOf(inner.Definitions.SkipWrappers(value).Type)))
                        && HandleBirth.Of(value, inner) is { } birth
                        && IsWrittenOnce(name, inner)
                        && Follow(name, birth, inner) is { } own)
                    {
                        yield return own;
                    }
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

    private static bool IsWrittenOnce(ISymbol name, Body body) => name is IFieldSymbol field ? FieldValues.Of(field, body.Type).Count == 1 : body.Definitions.WritesTo(name) == 1;

    /// <returns>Null where the handle gets out of sight.</returns>
    private static OwnHandle? Follow(ISymbol name, HandleBirth birth, Body body)
    {
        var search = new Search(body.Type);
        search.Add(name, body.Outermost);
        return search.Run() is { } uses ? new(name, birth.Operation.Type!, birth, search.Names, uses) : null;
    }

    private sealed class Search(TypeFacts type)
    {
        private readonly Dictionary<ISymbol, Body> names = new(SymbolEqualityComparer.Default);
        private readonly Queue<ISymbol> pending = new();
        private readonly List<HandleUse> uses = [];
        private readonly HashSet<IOperation> matched = [];

        public IReadOnlyCollection<ISymbol> Names => names.Keys;

        public void Add(ISymbol name, Body scope)
        {
            if (!names.ContainsKey(name))
            {
                names.Add(name, scope);
                pending.Enqueue(name);
            }
        }

        public List<HandleUse>? Run()
        {
            while (pending.Count > 0)
            {
                var name = pending.Dequeue();
                var bodies = (name is IFieldSymbol ? type.Bodies.Where(body => body.Mentions(name)) : ImmutableArray.Create(names[name])).SelectMany(static body => body.SelfAndNested).ToList();
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

                case ISimpleAssignmentOperation { Target: IFieldReferenceOperation { Field: var field } target } assignment
                    when HolderOf(target) is not null && RootOf(assignment.Value, name, body) is { } root && IsWrittenOnce(field, body):
                    matched.Add(root);
                    Add(field, body.Outermost);
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
