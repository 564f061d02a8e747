using ConcurrencyAnalyzers.Flow;
using ConcurrencyAnalyzers.Flow.Locks;
using ConcurrencyAnalyzers.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Rules.Locking;

/// <summary>How likely an operation throws, as far as the source tells.</summary>
internal enum ThrowingKind
{
    /// <summary>Throws only when the program is beyond repair.</summary>
    Never,
    Possible,

    /// <summary>A throw stands here, or in the method of this type that is called.</summary>
    InSource,
}

/// <summary>Tells work that may well throw from the plain reads and writes that most critical sections are made of.</summary>
internal static class ThrowingWork
{
    /// <summary>Calls of calls are followed this far.</summary>
    private const int MaxDepth = 3;

    public static ThrowingKind KindOf(IOperation operation, Body body, LockBody? locks, int depth = 0)
    {
        if ((locks is null ? LockEvents.Of(operation, body) : locks.Events.TryGetValue(operation, out var known) ? known : null) is { } found)
        {
            return found.Kind == LockEventKind.Acquire && IsCancellable(operation) ? ThrowingKind.Possible : ThrowingKind.Never;
        }

        if (IsThrown(operation, body))
        {
            return IsPlaceholder(operation) ? ThrowingKind.Possible : ThrowingKind.InSource;
        }

        return operation switch
        {
            IInvocationOperation or IObjectCreationOperation or IPropertyReferenceOperation when CallSite.Of(operation, body) is { } call => OfCall(call, depth),
            IInvocationOperation { TargetMethod.Name: "ConfigureAwait" or "GetAwaiter" or "AsTask" } => ThrowingKind.Never,
            IInvocationOperation call => IsHarmless(call.TargetMethod) ? ThrowingKind.Never : ThrowingKind.Possible,
            IObjectCreationOperation creation => IsHarmlessCreation(creation) ? ThrowingKind.Never : ThrowingKind.Possible,
            IPropertyReferenceOperation property => IsHarmless(property) ? ThrowingKind.Never : ThrowingKind.Possible,
            IAwaitOperation { Operation: var awaited } when LockEvents.CallBehind(awaited, body) is { } call => OfAwaited(call, body, depth),
            IAwaitOperation => ThrowingKind.Possible,
            _ => ThrowOracle.CanThrow(operation) ? ThrowingKind.Possible : ThrowingKind.Never,
        };
    }

    /// <summary>What the awaited call's own code throws; the wait for a lock throws where it stands.</summary>
    private static ThrowingKind OfAwaited(IInvocationOperation call, Body body, int depth) =>
        LockEvents.Of(call, body) is not null ? ThrowingKind.Never
        : CallSite.Of(call, body) is { } site ? OfCall(site, depth)
        : ThrowingKind.Possible;

    private static ThrowingKind OfCall(CallSite call, int depth)
    {
        if (depth >= MaxDepth)
        {
            return ThrowingKind.Possible;
        }

        var isSynchronous = CallCompletion.IsSynchronous(call);
        var worst = ThrowingKind.Never;
        foreach (var block in call.Callee.Graph.Blocks)
        {
            if (!block.IsReachable || IsGuarded(block))
            {
                continue;
            }

            foreach (var inner in call.Callee.Operations[block])
            {
                if (ThrowOracle.CanThrow(inner) || inner == block.BranchValue)
                {
                    var kind = KindOf(inner, call.Callee, null, depth + 1);
                    worst = kind > worst ? kind : worst;
                }
            }
        }

        return worst == ThrowingKind.InSource && !isSynchronous ? ThrowingKind.Possible : worst;
    }

