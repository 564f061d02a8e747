using System.Text;

namespace Microsoft.CodeAnalysis.Testing;

/// <summary>A difference of two texts, line by line.</summary>
internal static class LineDiff
{
    public static string Of(string expected, string actual)
    {
        var (left, right) = (expected.Split('\n'), actual.Split('\n'));
        var common = CommonSuffixLengths(left, right);
        var diff = new StringBuilder();
        for (int i = 0, j = 0; i < left.Length || j < right.Length;)
        {
            if (i < left.Length && j < right.Length && left[i] == right[j])
            {
                diff.Append("  ").Append(left[i++].TrimEnd('\r')).Append('\n');
                j++;
            }
            else if (j == right.Length || (i < left.Length && common[i + 1][j] >= common[i][j + 1]))
            {
                diff.Append("- ").Append(ShowWhitespace(left[i++])).Append('\n');
            }
            else
            {
                diff.Append("+ ").Append(ShowWhitespace(right[j++])).Append('\n');
            }
        }

        return diff.ToString();
    }

    // Lines that differ only in line ends, tabs or trailing blanks would look the same.
    private static string ShowWhitespace(string line)
    {
        var trimmed = line.TrimEnd(' ', '\r');
        return trimmed.Replace("\t", "→", StringComparison.Ordinal)
            + line[trimmed.Length..].Replace(' ', '·').Replace('\r', '␍');
    }

    private static int[][] CommonSuffixLengths(string[] left, string[] right)
    {
        int[][] common = [.. Enumerable.Range(0, left.Length + 1).Select(_ => new int[right.Length + 1])];
        for (var i = left.Length - 1; i >= 0; i--)
        {
            for (var j = right.Length - 1; j >= 0; j--)
            {
                common[i][j] = left[i] == right[j] ? common[i + 1][j + 1] + 1 : Math.Max(common[i + 1][j], common[i][j + 1]);
            }
        }

        return common;
    }
}
