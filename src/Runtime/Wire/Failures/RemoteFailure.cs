using System.Collections;
using System.Diagnostics.CodeAnalysis;
using ConcurrencyAnalyzers.Runtime.Internal;

namespace ConcurrencyAnalyzers.Runtime;

/// <summary>An exception on its way to another process: plain text and numbers, whatever the exception is.</summary>
internal sealed class RemoteFailure
{
    private const int MaxText = 64 * 1024;
    private const int MaxChildren = 64;
    private const int MaxDepth = 16;

    internal string TypeName { get; private init; } = "";

    /// <summary>Null if the exception's own code failed to say it.</summary>
    internal string? Message { get; private init; }

    internal string StackTrace { get; private init; } = "";

    internal string? Source { get; private init; }

    internal int HResult { get; private init; }

    internal bool IsAggregate { get; private init; }

    /// <summary>The inner exception, or all of an aggregate.</summary>
    internal RemoteFailure[] Children { get; private init; } = [];

    internal KeyValuePair<string, object?>[] Data { get; private init; } = [];

    /// <summary>Takes an exception apart. Never throws: a getter that throws costs only what it would have returned.</summary>
    internal static RemoteFailure FromException(Exception exception) => FromException(exception, 0);

    internal static RemoteFailure Read(WireReader reader) => FailureFormat.Read(reader, 0);

    internal void Write(WireWriter writer) => FailureFormat.Write(writer, this);

    /// <summary>Makes the exception again: as its own type where that is known to be harmless, else as a <see cref="RemoteException"/>. The other process's stack stands in front.</summary>
    [RequiresUnreferencedCode(TargetId.TrimMessage)]
    internal Exception ToException(int processId) => new ExceptionBuilder(processId).Build(this);

    internal static RemoteFailure Create(
        string typeName, string? message, string stackTrace, string? source, int hresult, bool isAggregate, RemoteFailure[] children, KeyValuePair<string, object?>[] data) => new()
        {
            TypeName = typeName,
            Message = message,
            StackTrace = stackTrace,
            Source = source,
            HResult = hresult,
            IsAggregate = isAggregate,
            Children = children,
            Data = data,
        };

    private static RemoteFailure FromException(Exception exception, int depth) => new()
    {
        TypeName = exception.GetType().FullName ?? exception.GetType().Name,
        Message = Cut(Try(() => MessageOf(exception)) ?? (exception is AggregateException ? "One or more errors occurred." : null)),
        StackTrace = Cut(Try(() => exception.StackTrace)) ?? "",
        Source = Cut(Try(() => exception.Source)),
        HResult = exception.HResult,
        IsAggregate = exception is AggregateException,
        Children = depth == MaxDepth ? [] : ChildrenOf(exception, depth + 1),
        Data = Try(() => DataOf(exception)) ?? [],
    };

    /// <summary>An aggregate's message repeats those of its parts, and so it would grow with each crossing.</summary>
    private static string? MessageOf(Exception exception)
    {
        string? message = exception.Message;
        if (exception is AggregateException aggregate && message is not null)
        {
            int parts = message.IndexOf($" ({aggregate.InnerExceptions[0].Message})", StringComparison.Ordinal);
            return parts < 0 ? message : message[..parts];
        }

        return message;
    }

    private static RemoteFailure[] ChildrenOf(Exception exception, int depth)
    {
        var children = new List<RemoteFailure>();
        if (exception is AggregateException aggregate)
        {
            foreach (Exception inner in aggregate.InnerExceptions)
            {
                if (children.Count < MaxChildren)
                {
                    children.Add(FromException(inner, depth));
                }
            }
        }
        else if (exception.InnerException is { } inner)
        {
            children.Add(FromException(inner, depth));
        }

        return [.. children];
    }

    private static KeyValuePair<string, object?>[] DataOf(Exception exception)
    {
        var entries = new List<KeyValuePair<string, object?>>();
        foreach (DictionaryEntry entry in exception.Data)
        {
            bool isPlain = entry.Value is null || PlainTypes.TagOf(entry.Value.GetType()) is not null;
            if (isPlain && entry.Key is string key && entries.Count < MaxChildren)
            {
                entries.Add(new(key, entry.Value is string text ? Cut(text) : entry.Value));
            }
        }

        return [.. entries];
    }

    private static string? Cut(string? text) => text is { Length: > MaxText } ? text[..MaxText] + "…" : text;

    private static T? Try<T>(Func<T?> getter)
    {
        try
        {
            return getter();
        }
        catch (Exception)
        {
            return default;
        }
    }
}
