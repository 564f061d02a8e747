using System.Diagnostics.CodeAnalysis;
using System.Reflection;

namespace ConcurrencyAnalyzers.Runtime.Managers;

/// <summary>What of an interface can be called from another process: the methods, by name and parameter types.</summary>
internal sealed class InterfaceContract
{
    internal const string TrimMessage = "Calls by interface find its members by reflection and make a proxy at run time. In trimmed or AOT-compiled programs use the managed collections and queues.";

    /// <summary>What <see cref="DispatchProxy"/> asks for.</summary>
    internal const DynamicallyAccessedMemberTypes Needs = DynamicallyAccessedMemberTypes.All;

    private readonly Dictionary<string, MethodInfo> _methods = new(StringComparer.Ordinal);

    private InterfaceContract(Type type) => Name = type.Name;

    internal string Name { get; }

    /// <exception cref="ArgumentException">Not an interface, or with a member that has no counterpart in another process.</exception>
    /// <exception cref="NotSerializableException">A parameter or result cannot cross.</exception>
    [RequiresUnreferencedCode(TrimMessage)]
    [RequiresDynamicCode(TrimMessage)]
    internal static InterfaceContract Of(Type type)
    {
        if (!type.IsInterface)
        {
            throw new ArgumentException($"{type.Name} is no interface. Register the object by an interface that has the members to be called.");
        }

        var contract = new InterfaceContract(type);
        foreach (MethodInfo method in type.GetInterfaces().Append(type).SelectMany(static one => one.GetMethods()).Where(static method => !method.IsStatic))
        {
            Check(type, method);
            contract._methods[Signature(method)] = method;
        }

        return contract;
    }

    internal static string Signature(MethodInfo method) =>
        $"{method.DeclaringType!.FullName}.{method.Name}({string.Join(',', method.GetParameters().Select(static one => one.ParameterType.ToString()))})";

    internal MethodInfo? Find(string signature) => _methods.GetValueOrDefault(signature);

    [RequiresUnreferencedCode(TrimMessage)]
    [RequiresDynamicCode(TrimMessage)]
    private static void Check(Type type, MethodInfo method)
    {
        string? reason =
            method.IsGenericMethodDefinition ? "is generic"
            : method.GetParameters().Any(static one => one.ParameterType.IsByRef) ? "has a ref or out parameter; return the value instead"
            : typeof(Task).IsAssignableFrom(method.ReturnType) || method.ReturnType.Name.StartsWith("ValueTask", StringComparison.Ordinal) ? "returns a task; return the value itself"
            : null;
        if (reason is not null)
        {
            throw new ArgumentException($"{type.Name}.{method.Name} cannot be called from another process: it {reason}.");
        }

        foreach (ParameterInfo parameter in method.GetParameters())
        {
            WireCodec.EnsureSupported(parameter.ParameterType, $"{type.Name}.{method.Name}, parameter {parameter.Name}");
        }

        if (method.ReturnType != typeof(void))
        {
            WireCodec.EnsureSupported(method.ReturnType, $"{type.Name}.{method.Name}, result");
        }
    }
}
