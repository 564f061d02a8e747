using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Testing;
using Microsoft.CodeAnalysis.Text;

using Xunit;

namespace Verification.Tests;

public class DiagnosticResultTests
{
    private static readonly DiagnosticResult s_result = DiagnosticResult.CompilerWarning("T001");

    [Fact]
    public void It_is_never_changed_in_place()
    {
        _ = s_result.WithSpan(1, 2, 3, 4).WithSeverity(DiagnosticSeverity.Error).WithMessage("text");
        Assert.False(s_result.HasLocation);
        Assert.Equal(DiagnosticSeverity.Warning, s_result.Severity);
        Assert.Null(s_result.Message);
    }

    [Fact]
    public void Lines_and_columns_are_counted_from_one()
    {
        var span = Assert.Single(s_result.WithSpan(1, 2, 3, 4).Spans).Span;
        Assert.Equal(new LinePosition(0, 1), span.StartLinePosition);
        Assert.Equal(new LinePosition(2, 3), span.EndLinePosition);
    }

    [Fact]
    public void A_default_path_fills_empty_paths_only()
    {
        var result = s_result.WithLocation(1, 1).WithLocation("/Other.cs", 1, 1).WithDefaultPath("/Default.cs");
        Assert.Equal(["/Default.cs", "/Other.cs"], result.Spans.Select(location => location.Span.Path));
    }

    [Fact]
    public void A_line_offset_moves_start_and_end()
    {
        var span = Assert.Single(s_result.WithSpan(1, 3, 3, 5).WithLineOffset(3).Spans).Span;
        Assert.Equal(new LinePosition(3, 2), span.StartLinePosition);
        Assert.Equal(new LinePosition(5, 4), span.EndLinePosition);
    }

    [Fact]
    public void No_location_removes_locations() => Assert.False(s_result.WithLocation(1, 1).WithNoLocation().HasLocation);

    [Fact]
    public void Its_text_says_what_is_expected() =>
        Assert.Equal("T001 (Warning) at /A.cs(2,3): text", s_result.WithLocation("/A.cs", 2, 3).WithMessage("text").ToString());
}
