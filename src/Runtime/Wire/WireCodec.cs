using System.Diagnostics.CodeAnalysis;
using ConcurrencyAnalyzers.Runtime.Internal;

namespace ConcurrencyAnalyzers.Runtime;

/// <summary>
/// Values to bytes and back. Both ends name the declared type; the bytes only confirm it. Thread-safe.
/// Hot paths take a <see cref="WireFormatter{T}"/> once and use it without reflection.
/// </summary>
[RequiresUnreferencedCode(TrimMessage)]
[RequiresDynamicCode(TrimMessage)]
internal static class WireCodec
{
    internal const string TrimMessage =
        "How values cross to another process is found by reflection. In trimmed programs implement IWireSerializable<T>, or register a JsonSerializerContext with WireTypes.Register.";

    /// <summary>How a type is written and read.</summary>
    /// <exception cref="NotSerializableException">The type cannot cross; the message names the member.</exception>
    internal static WireFormatter<T> Formatter<T>() => FormatterCache<T>.Value ?? FormatterCache<T>.Create(Refusal.Name(typeof(T)));

    /// <inheritdoc cref="Formatter{T}()"/>
    internal static WireFormatter Formatter(Type type) => FormatterFactory.Get(type, Refusal.Name(type));

    internal static void Write<T>(WireWriter writer, T value) => Formatter<T>().Write(writer, value);

    internal static T Read<T>(WireReader reader) => Formatter<T>().Read(reader);

    internal static void Write(WireWriter writer, Type declared, object? value) => Formatter(declared).WriteBoxed(writer, value);

    internal static object? Read(WireReader reader, Type declared) => Formatter(declared).ReadBoxed(reader);

    /// <summary>Refuses a type that cannot cross, before anything is sent.</summary>
    /// <param name="type">The declared type.</param>
    /// <param name="path">What the type is of, for the message: "argument 'job'", "the result".</param>
    /// <exception cref="NotSerializableException">The type cannot cross; the message names the member and what to write instead.</exception>
    internal static void EnsureSupported(Type type, string path) => FormatterFactory.Get(type, path);

    [RequiresUnreferencedCode(TrimMessage)]
    [RequiresDynamicCode(TrimMessage)]
    private static class FormatterCache<T>
    {
        // A failure is not kept: a type may be registered later.
        internal static WireFormatter<T>? Value;

        internal static WireFormatter<T> Create(string path) => Value = (WireFormatter<T>)FormatterFactory.Get(typeof(T), path);
    }
}
