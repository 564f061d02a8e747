using System.Globalization;

namespace ConcurrencyAnalyzers.Runtime.Platform;

/// <summary>A process for ever: ids are used again, an id with a start time is not.</summary>
internal readonly record struct ProcessIdentity(int ProcessId, long StartTime)
{
    private static readonly Lazy<ProcessIdentity> s_current = new(static () => Of(Environment.ProcessId)!.Value);

    internal static ProcessIdentity Current => s_current.Value;

    internal bool IsAlive => CurrentPlatform.Instance.StartTimeOf(ProcessId) == StartTime;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{ProcessId}-{StartTime}");

    internal static ProcessIdentity? Of(int processId) =>
        CurrentPlatform.Instance.StartTimeOf(processId) is { } start ? new ProcessIdentity(processId, start) : null;

    internal static bool TryParse(ReadOnlySpan<char> text, out ProcessIdentity identity)
    {
        int dash = text.IndexOf('-');
        if (dash > 0
            && int.TryParse(text[..dash], NumberStyles.None, CultureInfo.InvariantCulture, out int id)
            && long.TryParse(text[(dash + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out long start))
        {
            identity = new ProcessIdentity(id, start);
            return true;
        }

        identity = default;
        return false;
    }
}
