using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace ConcurrencyAnalyzers.Runtime;

/// <summary>Chooses a typed call where the method is plain and small.</summary>
[RequiresUnreferencedCode(TargetId.TrimMessage)]
[RequiresDynamicCode(TargetId.TrimMessage)]
internal static class TypedInvokerFactory
{
    private static readonly Type[] _actions = [typeof(ActionInvoker), typeof(ActionInvoker<>), typeof(ActionInvoker<,>)];
    private static readonly Type[] _functions = [typeof(FuncInvoker<>), typeof(FuncInvoker<,>), typeof(FuncInvoker<,,>)];
    private static readonly Type[] _actionDelegates = [typeof(Action), typeof(Action<>), typeof(Action<,>)];
    private static readonly Type[] _functionDelegates = [typeof(Func<>), typeof(Func<,>), typeof(Func<,,>)];

    // What is named by its open type only loses its constructor when a program is trimmed.
    [DynamicDependency(DynamicallyAccessedMemberTypes.PublicConstructors, typeof(ActionInvoker))]
    [DynamicDependency(DynamicallyAccessedMemberTypes.PublicConstructors, typeof(ActionInvoker<>))]
    [DynamicDependency(DynamicallyAccessedMemberTypes.PublicConstructors, typeof(ActionInvoker<,>))]
    [DynamicDependency(DynamicallyAccessedMemberTypes.PublicConstructors, typeof(FuncInvoker<>))]
    [DynamicDependency(DynamicallyAccessedMemberTypes.PublicConstructors, typeof(FuncInvoker<,>))]
    [DynamicDependency(DynamicallyAccessedMemberTypes.PublicConstructors, typeof(FuncInvoker<,,>))]
    internal static TargetInvoker? TryMake(TargetShape shape)
    {
        bool isPlain = RuntimeFeature.IsDynamicCodeSupported && shape.ReceiverType is null && shape.Awaiter is null
            && shape.Slots.Length < _actions.Length && Array.TrueForAll(shape.Slots, slot => slot is not null);
        if (!isPlain)
        {
            return null;
        }

        var types = new List<Type>(Array.ConvertAll(shape.Slots, slot => slot!.Type));
        var values = new List<object>(shape.Slots!);
        if (shape.Result is not null)
        {
            types.Add(shape.Result.Type);
            values.Add(shape.Result);
        }

        int arity = shape.Slots.Length;
        values.Insert(0, MakeDelegate(shape, Close((shape.Result is null ? _actionDelegates : _functionDelegates)[arity], types)));
        Type invoker = Close((shape.Result is null ? _actions : _functions)[arity], types);
        return (TargetInvoker)Activator.CreateInstance(invoker, [.. values])!;
    }

    private static Delegate MakeDelegate(TargetShape shape, Type type) =>
        shape.NeedsClosure ? shape.Method.CreateDelegate(type, shape.MakeClosure()) : shape.Method.CreateDelegate(type);

    private static Type Close(Type definition, List<Type> types) =>
        types.Count == 0 ? definition : definition.MakeGenericType([.. types]);
}
