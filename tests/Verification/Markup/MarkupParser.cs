using System.Collections.Immutable;
using System.Text;
using System.Text.RegularExpressions;

using Microsoft.CodeAnalysis.Text;

namespace Microsoft.CodeAnalysis.Testing;

/// <summary>Removes <c>[|…|]</c>, <c>{|ID:…|}</c> and <c>{|#0:…|}</c> from a source, and says where they stood.</summary>
internal static partial class MarkupParser
{
    /// <summary>The code, and the spans by name; the name of <c>[|…|]</c> is empty.</summary>
    public static (string Code, ImmutableArray<(string Name, TextSpan Span)> Spans) Parse(string filename, string source)
    {
        var code = new StringBuilder(source.Length);
        var open = new List<OpenSpan>();
        var spans = ImmutableArray.CreateBuilder<(string, TextSpan)>();
        for (var i = 0; i < source.Length;)
        {
            var match = Token().Match(source, i);
            if (!match.Success)
            {
                code.Append(source[i++]);
                continue;
            }

            if (match.Value is "|]" or "|}")
            {
                var start = Close(open, match.Value) ?? throw Malformed(filename, source, i, $"'{match.Value}' closes nothing");
                spans.Add((start.Name, TextSpan.FromBounds(start.Position, code.Length)));
            }
            else
            {
                open.Add(new OpenSpan(match.Groups["name"].Value, code.Length, i, match.Value[0] == '[' ? "|]" : "|}"));
            }

            i += match.Length;
        }

        return open is [.., var unclosed]
            ? throw Malformed(filename, source, unclosed.SourcePosition, $"'{unclosed.Closer}' is missing for the markup that starts here")
            : (code.ToString(), spans.ToImmutable());
    }

    private static OpenSpan? Close(List<OpenSpan> open, string closer)
    {
        var index = open.FindLastIndex(span => span.Closer == closer);
        if (index < 0)
        {
            return null;
        }

        var span = open[index];
        open.RemoveAt(index);
        return span;
    }

    private static InvalidOperationException Malformed(string filename, string source, int position, string problem)
    {
        var line = SourceText.From(source).Lines.GetLinePosition(position);
        return new InvalidOperationException($"Markup error in {filename}({line.Line + 1},{line.Character + 1}): {problem}.");
    }

    [GeneratedRegex(@"\G(?:\[\||\{\|(?<name>#?[\w.+-]+):|\|\]|\|\})", RegexOptions.CultureInvariant)]
    private static partial Regex Token();

    private sealed record OpenSpan(string Name, int Position, int SourcePosition, string Closer);
}
