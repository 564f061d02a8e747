namespace Analyzers.Tests.Conventions.Generated;

/// <summary>Tells how two texts differ, line by line.</summary>
internal static class Differences
{
    private const int MaxLines = 40;

    public static string Between(string actual, string expected)
    {
        var (left, right) = (actual.Split('\n'), expected.Split('\n'));
        return string.Join('\n', Enumerate(left, right).Take(MaxLines));
    }

    private static IEnumerable<string> Enumerate(string[] left, string[] right)
    {
        for (var i = 0; i < Math.Max(left.Length, right.Length); i++)
        {
            var (before, after) = (left.ElementAtOrDefault(i), right.ElementAtOrDefault(i));
            if (before == after)
            {
                continue;
            }

            if (before is not null)
            {
                yield return $"{i + 1,3}   - {before}";
            }

            if (after is not null)
            {
                yield return $"{i + 1,3}   + {after}";
            }
        }
    }
}
