using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace ConcurrencyAnalyzers.Runtime.Internal;

/// <summary>The JSON of user types: metadata of a registered context, else reflection where the program has it.</summary>
[RequiresUnreferencedCode(WireCodec.TrimMessage)]
[RequiresDynamicCode(WireCodec.TrimMessage)]
internal static class JsonTypes
{
    private static JsonSerializerOptions? _options;

    private static JsonSerializerOptions Options => _options ??= MakeOptions();

    /// <summary>How a type is written, after making sure that nothing of it is lost.</summary>
    internal static JsonTypeInfo<T> InfoOf<T>(string path)
    {
        JsonTypeInfo? registered = JsonContexts.Find(typeof(T));
        if (!JsonSerializer.IsReflectionEnabledByDefault)
        {
            // Trimmed: the members that could be lost cannot be listed either.
            return (JsonTypeInfo<T>?)registered ?? throw Refusal.Because(
                path, typeof(T), "needs a registered JsonSerializerContext here, because the program is built without JSON reflection: WireTypes.Register(MyContext.Default)");
        }

        StateInspector.ThrowIfLossy(typeof(T), path, registered?.Options.IncludeFields ?? true);
        return (JsonTypeInfo<T>)(registered ?? Options.GetTypeInfo(typeof(T)));
    }

    internal static bool IsPolymorphic(Type type) =>
        type.IsDefined(typeof(JsonPolymorphicAttribute), inherit: false) || type.IsDefined(typeof(JsonDerivedTypeAttribute), inherit: false);

    private static JsonSerializerOptions MakeOptions() => new()
    {
        IncludeFields = true,
        MaxDepth = WireLimits.MaxDepth,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { RefuseOtherKinds } },
        Converters = { new WireJsonConverterFactory() },
    };

    /// <summary>JSON writes a member as what is declared; a derived object would lose the rest in silence.</summary>
    private static void RefuseOtherKinds(JsonTypeInfo info)
    {
        if (info.Kind != JsonTypeInfoKind.Object || info.Type.IsValueType || IsPolymorphic(info.Type))
        {
            return;
        }

        Type declared = info.Type;
        info.OnSerializing = value =>
        {
            if (value.GetType() != declared)
            {
                throw Refusal.OtherType(declared, value.GetType());
            }
        };
    }
}
