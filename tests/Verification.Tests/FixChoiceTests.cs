using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Testing;

using Verification.Tests.Subjects;

using Xunit;

namespace Verification.Tests;

public class FixChoiceTests
{
    [Fact]
    public Task The_first_offer_is_applied() => Choose(index: null, key: null, "class Good { }").RunAsync();

    [Fact]
    public Task An_index_selects_an_offer() => Choose(index: 1, key: null, "class Fine { }").RunAsync();

    [Fact]
    public Task A_key_selects_an_offer() => Choose(index: null, key: "Fine", "class Fine { }").RunAsync();

    [Fact]
    public Task Index_and_key_must_agree() => Task.WhenAll(
        Choose(index: 1, key: "Fine", "class Fine { }").RunAsync(),
        Failure.OfAsync(Choose(index: 0, key: "Fine", "class Fine { }").RunAsync(), "has the equivalence key 'Good', expected 'Fine'"));

    [Fact]
    public Task An_unknown_index_or_key_fails() => Task.WhenAll(
        Failure.OfAsync(Choose(index: 2, key: null, "class Good { }").RunAsync(), "found 0"),
        Failure.OfAsync(Choose(index: null, key: "Nice", "class Good { }").RunAsync(), "found 0"));

    [Fact]
    public Task Nested_offers_are_flattened() => new CSharpCodeFixTest<PlainAnalyzer, NestedFix, DefaultVerifier>
    {
        TestCode = "class [|Bad|] { }",
        FixedCode = "class Fine { }",
        CodeActionIndex = 1,
    }.RunAsync();

    [Fact]
    public async Task The_applied_offer_is_shown_to_the_action_verifier()
    {
        var test = Choose(index: 1, key: null, "class Fine { }");
        var titles = new List<string>();
        test.CodeActionVerifier = (action, _) => titles.Add(action.Title);
        await test.RunAsync();
        Assert.All(titles, title => Assert.Equal("Rename to Fine", title));
        Assert.NotEmpty(titles);
    }

    private static CSharpCodeFixTest<PlainAnalyzer, TwoWaysFix, DefaultVerifier> Choose(int? index, string? key, string fixedCode) => new()
    {
        TestCode = "class [|Bad|] { }",
        FixedCode = fixedCode,
        CodeActionIndex = index,
        CodeActionEquivalenceKey = key,
    };
}
