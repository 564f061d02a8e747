using ConcurrencyAnalyzers.Model;
using ConcurrencyAnalyzers.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Flow.Bodies;

/// <summary>Says what code an operation runs besides its operands.</summary>
internal static class Calls
{
    /// <summary>The row of the table for a call, a creation or a property access. A plain collection is memory, not a primitive.</summary>
    public static MemberEffect? EffectOf(IOperation operation, Body body) =>
        Listed(operation, body) is { Type.Kind: not PrimitiveKind.Unsynchronized } effect ? effect : null;

    /// <summary>For operations that are neither in the table nor calls within the type.</summary>
    public static CallClass Classify(IOperation operation, Body body) => operation switch
    {
        IInvocationOperation call => OfMethod(call.TargetMethod, body),
        IObjectCreationOperation creation => creation.Constructor is { } constructor ? OfMethod(constructor, body) : CallClass.None,
        IPropertyReferenceOperation property => property.Property.IsAutoProperty() && !property.Property.IsVirtual ? CallClass.None : OfMember(property.Property, body),
        IEventAssignmentOperation => CallClass.None,
        IAwaitOperation => CallClass.Wait,
        IReturnOperation { Kind: OperationKind.YieldReturn } => CallClass.Unknown,
        IBinaryOperation { OperatorMethod: { } method } => OfMethod(method, body),
        IUnaryOperation { OperatorMethod: { } method } => OfMethod(method, body),
        IConversionOperation { OperatorMethod: { } method } => OfMethod(method, body),
        IDynamicInvocationOperation or IDynamicMemberReferenceOperation or IDynamicIndexerAccessOperation => CallClass.Unknown,
        IDynamicObjectCreationOperation or IFunctionPointerInvocationOperation => CallClass.Unknown,
        _ => CallClass.None,
    };

    /// <summary>The delegates that a library call gets, and will run at once or soon.</summary>
    public static IEnumerable<IOperation> CallbacksOf(IOperation operation)
    {
        var arguments = operation switch
        {
            IInvocationOperation call => call.Arguments,
            IObjectCreationOperation creation => creation.Arguments,
            _ => default,
        };
        return arguments.IsDefault
            ? []
            : arguments.Select(static argument => argument.Value).Where(static value => value.Type?.TypeKind == TypeKind.Delegate && value.ConstantValue is not { HasValue: true });
    }

    private static MemberEffect? Listed(IOperation operation, Body body) => operation switch
    {
        IInvocationOperation call => body.Model.EffectOf(call),
        IObjectCreationOperation creation => body.Model.EffectOf(creation),
        IPropertyReferenceOperation property => body.Model.EffectOf(property.Property, (Usage.Of(property, body) & AccessKind.Write) != 0),
        _ => null,
    };

    private static CallClass OfMethod(IMethodSymbol method, Body body) =>
        IsTrivialConstructor(method) || method.MethodKind is MethodKind.BuiltinOperator ? CallClass.None : OfMember(method, body);

    private static CallClass OfMember(ISymbol member, Body body) =>
        LibraryCalls.IsUnrelatedToThreads(member, body.Type.Symbol.ContainingAssembly) ? CallClass.Library : CallClass.Unknown;

    private static bool IsTrivialConstructor(IMethodSymbol method) =>
        method is { MethodKind: MethodKind.Constructor, IsImplicitlyDeclared: true, ContainingType.BaseType.SpecialType: SpecialType.System_Object or SpecialType.System_ValueType };
}
