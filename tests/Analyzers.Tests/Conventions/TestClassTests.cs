using Xunit;

namespace Analyzers.Tests.Conventions;

/// <summary>No rule without tests: of what it reports, of what it must leave alone, and of its fix.</summary>
public sealed class TestClassTests
{
    public static TheoryData<string> Ids => RuleCatalog.Ids;

    [Theory]
    [MemberData(nameof(Ids))]
    public void Rule_is_tested_for_what_it_reports_ignores_and_fixes(string id)
    {
        var rule = RuleCatalog.Get(id);
        var names = rule.TestType?.GetMethods()
            .Where(method => method.IsDefined(typeof(FactAttribute), inherit: true))
            .Select(method => method.Name)
            .ToList() ?? [];
        string[] kinds = rule.Fixes.Count > 0 ? ["Reports_", "Ignores_", "Fixes_"] : ["Reports_", "Ignores_"];

        Assert.All(kinds, kind => Assert.Contains(names, name => name.StartsWith(kind, StringComparison.Ordinal)));
    }
}
