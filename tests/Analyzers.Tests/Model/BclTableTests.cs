using ConcurrencyAnalyzers.Model;

namespace Analyzers.Tests.Model;

/// <summary>The table against the reference assemblies it speaks of.</summary>
public sealed class BclTableTests
{
    private static readonly IReadOnlyList<PrimitiveType> Listed =
        [.. PrimitiveTable.BuiltIn.ByMetadataName.Values.Where(static type => !type.IsRuntime)];

    [Theory]
    [InlineData(8)]
    [InlineData(10)]
    public void Every_listed_type_exists(int version) => TableCheck.AssertNone(In(version).MissingTypes());

    [Fact]
    public void What_is_marked_since_a_version_is_missing_from_the_one_before()
    {
        var younger = Listed.Where(static type => type.Since > 8).ToList();

        Assert.Equal(younger.Select(static type => type.MetadataName), new TableCheck(Frameworks.Of(8), younger, 8).MissingTypes());
        Assert.Contains(Listed, static type => type.Members.Any(static member => member.Since > 8));
        TableCheck.AssertNone(In(8).RowsBeforeTheirTime());
    }

    [Theory]
    [InlineData(8)]
    [InlineData(10)]
    public void Every_row_answers_for_a_member_and_hides_no_other_row(int version) => TableCheck.AssertNone(In(version).UnusedRows());

    [Fact]
    public void Every_public_member_of_a_listed_type_has_a_row() => TableCheck.AssertNone(In(10).MembersWithoutRow());

    [Theory]
    [InlineData(8)]
    [InlineData(10)]
    public void Every_overload_of_a_listed_member_has_a_row(int version) => TableCheck.AssertNone(In(version).OverloadsWithoutRow());

    [Theory]
    [InlineData(8)]
    [InlineData(10)]
    public void Ordinals_name_parameters_of_a_fitting_type(int version) => TableCheck.AssertNone(In(version).OrdinalProblems());

    [Fact]
    public void Every_delegate_that_a_member_takes_is_a_body_or_a_callback() => TableCheck.AssertNone(In(10).UnnamedDelegates());

    [Fact]
    public void Every_timeout_that_a_member_takes_is_named() => TableCheck.AssertNone(In(10).UnnamedTimeouts());

    [Fact]
    public void Every_try_tells_whether_it_happened() => TableCheck.AssertNone(In(10).TriesWithoutResult());

    [Fact]
    public void Traits_fit_the_types() => TableCheck.AssertNone(In(10).TraitProblems());

    private static TableCheck In(int version) => new(Frameworks.Of(version), Listed.Where(type => type.Since <= version), version);
}
