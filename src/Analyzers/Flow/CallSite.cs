using System.Collections.Immutable;
using ConcurrencyAnalyzers.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Flow;

/// <summary>A place that runs, for certain, one known body of the same type, on the same thread and before it goes on.</summary>
internal sealed class CallSite
{
    private readonly ImmutableArray<IArgumentOperation> arguments;
    private readonly IOperation? assignedValue;

    private CallSite(IOperation operation, Body caller, Body callee, IOperation? receiver, ImmutableArray<IArgumentOperation> arguments, IOperation? assignedValue = null)
    {
        Operation = operation;
        Caller = caller;
        Callee = callee;
        Receiver = receiver;
        this.arguments = arguments;
        this.assignedValue = assignedValue;
    }

    public IOperation Operation { get; }

    public Body Caller { get; }

    public Body Callee { get; }

    /// <summary>The object that is <c>this</c> in the callee; null in a static method, and where caller and callee share their <c>this</c>.</summary>
    public IOperation? Receiver { get; }

    /// <returns>Null where the operation is no call, or may run something else than one body that this type has.</returns>
    public static CallSite? Of(IOperation operation, Body caller) => operation switch
    {
        IInvocationOperation call => OfInvocation(call, caller),
        IObjectCreationOperation { Constructor: { } constructor } creation when caller.Type.BodyOf(constructor) is { } callee =>
            new(operation, caller, callee, creation, creation.Arguments),
        IPropertyReferenceOperation property => OfProperty(property, caller),
        ICompoundAssignmentOperation { Target: IPropertyReferenceOperation property } => OfAccessor(property.Property.SetMethod, property, operation, caller, null),
        IIncrementOrDecrementOperation { Target: IPropertyReferenceOperation property } => OfAccessor(property.Property.SetMethod, property, operation, caller, null),
        _ => null,
    };

    /// <summary>The path in the caller of what the callee calls by the given path; null where the caller cannot name it.</summary>
    public AccessPath? InCaller(AccessPath inCallee)
    {
        switch (inCallee.Root)
        {
            case PathRoot.Static:
                return IsSameConstruction ? inCallee : null;

            case PathRoot.This when Receiver is null:
                return inCallee;

            case PathRoot.This:
                return AccessPaths.Of(Receiver, Caller) is { } receiver ? inCallee.Rebase(receiver) : null;

            case PathRoot.Parameter when SymbolEqualityComparer.Default.Equals(inCallee.Symbol!.ContainingSymbol, Callee.Owner):
                return Argument((IParameterSymbol)inCallee.Symbol) is { } argument && AccessPaths.Of(argument, Caller) is { } path ? inCallee.Rebase(path) : null;

            // The callee's own variable: where a method calls itself, that of another call.
            case PathRoot.Local when SymbolEqualityComparer.Default.Equals(inCallee.Symbol!.ContainingSymbol, Callee.Owner):
                return null;

            default:
                // A variable that the callee captured: the same one, if the caller can see it at all.
                return ReferenceEquals(Callee.Outermost, Caller.Outermost) ? inCallee : null;
        }
    }

    /// <summary>False for a call into another construction of the generic type, which has statics of its own.</summary>
    private bool IsSameConstruction =>
        Operation is not IInvocationOperation call
        || call.TargetMethod.MethodKind is MethodKind.DelegateInvoke or MethodKind.LocalFunction
        || !call.TargetMethod.ContainingType.IsGenericType
        || SymbolEqualityComparer.Default.Equals(call.TargetMethod.ContainingType, call.TargetMethod.ContainingType.OriginalDefinition);

    public IOperation? Argument(IParameterSymbol parameter)
    {
        foreach (var argument in arguments)
        {
            if (argument.Parameter?.Ordinal == parameter.Ordinal)
            {
                return argument.Value;
            }
        }

        return assignedValue;
    }

    private static CallSite? OfInvocation(IInvocationOperation call, Body caller)
    {
        var method = call.TargetMethod;
        if (method.MethodKind == MethodKind.DelegateInvoke)
        {
            return call.Instance is { } instance && OfDelegate(instance, caller) is { } lambda ? new(call, caller, lambda, null, call.Arguments) : null;
        }

        if (IsForEach(method) && call.Arguments.Length > 0)
        {
            return OfDelegate(call.Arguments[call.Arguments.Length - 1].Value, caller) is { } action
                ? new(call, caller, action, null, ImmutableArray<IArgumentOperation>.Empty)
                : null;
        }

        return RunsItself(method, call.Instance, caller) && caller.Type.BodyOf(method) is { } callee
            ? new(call, caller, callee, Shared(call.Instance), call.Arguments)
            : null;
    }

    private static CallSite? OfProperty(IPropertyReferenceOperation property, Body caller) => property.Parent switch
    {
        ISimpleAssignmentOperation assignment when assignment.Target == property => OfAccessor(property.Property.SetMethod, property, property, caller, assignment.Value),
        INameOfOperation or ITupleOperation { Parent: IDeconstructionAssignmentOperation } => null,

        // A change in place reads first; what it writes is the business of the operation around it.
        _ => OfAccessor(property.Property.GetMethod, property, property, caller, null),
    };

    private static CallSite? OfAccessor(IMethodSymbol? accessor, IPropertyReferenceOperation property, IOperation place, Body caller, IOperation? value) =>
        accessor is not null && RunsItself(accessor, property.Instance, caller) && caller.Type.BodyOf(accessor) is { } callee
            ? new(place, caller, callee, Shared(property.Instance), property.Arguments, value)
            : null;

    /// <summary>A lambda or a method of this type whose instance is the caller's own.</summary>
    private static Body? OfDelegate(IOperation value, Body caller)
    {
        if (caller.Definitions.Origin(value) is not IDelegateCreationOperation creation)
        {
            return null;
        }

        return creation.Target switch
        {
            IFlowAnonymousFunctionOperation lambda => caller.Outermost.NestedBodyOf(lambda.Symbol),
            IMethodReferenceOperation { Instance: null or IInstanceReferenceOperation } reference when reference.Method.IsMonomorphic() => caller.Type.BodyOf(reference.Method),
            _ => null,
        };
    }

    private static bool IsForEach(IMethodSymbol method) =>
        method is { Name: "ForEach", ContainingType: { Name: "List" or "Array", ContainingNamespace.Name: "Generic" or "System" } };

    private static bool RunsItself(IMethodSymbol method, IOperation? instance, Body caller) =>
        method.IsMonomorphic()
        || instance is IInstanceReferenceOperation reference && reference.IsBase()
        || (!method.IsAbstract && caller.Type.Compilation.IsNeverOverridden(method));

    /// <summary><c>this</c> is the same object in caller and callee.</summary>
    private static IOperation? Shared(IOperation? instance) => instance is IInstanceReferenceOperation ? null : instance;
}
