using ConcurrencyAnalyzers.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Flow.LockOrder;

/// <summary>A call of code that somebody else has given: an event's handlers, a delegate, what is registered with a token.</summary>
/// <param name="Operation">The call.</param>
/// <param name="Source">The event, field, property, parameter or local that holds the delegate.</param>
internal sealed record Callback(IOperation Operation, ISymbol Source)
{
    /// <returns>Null where no code is called back, or only code of this type.</returns>
    public static Callback? Of(IOperation operation, Body body)
    {
        if (operation is not IInvocationOperation call)
        {
            return null;
        }

        if (call.TargetMethod.MethodKind == MethodKind.DelegateInvoke)
        {
            return call.Instance is { } target && SourceOf(target, body) is { } source && IsForeign(source, body) && !IsComparison(target.Type) && !IsWholeRegion(call, source)
                ? new(call, source)
                : null;
        }

        return body.Model.EffectOf(call) is { Effect: Effect.Stop, IsAsync: false, Type.Kind: PrimitiveKind.Cancellation } && call.Instance is { } token
            && (body.Definitions.SkipWrappers(token) is IMemberReferenceOperation { Member: { } member } ? member : null) is { } holder
            ? new(call, holder)
            : null;
    }

    private static ISymbol? SourceOf(IOperation target, Body body) => body.Definitions.Origin(target) switch
    {
        IEventReferenceOperation reference => reference.Event,
        IFieldReferenceOperation reference => reference.Field,
        IPropertyReferenceOperation { Property.IsIndexer: false } reference => reference.Property,
        IParameterReferenceOperation reference => reference.Parameter,
        ILocalReferenceOperation reference when IsElement(reference.Local, body) => reference.Local,
        _ => null,
    };

    /// <summary>A delegate out of a collection of them: a list of subscribers.</summary>
    private static bool IsElement(ILocalSymbol local, Body body) =>
        body.Definitions.WritesTo(local) == 0 || body.Definitions.ValueOf(local) is { } value && body.Definitions.SkipWrappers(value) is IPropertyReferenceOperation or IArrayElementReferenceOperation;

    private static bool IsForeign(ISymbol source, Body body) => source switch
    {
        IFieldSymbol or IPropertySymbol => !body.Type.Analysis(static facts => new OwnDelegates(facts)).Contains(source),
        IParameterSymbol parameter => IsVisible(parameter),
        _ => true,
    };

    /// <summary>What a private method is given comes from this type.</summary>
    private static bool IsVisible(IParameterSymbol parameter) =>
        parameter.ContainingSymbol is IMethodSymbol { MethodKind: MethodKind.Ordinary or MethodKind.PropertySet or MethodKind.ExplicitInterfaceImplementation } method
        && (method.DeclaredAccessibility != Accessibility.Private || !method.ExplicitInterfaceImplementations.IsEmpty);

    private static bool IsComparison(ITypeSymbol? type) => type is { Name: "Comparison", ContainingNamespace.Name: "System" };

    /// <summary>The method is there to run its argument under the lock.</summary>
    private static bool IsWholeRegion(IInvocationOperation call, ISymbol source)
    {
        if (source is not IParameterSymbol)
        {
            return false;
        }

        SyntaxNode? around = call.Syntax.FirstAncestorOrSelf<StatementSyntax>()?.Parent;
        around = around is BlockSyntax { Statements.Count: 1 } block ? block.Parent : around;
        return around is LockStatementSyntax or UsingStatementSyntax or TryStatementSyntax;
    }
}
