using ConcurrencyAnalyzers.Flow;
using ConcurrencyAnalyzers.Flow.Bodies;
using ConcurrencyAnalyzers.Model;
using ConcurrencyAnalyzers.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Rules.Threads;

/// <summary>What a thread that a constructor starts may find unfinished.</summary>
internal static class UnfinishedObject
{
    /// <summary>The write of a member, after the start, that the thread reads; null if there is none, or if something orders the two.</summary>
    public static Access? LateWrite(ConstructorStart start, BodyEffects effects, Body constructor)
    {
        var reads = effects.Accesses.Where(static access => access is { IsRead: true, Location: { IsContent: false, Path: { Root: PathRoot.This, Members.Length: 1 } } }).ToList();
        if (reads.Count == 0)
        {
            return null;
        }

        var late = Writes(constructor)
            .Where(write => write.Operation.Syntax.SpanStart > start.Start.Syntax.Span.End && !IsInStatementOf(start.Start, write.Operation))
            .FirstOrDefault(write => reads.Exists(read => read.Location.Path.Equals(write.Location.Path)));
        return late is null || IsOrdered(start, effects, constructor) ? null : late;
    }

    /// <summary>The virtual method that the thread calls, of which a derived class has an override; its constructor has not run yet.</summary>
    public static IMethodSymbol? Overridden(ConstructorStart start, Body constructor)
    {
        if (constructor.Owner.ContainingType.IsSealed)
        {
            return null;
        }

        if (start.Method is { IsStatic: false } method && IsOverridden(method, constructor))
        {
            return method;
        }

        return start.Started?.Body.Operations.All.OfType<IInvocationOperation>()
            .FirstOrDefault(call => call.Instance is IInstanceReferenceOperation instance && !instance.IsBase() && IsOverridden(call.TargetMethod, constructor))?.TargetMethod;
    }

    private static bool IsOverridden(IMethodSymbol method, Body constructor) =>
        (method.IsVirtual || method.IsAbstract || method.IsOverride)
        && !method.IsSealed
        && (method.IsAbstract || !constructor.Type.Compilation.IsNeverOverridden(method));

    /// <summary>What the constructor writes, and what the methods of the type that it calls do.</summary>
    private static IEnumerable<Access> Writes(Body constructor)
    {
        foreach (var operation in constructor.Operations.All)
        {
            if (Accesses.Of(operation, constructor) is { IsWrite: true } access && !IsDefault(operation))
            {
                yield return access;
            }
            else if (operation is IInvocationOperation && Calls.EffectOf(operation, constructor) is null && CallSite.Of(operation, constructor) is { } site)
            {
                foreach (var inner in EffectCollector.Of(site).Accesses.Where(static inner => inner.IsWrite && !IsDefault(inner.Operation)))
                {
                    yield return inner with { Operation = operation };
                }
            }
        }
    }

    /// <summary>The member has this value before.</summary>
    private static bool IsDefault(IOperation target) =>
        target.Parent is ISimpleAssignmentOperation { Value: { ConstantValue: { HasValue: true, Value: null or false or 0 or 0L or 0.0 } } };

    private static bool IsInStatementOf(IOperation start, IOperation write) =>
        write.Syntax.FirstAncestorOrSelf<StatementSyntax>() is { } statement && statement is not BlockSyntax && statement.Span.Contains(start.Syntax.Span);

    /// <summary>After the start the constructor signals something, or waits for it; or both hold a lock.</summary>
    private static bool IsOrdered(ConstructorStart start, BodyEffects effects, Body constructor)
    {
        foreach (var operation in constructor.Operations.All)
        {
            if (Calls.EffectOf(operation, constructor) is not { } effect)
            {
                continue;
            }

            var traits = EffectGroups.TraitsOf(effect);
            if (((traits & BodyTraits.Synchronizes) != 0 && effect.Effect is not (Effect.Submit or Effect.Start or Effect.Subscribe) && operation.Syntax.SpanStart > start.Start.Syntax.SpanStart)
                || ((traits & BodyTraits.Locks) != 0 && effects.Has(BodyTraits.Locks)))
            {
                return true;
            }
        }

        return constructor.Syntax.DescendantNodes().Any(static node => node is LockStatementSyntax) && effects.Accesses.Any(static access => access.IsGuarded);
    }
}
