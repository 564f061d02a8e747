using ConcurrencyAnalyzers.Flow;
using ConcurrencyAnalyzers.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Rules.Threads;

/// <summary>An operation that sets an option which counts only before the start.</summary>
/// <param name="Effect">What the table says of the option.</param>
/// <param name="Owner">The thread or process whose option it is.</param>
/// <param name="Name">The syntax that names the option.</param>
internal sealed record LateOption(MemberEffect Effect, IOperation Owner, SyntaxNode Name)
{
    /// <summary>The option belongs to settings that a process reads each time it is started.</summary>
    public bool IsInSettings => Effect.Type.Kind == PrimitiveKind.Options;

    public static LateOption? Of(IOperation operation, Body body) => operation switch
    {
        // The graph may capture the place before it evaluates the value.
        IAssignmentOperation assignment when body.Definitions.SkipWrappers(assignment.Target) is IPropertyReferenceOperation { Instance: { } instance } property =>
            body.Model.EffectOf(property.Property, isWrite: true) is { LateSetting: not LateSetting.Harmless } effect ? Create(effect, instance, property.Syntax, body) : null,
        IInvocationOperation { Instance: { } instance } call =>
            body.Model.EffectOf(call) is { LateSetting: not LateSetting.Harmless } effect ? Create(effect, instance, (call.Syntax as InvocationExpressionSyntax)?.Expression, body) : null,
        _ => null,
    };

    private static LateOption? Create(MemberEffect effect, IOperation instance, SyntaxNode? member, Body body)
    {
        var name = member switch
        {
            MemberAccessExpressionSyntax access => access.Name,
            MemberBindingExpressionSyntax binding => binding.Name,
            _ => null,
        };
        var owner = effect.Type.Kind == PrimitiveKind.Options
            ? (body.Definitions.Origin(instance) as IPropertyReferenceOperation)?.Instance
            : instance;
        return name is null || owner is null ? null : new(effect, owner, name);
    }
}
