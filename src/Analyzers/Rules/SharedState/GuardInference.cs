using ConcurrencyAnalyzers.Flow;
using ConcurrencyAnalyzers.Flow.Bodies;
using ConcurrencyAnalyzers.Flow.ForkJoin;
using ConcurrencyAnalyzers.Flow.LockOrder;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Rules.SharedState;

/// <summary>Infers which lock guards each field, from the uses that hold one, and finds the uses that do not hold it.</summary>
internal sealed class GuardInference(TypeFacts type)
{
    private const int MinGuarded = 2;

    /// <summary>Of three uses two.</summary>
    private const double MinRatio = 0.66;

    /// <summary>What makes a warning of a suggestion.</summary>
    private const int StrongGuarded = 3;
    private const double StrongRatio = 0.75;

    public IEnumerable<GuardFinding> Find()
    {
        foreach (var pair in type.Analysis(static facts => new GuardedUses(facts)).All)
        {
            var member = pair.Key.Path.Holder!;
            var found = GuardedUses.Declared(member) is { } declared ? AgainstDeclaration(declared, pair.Value)
                : IsCandidate(member) ? Infer(pair.Value)
                : [];
            foreach (var finding in found)
            {
                yield return finding;
            }
        }
    }

    private static bool IsCandidate(ISymbol member) =>
        member is IFieldSymbol { IsVolatile: false, DeclaredAccessibility: Accessibility.Private or Accessibility.Internal or Accessibility.Protected } field
        && field.ContainingType.TypeKind == TypeKind.Class
        && !Lifetime.IsDeclaredUnsafe(field);

    private static IEnumerable<GuardFinding> AgainstDeclaration(AccessPath guard, List<GuardedUse> uses)
    {
        var example = uses.FirstOrDefault(use => use.IsGuardedBy(guard));
        var guarded = uses.Count(use => use.IsGuardedBy(guard));
        foreach (var use in uses)
        {
            if (use.IsHeldForReadingOnly(guard))
            {
                yield return new(GuardFault.HeldForReading, use, guard, example, guarded, uses.Count, IsStrong: true);
            }
            else if (!use.Held.ContainsKey(guard) && !use.IsUnclear)
            {
                yield return new(GuardFault.NotHeldAsDeclared, use, guard, example, guarded, uses.Count, IsStrong: true);
            }
        }
    }

    private IEnumerable<GuardFinding> Infer(List<GuardedUse> all)
    {
        var uses = all.Where(static use => !use.IsUnclear).ToList();
        if (!uses.Any(static use => use.Access.IsWrite) || Guard(uses) is not { } guard)
        {
            return [];
        }

        var guarded = uses.Where(use => use.Held.ContainsKey(guard)).ToList();
        var bare = uses.Where(static use => use.IsBare).ToList();
        var methods = guarded.Select(static use => use.In.Outermost).Distinct().Count();
        var ratio = (double)guarded.Count / (guarded.Count + bare.Count);
        if (guarded.Count < MinGuarded || (ratio < MinRatio && !IsForgottenByOneThread(guarded, bare)) || methods < 2 || !guarded.Any(static use => use.Access.IsWrite))
        {
            return [];
        }

        var isStrong = guarded.Count >= StrongGuarded && ratio >= StrongRatio;
        return bare.Where(use => IsHarmful(use, guarded)).Select(use => new GuardFinding(GuardFault.NotHeld, use, guard, Example(use, guarded), guarded.Count, guarded.Count + bare.Count, isStrong))
            .Concat(guarded.Where(use => use.IsHeldForReadingOnly(guard) && use.Held.Count == 1).Select(use => new GuardFinding(GuardFault.HeldForReading, use, guard, Example(use, guarded), guarded.Count, guarded.Count + bare.Count, isStrong)))
            .Concat(OtherLocks(guard, guarded, uses, isStrong));
    }

    /// <summary>All members but one hold it, and that one, however often it uses the field, is known to run on a thread of its own.</summary>
    private bool IsForgottenByOneThread(List<GuardedUse> guarded, List<GuardedUse> bare)
    {
        var without = bare.Select(static use => use.In.Outermost).Distinct().ToList();
        var entries = type.Analysis(static facts => new EntryPoints(facts));
        return without.Count == 1
            && guarded.All(use => use.In.Outermost != without[0])
            && (bare.Any(use => entries.StartOf(use.In) is not null) || IsOnlyCalledByStarted(without[0], entries));
    }

    /// <summary>A timer's lambda that does nothing but call the method is the usual form.</summary>
    private bool IsOnlyCalledByStarted(Body body, EntryPoints entries) =>
        body.Method is { DeclaredAccessibility: Accessibility.Private }
        && type.Analysis(static facts => new TypeScan(facts)).CallersOf(body.Owner).SelectMany(static outermost => outermost.SelfAndNested).Where(other => other != body && other.Operations.All.Any(operation => CallSite.Of(operation, other)?.Callee == body)).ToList() is { Count: > 0 } callers
        && callers.All(caller => entries.StartOf(caller) is not null);

