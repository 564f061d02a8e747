using System.Globalization;
using ConcurrencyAnalyzers.Runtime.Platform;

namespace ConcurrencyAnalyzers.Runtime.SharedState;

/// <summary>
/// Where something shared lies: whose file, which one, where in it, and a number that no other of that process ever has.
/// Numbers only: no text of a peer becomes part of a path.
/// </summary>
internal readonly record struct SharedAddress(ProcessIdentity Owner, int File, int Offset, int Serial)
{
    private static int s_lastSerial;

    internal string Path => System.IO.Path.Combine(
        CurrentPlatform.Instance.SharedMemoryRoot, Owner.ToString(), File.ToString(CultureInfo.InvariantCulture));

    internal bool IsOfThisProcess => Owner == ProcessIdentity.Current;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Owner}/{File}/{Offset}/{Serial}");

    internal static int NextSerial() => Interlocked.Increment(ref s_lastSerial);

    /// <exception cref="FormatException">The text is no address.</exception>
    internal static SharedAddress Parse(string text)
    {
        string[] parts = text.Split('/');
        return parts.Length == 4
            && ProcessIdentity.TryParse(parts[0], out ProcessIdentity owner)
            && TryParse(parts[1], out int file)
            && TryParse(parts[2], out int offset)
            && TryParse(parts[3], out int serial)
            ? new SharedAddress(owner, file, offset, serial)
            : throw new FormatException($"'{text}' is no address of shared state.");
    }

    private static bool TryParse(string text, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
