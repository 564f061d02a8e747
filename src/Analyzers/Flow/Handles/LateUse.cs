using System.Collections.Immutable;
using ConcurrencyAnalyzers.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Flow.Handles;

/// <summary>A pool gets work, a queue an item or a countdown a signal that it does not take any more.</summary>
/// <param name="Call">The call that comes too late.</param>
/// <param name="Effect">What it does.</param>
/// <param name="Ends">The operations one of which has ended it before.</param>
/// <param name="Handle">What is known of the handle before the call.</param>
/// <param name="IsMovable">There is one end, and nobody has waited for what comes after it.</param>
internal sealed record LateUse(IInvocationOperation Call, MemberEffect Effect, IReadOnlyList<IOperation> Ends, Handle Handle, bool IsMovable)
{
    /// <summary>The name of the property that a rule reports where the end may be moved behind the late uses.</summary>
    public const string MovesProperty = "Moves";

    /// <param name="result">What is known of the handles of one body.</param>
    /// <param name="model">The model of its compilation.</param>
    /// <param name="isUse">Whether a call wants the handle to be open.</param>
    public static IReadOnlyList<LateUse> In(HandleResult result, ConcurrencyModel model, Func<MemberEffect, bool> isUse)
    {
        var late = new List<LateUse>();
        result.Visit((operation, handles) =>
        {
            if (operation is IInvocationOperation { Instance: { } instance } call
                && model.EffectOf(call) is { KeyParameter: MemberEffect.Absent } effect && isUse(effect)
                && handles.Of(instance) is { } handle
                && handle.Must(HandleStates.Closed | HandleStates.Joined | HandleStates.Disposed)
                && EndsOf(handle) is { Count: > 0 } ends
                && !IsCaught(call.Syntax))
            {
                late.Add(new(call, effect, ends, handle, ends.Count == 1 && EndsWork(handle) && !handle.Events.Last(Model.Effect.Join).Any()));
            }
        });
        return late;
    }

    /// <summary>The first end, and then all uses that come too late for it: what a fix has to know to move the end.</summary>
    public static IEnumerable<Location> OtherPlaces(LateUse use, IEnumerable<LateUse> all) => use.Ends
        .Concat(all.Where(other => other.Ends.SequenceEqual(use.Ends)).Select(static other => (IOperation)other.Call))
        .Select(static place => place.Syntax.GetLocation());

    public ImmutableDictionary<string, string?> Properties =>
        IsMovable ? ImmutableDictionary<string, string?>.Empty.Add(MovesProperty, "") : ImmutableDictionary<string, string?>.Empty;

    private static bool EndsWork(Handle handle) => handle.Events.Last(Model.Effect.Close).Any() || handle.Events.Last(Model.Effect.Complete).Any();

    private static List<IOperation> EndsOf(Handle handle) =>
        [.. new[] { Model.Effect.Close, Model.Effect.Complete, Model.Effect.Stop, Model.Effect.Wait, Model.Effect.Dispose }.SelectMany(handle.Events.Last).Distinct()];

    /// <summary>The author knows that it may throw.</summary>
    private static bool IsCaught(SyntaxNode call) => call.Ancestors()
        .TakeWhile(static node => node is not AnonymousFunctionExpressionSyntax and not LocalFunctionStatementSyntax)
        .OfType<TryStatementSyntax>()
        .Any(attempt => attempt.Block.Span.Contains(call.Span) && attempt.Catches.Count > 0);
}