    /// <summary>The lock that most uses hold; of several the one that comes first in the source.</summary>
    private static AccessPath? Guard(List<GuardedUse> uses) => uses
        .SelectMany(static use => use.Held.Keys.Select(key => (Key: key, Use: use)))
        .GroupBy(static pair => pair.Key)
        .OrderByDescending(static group => group.Count())
        .ThenBy(static group => group.Min(static pair => pair.Use.Access.Operation.Syntax.SpanStart))
        .FirstOrDefault()?.Key;

    private static GuardedUse Example(GuardedUse use, List<GuardedUse> guarded) =>
        guarded.FirstOrDefault(other => other.Access.IsWrite && other.In.Outermost != use.In.Outermost) ?? guarded.FirstOrDefault(other => other.In.Outermost != use.In.Outermost) ?? guarded[0];

    /// <summary>A write, or a read of what others write under the lock, that is not looked at again under the lock.</summary>
    private bool IsHarmful(GuardedUse use, List<GuardedUse> guarded)
    {
        if (IsForDebugging(use.In.Outermost.Owner))
        {
            return false;
        }

        if (use.Access.IsWrite)
        {
            return true;
        }

        return guarded.Any(static other => other.Access.IsWrite)
            && !IsCheckedAgain(use, guarded)
            && !IsFlag(use)
            && (!IsReadInOneStep(use) || IsMeantForThreads(use, guarded));
    }

    /// <summary>The first look of a double check: the same body looks again while it holds the lock.</summary>
    private static bool IsCheckedAgain(GuardedUse use, List<GuardedUse> guarded) =>
        guarded.Any(other => other.In == use.In && other.Access.Operation.Syntax.SpanStart > use.Access.Operation.Syntax.SpanStart);

    /// <summary>
    /// <c>if (_isDisposed)</c>, <c>if (_x == null)</c>, or a getter of such: an old answer is as good as one that is old a moment later. Often
    /// the caller knows by other means that the object is there.
    /// </summary>
    private static bool IsFlag(GuardedUse use) =>
        !use.Access.Location.IsContent
        && use.Access.Operation.Type is { } type
        && (type.SpecialType == SpecialType.System_Boolean || type.TypeKind == TypeKind.Enum || type.IsReferenceType)
        && (use.In.Method is { MethodKind: MethodKind.PropertyGet } || Places.IsInCondition(use.Access.Operation.Syntax) || (type.SpecialType == SpecialType.System_Boolean && IsAnswer(use.Access.Operation.Syntax)));

    /// <summary><c>return !_isDisposed;</c></summary>
    private static bool IsAnswer(SyntaxNode node)
    {
        while (node.Parent is MemberAccessExpressionSyntax or ParenthesizedExpressionSyntax or PrefixUnaryExpressionSyntax or BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalAndExpression or (int)SyntaxKind.LogicalOrExpression })
        {
            node = node.Parent;
        }

        return node.Parent is ReturnStatementSyntax or ArrowExpressionClauseSyntax;
    }

    /// <summary>Old or new, never half of each.</summary>
    private static bool IsReadInOneStep(GuardedUse use) =>
        !use.Access.Location.IsContent
        && use.Access.Operation.Type is { } type
        && (type.IsReferenceType || type.TypeKind == TypeKind.Enum || type.SpecialType is >= SpecialType.System_Boolean and <= SpecialType.System_UInt32 or SpecialType.System_Single);

    /// <summary>Enough members lock, or members that others call do, or one of the uses is known to be on another thread.</summary>
    private bool IsMeantForThreads(GuardedUse use, List<GuardedUse> guarded)
    {
        var entries = type.Analysis(static facts => new EntryPoints(facts));
        var methods = guarded.Select(static other => other.In.Outermost).Distinct().ToList();
        return methods.Count >= StrongGuarded
            || methods.Count(static body => body.Owner.DeclaredAccessibility != Accessibility.Private) >= 2
            || guarded.Append(use).Any(other => entries.StartOf(other.In) is not null);
    }

    private static bool IsForDebugging(ISymbol owner) => owner is IMethodSymbol { Name: "ToString" or "GetHashCode" or "Equals" or "get_DebuggerDisplay" or "GetDebuggerDisplay" };

    private IEnumerable<GuardFinding> OtherLocks(AccessPath guard, List<GuardedUse> guarded, List<GuardedUse> uses, bool isStrong)
    {
        var names = type.Analysis(static facts => new LockNames(facts));
        foreach (var use in uses.Where(use => !use.Held.IsEmpty && !use.Held.ContainsKey(guard) && !use.Held.Keys.Any(key => names.MayBeOne(key, guard))))
        {
            if (IsHarmful(use, guarded) && guarded.FirstOrDefault(use.Conflicts) is { } rival)
            {
                yield return new(GuardFault.OtherLock, use, guard, rival, guarded.Count, uses.Count, isStrong);
            }
        }
    }
}
