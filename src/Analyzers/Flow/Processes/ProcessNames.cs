using ConcurrencyAnalyzers.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Flow.Processes;

/// <summary>Which process, settings or stream an expression of a body means.</summary>
internal sealed class ProcessNames(Body body)
{
    private readonly Body body = body;

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
            _ when IsFollowed(origin.Type) && (AccessPaths.Of(origin, body) ?? AccessPaths.Of(expression, body)) is { } path => new(path),
            _ => null,
        };
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
}