    /// <summary>A handler may catch what is thrown in the block.</summary>
    private static bool IsGuarded(BasicBlock block)
    {
        for (var region = block.EnclosingRegion; region.EnclosingRegion is { } parent && region.Kind != ControlFlowRegionKind.Root; region = parent)
        {
            if (region.Kind == ControlFlowRegionKind.Try && parent.Kind == ControlFlowRegionKind.TryAndCatch)
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsThrown(IOperation operation, Body body) =>
        operation.Parent is null && body.Graph.Blocks.Any(block => block.BranchValue == operation && block.FallThroughSuccessor?.Semantics == ControlFlowBranchSemantics.Throw);

    /// <summary>
    /// A throw that says that the user's code is never reached there, or is not written yet: nobody handles these, so they leak no lock that matters.
    /// </summary>
    private static bool IsPlaceholder(IOperation thrown)
    {
        while (thrown is IConversionOperation conversion)
        {
            thrown = conversion.Operand;
        }

        return thrown.Type?.Name is "UnreachableException" or nameof(NotImplementedException);
    }

    private static bool IsCancellable(IOperation acquire) =>
        acquire is IInvocationOperation call
        && call.Arguments.Any(static argument => argument.Parameter?.Type.Name == nameof(CancellationToken)
            && argument.ArgumentKind == ArgumentKind.Explicit
            && argument.Value is not IDefaultValueOperation and not IPropertyReferenceOperation { Property.Name: nameof(CancellationToken.None) });

    private static bool IsHarmless(IMethodSymbol method)
    {
        var type = method.ContainingType;
        return type?.ContainingNamespace?.ToDisplayString() switch
        {
            "System" => (type.SpecialType == SpecialType.System_IDisposable && method.Name == "Dispose") || type.Name is nameof(Console) or nameof(Math) or "MathF" or nameof(GC) or nameof(Environment) || (type.SpecialType == SpecialType.System_String && method.Name is "IsNullOrEmpty" or "IsNullOrWhiteSpace" or "Equals" or "Concat" or "op_Equality" or "op_Inequality") || method.Name is "GetValueOrDefault" or "Equals" or "GetHashCode" or "CompareTo" or "ReferenceEquals" || method.MethodKind == MethodKind.UserDefinedOperator,
            "System.Diagnostics" => type.Name is "Debug" or "Trace" or "Stopwatch",
            "System.Threading" => type.Name is nameof(Interlocked) or nameof(Volatile) or "SpinWait" || (type.Name is nameof(Thread) && method.Name is "Sleep" or "Yield" or "MemoryBarrier") || method.Name is "Set" or "Reset" or "Pulse" or "PulseAll" || (type.Name == nameof(CancellationTokenSource) && method.Name == "Dispose"),
            "System.Threading.Tasks" => method.Name is "FromResult" or "TrySetResult" or "TrySetException" or "TrySetCanceled",
            "System.Collections.Generic" or "System.Collections.Concurrent" or "System.Collections" => IsHarmlessOnCollections(method),
            "System.Text" => method.Name is "Append" or "AppendLine" or "Clear",
            _ => false,
        };
    }

    /// <summary>What a collection does without complaint; what it is asked to find may be missing.</summary>
    private static bool IsHarmlessOnCollections(IMethodSymbol method) =>
        method.Name is "Clear" or "Contains" or "ContainsKey" or "TryGetValue" or "TryAdd" or "Remove" or "Enqueue" or "Push" or "TryDequeue" or "TryPop" or "TryPeek" or "TryTake"
            or "AddFirst" or "AddLast" or "AddRange" or "ToArray" or "GetEnumerator" or "MoveNext" or "Dispose" or "TrimExcess" or "TryRemove"
        || (method.Name == "Add" && method.ContainingType.Name is "List" or "HashSet" or "SortedSet" or "ConcurrentBag" or "ICollection" or "IList" or "ISet" && method.Parameters.Length == 1);

    private static bool IsHarmlessCreation(IObjectCreationOperation creation) =>
        creation.Type is { } type
        && (type.SpecialType != SpecialType.None
            || type.ContainingNamespace?.ToDisplayString() is "System.Collections.Generic" or "System.Collections.Concurrent" or "System.Threading" or "System.Text"
            || creation.Constructor is { IsImplicitlyDeclared: true }
            || type.TypeKind == TypeKind.Struct && type.ContainingNamespace?.Name == nameof(System)
            || DerivesFromException(type));

    private static bool DerivesFromException(ITypeSymbol type)
    {
        for (var current = type.BaseType; current is not null; current = current.BaseType)
        {
            if (current.Name == nameof(Exception) && current.ContainingNamespace?.Name == nameof(System))
            {
                return true;
            }
        }

        return type.Name == nameof(Exception);
    }

    private static bool IsHarmless(IPropertyReferenceOperation property)
    {
        var symbol = property.Property;
        return symbol.IsAutoProperty()
            || (!symbol.IsIndexer && symbol.Locations.All(static location => !location.IsInSource) && symbol.Name is not ("Value" or "Result") && symbol.ContainingNamespace?.Name != "IO")
            || (symbol.IsIndexer && property.Parent is ISimpleAssignmentOperation assignment && assignment.Target == property && symbol.ContainingType.Name is "Dictionary" or "ConcurrentDictionary");
    }
}
