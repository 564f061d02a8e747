using System.Collections.Immutable;

namespace Microsoft.CodeAnalysis.Testing;

/// <summary>
/// Pairs expected with actual diagnostics, each at most once, so that as many as possible have a partner
/// (augmenting paths): whether a test passes never depends on the order of either list.
/// </summary>
internal sealed class DiagnosticMatcher
{
    private readonly ImmutableArray<DiagnosticResult> _expected;
    private readonly ImmutableArray<Diagnostic> _actual;
    private readonly int[] _expectedOf;

    public DiagnosticMatcher(ImmutableArray<DiagnosticResult> expected, ImmutableArray<Diagnostic> actual)
    {
        _expected = expected;
        _actual = actual;
        _expectedOf = [.. Enumerable.Repeat(-1, actual.Length)];
        for (var i = 0; i < expected.Length; i++)
        {
            TryPair(i, new bool[actual.Length]);
        }
    }

    public bool IsPerfect => !Missing.Any() && !Unexpected.Any();

    public IEnumerable<DiagnosticResult> Missing => _expected.Where((_, index) => !_expectedOf.Contains(index));

    public IEnumerable<Diagnostic> Unexpected => _actual.Where((_, index) => _expectedOf[index] < 0);

    public IEnumerable<(DiagnosticResult Expected, Diagnostic Actual)> Pairs =>
        _actual.Select((actual, index) => (actual, index))
            .Where(item => _expectedOf[item.index] >= 0)
            .Select(item => (_expected[_expectedOf[item.index]], item.actual));

    private bool TryPair(int expected, bool[] visited)
    {
        for (var i = 0; i < _actual.Length; i++)
        {
            if (visited[i] || !DiagnosticComparer.Matches(_expected[expected], _actual[i]))
            {
                continue;
            }

            visited[i] = true;
            if (_expectedOf[i] < 0 || TryPair(_expectedOf[i], visited))
            {
                _expectedOf[i] = expected;
                return true;
            }
        }

        return false;
    }
}
