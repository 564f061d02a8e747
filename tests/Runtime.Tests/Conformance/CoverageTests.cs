using System.Globalization;
using System.Text.RegularExpressions;
using Xunit;

namespace Runtime.Tests.Conformance;

/// <summary>Every promised behaviour has a test of its number, or its absence has a reason that users can read.</summary>
public partial class CoverageTests
{
    [Fact]
    public void Every_row_is_tested_or_explained()
    {
        HashSet<int> known = [.. TestedRows(), .. Explanations().Keys];
        int[] missing = [.. Rows.All.Where(row => !known.Contains(row))];
        Assert.True(missing.Length == 0, $"Neither tested nor explained in differences.md: {string.Join(", ", missing)}");
    }

    [Fact]
    public void No_test_claims_a_row_that_does_not_exist() =>
        Assert.All(TestedRows(), row => Assert.Contains(row, Rows.All));

    [Fact]
    public void The_explained_rows_are_few_and_have_a_reason()
    {
        Dictionary<int, string> reasons = Explanations();
        Assert.All(reasons, pair => Assert.True(pair.Value.Length > 20, $"Row {pair.Key} needs a reason."));
        Assert.InRange(reasons.Count, 0, 12);
    }

    private static IEnumerable<int> TestedRows() =>
        from type in typeof(CoverageTests).Assembly.GetTypes()
        where !type.IsAbstract
        from method in type.GetMethods()
        where method.IsDefined(typeof(FactAttribute), inherit: true)
        from data in method.GetCustomAttributesData()
        where data.AttributeType == typeof(TraitAttribute) && (string?)data.ConstructorArguments[0].Value == "Row"
        select int.Parse((string)data.ConstructorArguments[1].Value!, CultureInfo.InvariantCulture);

    private static Dictionary<int, string> Explanations()
    {
        string text = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "differences.md"));
        return RowLine().Matches(text).ToDictionary(
            match => int.Parse(match.Groups["row"].ValueSpan, CultureInfo.InvariantCulture),
            match => match.Groups["reason"].Value.Trim());
    }

    [GeneratedRegex(@"^\| row (?<row>\d+) \|(?<reason>.*)\|\s*$", RegexOptions.Multiline)]
    private static partial Regex RowLine();
}
