using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace ConcurrencyAnalyzers.Runtime.Internal;

/// <summary>The contexts that the program registered, newest last.</summary>
internal static class JsonContexts
{
    private static readonly object _gate = new();
    private static JsonSerializerContext[] _contexts = [];

    internal static void Add(JsonSerializerContext context)
    {
        lock (_gate)
        {
            _contexts = [.. _contexts, context];
        }
    }

    internal static JsonTypeInfo? Find(Type type)
    {
        foreach (JsonSerializerContext context in Volatile.Read(ref _contexts))
        {
            if (context.GetTypeInfo(type) is { } info)
            {
                return info;
            }
        }

        return null;
    }
}
