using ConcurrencyAnalyzers.Flow;
using ConcurrencyAnalyzers.Flow.Handles;
using ConcurrencyAnalyzers.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Rules.Threads;

/// <summary>What a body makes, keeps to itself and starts on no path.</summary>
internal static class UnstartedHandles
{
    /// <summary>Effects after which it was started, or after which another rule says that it was not.</summary>
    private static readonly Effect[] Later = [Effect.Start, Effect.Submit, Effect.Run, Effect.Join, Effect.TryJoin];

    public static IEnumerable<IOperation> In(Body body, HandleFlows flows)
    {
        var result = flows.Of(body);
        if (result.Exit is not { } exit)
        {
            return [];
        }

        // A birth stands for all objects that it made: of one of them that is started, the others may be spares.
        var isUnstarted = new Dictionary<IOperation, bool>();
        foreach (var handle in exit.All)
        {
            var here = Births.IsOfKind(handle.Kind) && !handle.IsEscaped && !Later.Any(handle.Events.Effects.Contains);
            foreach (var birth in handle.Births)
            {
                isUnstarted[birth] = here && (!isUnstarted.TryGetValue(birth, out var others) || others);
            }
        }

        var found = isUnstarted.Where(entry => entry.Value && Births.IsUnstarted(entry.Key, body.Model) && !IsAloneInLambda(entry.Key.Syntax) && !Inspection.IsAllThatHappensTo(entry.Key, body)).Select(static entry => entry.Key).ToList();
        var losesSettings = found.Exists(birth => body.Model.KindOf(birth.Type) == PrimitiveKind.Process)
            && body.Operations.All.Any(operation => operation is IPropertyReferenceOperation property && Births.HandsOutSettings(property, body.Model));
        return found.Count == 0 || losesSettings || StartsUnknown(result, body) ? [] : found;
    }

    /// <summary>Something is started of which the analysis lost sight: it may be any.</summary>
    private static bool StartsUnknown(HandleResult result, Body body)
    {
        var isUnknown = false;
        result.Visit((operation, handles) =>
        {
            var started = operation switch
            {
                IInvocationOperation { Instance: { } instance } call when body.Model.EffectOf(call) is { Effect: Effect.Start or Effect.Run } => instance,
                ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Instance: { } instance } property } when body.Model.EffectOf(property.Property, isWrite: true) is { Effect: Effect.Start } => instance,
                _ => null,
            };
            isUnknown |= started is not null && handles.Of(started) is null;
        });
        return isUnknown;
    }

    /// <summary>A lambda that does nothing but create: what tests hand to an assertion that the constructor throws.</summary>
    private static bool IsAloneInLambda(SyntaxNode birth)
    {
        var around = birth.Parent is AssignmentExpressionSyntax assignment ? assignment.Parent : birth.Parent;
        return around is AnonymousFunctionExpressionSyntax
            or ExpressionStatementSyntax { Parent: BlockSyntax { Statements.Count: 1, Parent: AnonymousFunctionExpressionSyntax } }
            or EqualsValueClauseSyntax { Parent.Parent.Parent: LocalDeclarationStatementSyntax { Parent: BlockSyntax { Statements.Count: 1, Parent: AnonymousFunctionExpressionSyntax } } };
    }
}
