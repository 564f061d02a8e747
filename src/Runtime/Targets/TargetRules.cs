using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.CompilerServices;
using ConcurrencyAnalyzers.Runtime.Internal;

namespace ConcurrencyAnalyzers.Runtime;

/// <summary>What a method must be to run in another process.</summary>
internal static class TargetRules
{
    /// <summary>The method's name as the user wrote it, with its class.</summary>
    internal static string NameOf(MethodInfo method)
    {
        string name = TargetNames.Of(method) ?? "a lambda";
        Type? type = method.DeclaringType;
        return type is null || type.Name.StartsWith('<') || method.Name.StartsWith('<') ? name : $"{Refusal.Name(type)}.{name}";
    }

    /// <summary>The other process loads the program's files; what was made at run time is in none of them.</summary>
    internal static void ThrowIfNotInFile(MethodInfo method)
    {
        Module module = method.Module;
        if (method.DeclaringType is null || module.Assembly.IsDynamic)
        {
            throw new ArgumentException("The target was compiled at run time; another process does not have it. Pass a method of the program.", nameof(method));
        }

        if (module.Assembly.IsCollectible)
        {
            throw new ArgumentException(
                $"{NameOf(method)} is in {module.Assembly.GetName().Name}, which was loaded as a plugin; another process does not load it by itself. Pass a method of the program that loads the plugin.", nameof(method));
        }
    }

    /// <summary>True for objects that may cross as argument 0 of their own method.</summary>
    [UnconditionalSuppressMessage("Trimming", "IL2070", Justification = "Asks for interfaces; a trimmed one would lead to a refusal.")]
    internal static bool IsState(Type type) =>
        type.IsDefined(typeof(ProcessStateAttribute), inherit: true)
        || Array.Exists(type.GetInterfaces(), i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IWireSerializable<>));

    internal static void ThrowIfAsyncVoid(MethodInfo method)
    {
        if (method.ReturnType == typeof(void) && method.IsDefined(typeof(AsyncStateMachineAttribute), inherit: false))
        {
            throw new ArgumentException($"{NameOf(method)} is async void: nobody can wait for its end, so the process would exit in its middle. Let it return Task.", nameof(method));
        }
    }

    internal static void ThrowIfOpen(MethodInfo method)
    {
        if (method.ContainsGenericParameters)
        {
            throw new ArgumentException($"{NameOf(method)} is generic; say for which types.", nameof(method));
        }
    }
}
