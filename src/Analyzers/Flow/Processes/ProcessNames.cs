using ConcurrencyAnalyzers.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Flow.Processes;

/// <summary>Which process, settings or stream an expression of a body means.</summary>
internal sealed class ProcessNames(Body body)
{
    private readonly Body body = body;
    private Dictionary<ProcessKey, HashSet<ProcessKey>>? others;

    public ProcessElements Elements { get; } = new(body);

    /// <summary>The process or the settings; null where the expression is neither, or cannot be named.</summary>
    public ProcessKey? KeyOf(IOperation? expression)
    {
        if (expression is null)
        {
            return null;
        }

        var origin = body.Definitions.Origin(expression);
        return origin switch
        {
            IObjectCreationOperation or IInvocationOperation when IsFollowed(origin.Type) => new(origin),
            IPropertyReferenceOperation { Instance: { } owner } property when IsSettings(property.Type) && IsProcess(owner.Type) => KeyOf(owner)?.Settings,
            IPropertyReferenceOperation or IArrayElementReferenceOperation when (IsProcess(origin.Type) || IsProcess(expression.Type)) && Elements.Of(origin) is { } element => new(element),
            IPropertyReferenceOperation { Property: { SetMethod: null } own } when IsSettings(own.Type) && body.Type.BodyOf(own.GetMethod!) is not null => new(origin),
            _ when IsFollowed(origin.Type) && (AccessPaths.Of(origin, body) ?? AccessPaths.Of(expression, body)) is { } path => new(path),
            _ => null,
        };
    }

    /// <summary>The other names of the process in this body: the variables and the collections that it is put into.</summary>
    public IEnumerable<ProcessKey> OthersOf(ProcessKey key)
    {
        others ??= FindOthers();
        var found = new HashSet<ProcessKey> { key };
        var pending = new Stack<ProcessKey>(found);
        while (pending.Count > 0)
        {
            var next = pending.Pop();
            var neighbours = others.TryGetValue(next, out var known) ? known.ToList() : [];
            if (next.Identity is ElementIdentity { Loop: not null } element)
            {
                neighbours.Add(new(new ElementIdentity(element.Collection)));
            }

            foreach (var neighbour in neighbours.Where(found.Add))
            {
                pending.Push(neighbour);
            }
        }

        found.Remove(key);
        return found;
    }

    public bool IsProcess(ITypeSymbol? type) => body.Model.TypeOf(type) is { Kind: PrimitiveKind.Process, IsRuntime: false };

    public bool IsSettings(ITypeSymbol? type) => body.Model.TypeOf(type) is { Kind: PrimitiveKind.Options, IsRuntime: false } settings && settings.Members.Any(static member => member.Effect == Effect.Redirect);

    public bool IsFollowed(ITypeSymbol? type) => IsProcess(type) || IsSettings(type);

    /// <summary>The stream that the expression is, also by way of a local: <c>process.StandardOutput</c>.</summary>
    public (ProcessKey Process, ProcessStreams Stream)? StreamOf(IOperation? expression) =>
        OpenedBy(expression) is { Instance: { } process } property
        && body.Model.EffectOf(property.Property, isWrite: false) is { Effect: Effect.OpenStream, Streams: var stream }
        && (stream & ProcessFacts.Outputs) != 0
        && KeyOf(process) is { } key
            ? (key, stream)
            : null;

    /// <summary>The property that may be a stream of a process; the bytes below a reader are the reader's stream.</summary>
    public IPropertyReferenceOperation? OpenedBy(IOperation? expression)
    {
        var opened = expression is null ? null : body.Definitions.Origin(expression) as IPropertyReferenceOperation;
        return opened is { Instance: { } reader } && body.Model.EffectOf(opened.Property, isWrite: false) is { ReturnsReceiver: true, Type.Kind: PrimitiveKind.Blocking }
            ? body.Definitions.Origin(reader) as IPropertyReferenceOperation
            : opened;
    }

    /// <summary>The expression gives the object one more name, through which it is found again.</summary>
    public bool IsAlias(IOperation expression)
    {
        var parent = expression.Parent;
        while (parent is IConversionOperation or IParenthesizedOperation)
        {
            expression = parent;
            parent = parent.Parent;
        }

        return parent switch
        {
            IFlowCaptureOperation => true,
            ISimpleAssignmentOperation { Target: ILocalReferenceOperation { Local: var local } } assignment => assignment.Value == expression && body.Definitions.WritesTo(local) == 1,
            _ => false,
        };
    }

    private Dictionary<ProcessKey, HashSet<ProcessKey>> FindOthers()
    {
        var found = new Dictionary<ProcessKey, HashSet<ProcessKey>>();
        foreach (var operation in body.Operations.All)
        {
            if (Elements.Additions(operation) is var (collection, added))
            {
                foreach (var value in added)
                {
                    Link(KeyOf(value), new(new ElementIdentity(collection)));
                }
            }

            if (operation is ISimpleAssignmentOperation { Target: ILocalReferenceOperation or IParameterReferenceOperation or IFieldReferenceOperation } assignment && IsProcess(assignment.Target.Type))
            {
                Link(KeyOf(assignment.Value), AccessPaths.Of(assignment.Target, body) is { } path ? new(path) : null);
            }
        }

        return found;

        void Link(ProcessKey? one, ProcessKey? other)
        {
            if (one is not null && other is not null && one != other)
            {
                Of(one).Add(other);
                Of(other).Add(one);
            }
        }

        HashSet<ProcessKey> Of(ProcessKey key)
        {
            if (!found.TryGetValue(key, out var linked))
            {
                found.Add(key, linked = []);
            }

            return linked;
        }
    }
}
