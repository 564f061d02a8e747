using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace ConcurrencyAnalyzers.Runtime.Internal;

/// <summary>Finds, once per type, how its values cross; refuses types that would lose something.</summary>
[RequiresUnreferencedCode(WireCodec.TrimMessage)]
[RequiresDynamicCode(WireCodec.TrimMessage)]
internal static class FormatterFactory
{
    private static readonly ConcurrentDictionary<Type, WireFormatter> _known = new();

    internal static WireFormatter Get(Type type, string path) =>
        _known.TryGetValue(type, out WireFormatter? known) ? known : _known.GetOrAdd(type, Create(type, path));

    private static WireFormatter Create(Type type, string path)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        Refusal.ThrowIfNoValue(type, path);
        return ScalarTypes.Find(type)
            ?? (type == typeof(object) ? new ObjectFormatter() : null)
            ?? FindStructural(type, path)
            ?? FindCustom(type, path)
            ?? CollectionTypes.Find(type, path)
            ?? FindBlittable(type)
            ?? FindDto(type, path);
    }

    private static WireFormatter? FindStructural(Type type, string path)
    {
        if (type.IsEnum)
        {
            return Make(typeof(BlitFormatter<>), [type], WireTag.Enum);
        }

        if (type.IsArray)
        {
            Type element = type.GetElementType()!;
            return type.IsSZArray
                ? Make(typeof(ArrayFormatter<>), [element], Get(element, path + "[]"))
                : throw Refusal.Because(path, type, "has several dimensions: pass a jagged array, or a flat one and its width");
        }

        return Nullable.GetUnderlyingType(type) is { } inner
            ? Make(typeof(NullableFormatter<>), [inner], Get(inner, path))
            : null;
    }

    private static WireFormatter? FindCustom(Type type, string path)
    {
        Type? inherited = null;
        foreach (Type contract in type.GetInterfaces())
        {
            if (contract.IsGenericType && contract.GetGenericTypeDefinition() == typeof(IWireSerializable<>))
            {
                if (contract.GenericTypeArguments[0] == type)
                {
                    return Make(typeof(CustomFormatter<>), [type]);
                }

                inherited = contract.GenericTypeArguments[0];
            }
        }

        // The base's ReadFrom makes bases: the derived part would be lost.
        return inherited is null
            ? null
            : throw Refusal.Because(path, type, $"inherits IWireSerializable<{Refusal.Name(inherited)}>: implement IWireSerializable<{Refusal.Name(type)}> itself");
    }

    private static WireFormatter? FindBlittable(Type type) =>
        Blittable.Is(type) ? Make(typeof(BlitFormatter<>), [type], WireTag.Struct) : null;

    private static WireFormatter FindDto(Type type, string path)
    {
        Refusal.ThrowIfBoundToProcess(type, path);
        return Make(typeof(DtoFormatter<>), [type], path);
    }

    internal static WireFormatter Make(
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] Type definition, Type[] arguments, params object?[] values)
    {
        try
        {
            return (WireFormatter)Activator.CreateInstance(
                definition.MakeGenericType(arguments), System.Reflection.BindingFlags.Instance | System.Reflection.BindingFlags.Public | System.Reflection.BindingFlags.DoNotWrapExceptions, null, values, null)!;
        }
        catch (ArgumentException exception)
        {
            throw new NotSerializableException($"{string.Join(", ", Array.ConvertAll(arguments, Refusal.Name))} cannot cross to another process: {exception.Message}", exception);
        }
    }
}
