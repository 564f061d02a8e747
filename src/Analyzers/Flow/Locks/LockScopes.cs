using ConcurrencyAnalyzers.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Flow.Locks;

/// <summary>
/// Scope objects that users write themselves: <c>using (ReadLock()) …</c>, where a method of the same type, or a constructor, acquires a lock and its
/// result's Dispose gives it back. Which member that Dispose calls does not matter: it undoes what the maker did.
/// </summary>
internal static class LockScopes
{
    /// <summary>The object that the call makes, if it is one that is disposed of to end something; through an out argument too.</summary>
    public static bool IsMaker(CallSite call) =>
        IsScope(ResultOf(call.Operation.Type))
        || call.Operation is IInvocationOperation { TargetMethod.Parameters: var parameters } && parameters.Any(static parameter => parameter.RefKind == RefKind.Out && IsScope(parameter.Type));

    /// <summary>Whether the body returns such an object, or constructs one.</summary>
    public static bool IsMaker(Body body) => body.Method switch
    {
        { MethodKind: MethodKind.Constructor } constructor => IsScope(constructor.ContainingType),
        { } method => IsScope(ResultOf(method.ReturnType)),
        null => false,
    };

    /// <summary>The call whose scope the operation ends; null where it ends none, or one that is not plainly known.</summary>
    public static CallSite? EndedBy(IOperation operation, LockBody locks) => ScopeOf(operation) is { } scope ? MakerOf(scope, locks) : null;

    /// <summary>The call that made the scope object.</summary>
    public static CallSite? MakerOf(IOperation scope, LockBody locks)
    {
        var origin = locks.Body.Definitions.Origin(scope);
        var maker = origin is IObjectCreationOperation ? origin : LockEvents.CallBehind(origin, locks.Body);
        return maker is not null && locks.Calls.TryGetValue(maker, out var call) && IsMaker(call) ? call : null;
    }

    /// <summary>Whether the operation may end the scope that the call has made: the object is not known, but its type fits.</summary>
    public static bool MayEnd(IOperation operation, CallSite maker, Body body)
    {
        if (ScopeOf(operation) is not { } scope || body.Definitions.Origin(scope) is IObjectCreationOperation or IInvocationOperation or IAwaitOperation)
        {
            return false;
        }

        var type = body.Definitions.SkipWrappers(scope).Type;
        return type?.SpecialType == SpecialType.System_IDisposable
            || SymbolEqualityComparer.Default.Equals(type, ResultOf(maker.Operation.Type))
            || maker.Operation is IInvocationOperation { TargetMethod.Parameters: var parameters } && parameters.Any(parameter => parameter.RefKind == RefKind.Out && SymbolEqualityComparer.Default.Equals(type, parameter.Type));
    }

    /// <summary>The Dispose of a scope object, or the lambda that such an object is given to call, releases what the object's maker has acquired.</summary>
    public static bool AreEndedBy(Body release, AccessPath key, LockFlows flows) =>
        (release.IsAnonymous || release.Method is { Name: "Dispose" or "DisposeAsync" })
        && flows.Bodies.Any(maker => IsMaker(maker)
            && (!release.IsAnonymous || release.Parent == maker)
            && flows.SummaryOf(maker).Net.Any(net => net.Max > 0 && SymbolEqualityComparer.Default.Equals(net.Key.Holder, key.Holder)));

    private static IOperation? ScopeOf(IOperation operation) =>
        operation is IInvocationOperation { TargetMethod.Name: "Dispose" or "DisposeAsync", Arguments.IsEmpty: true, Instance: { } scope } ? scope : null;

    /// <summary>What an await of the call yields.</summary>
    private static ITypeSymbol? ResultOf(ITypeSymbol? type) =>
        type is INamedTypeSymbol { Name: "Task" or "ValueTask", ContainingNamespace.Name: "Tasks" } task ? task.TypeArguments.FirstOrDefault() : type;

    private static bool IsScope(ITypeSymbol? type) =>
        type is not null
        && (IsDisposable(type) || type.AllInterfaces.Any(IsDisposable) || (type.IsRefLikeType && type.GetMembers("Dispose").Any(static member => member is IMethodSymbol { Parameters.IsEmpty: true })));

    private static bool IsDisposable(ITypeSymbol type) => type.SpecialType == SpecialType.System_IDisposable || type is { Name: "IAsyncDisposable", ContainingNamespace.Name: nameof(System) };
}
