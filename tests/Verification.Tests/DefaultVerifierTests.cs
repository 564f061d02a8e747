using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Testing;

using Xunit;

namespace Verification.Tests;

public class DefaultVerifierTests
{
    private static readonly DefaultVerifier s_verifier = new();

    [Fact]
    public void What_holds_passes()
    {
        s_verifier.True(true);
        s_verifier.False(false);
        s_verifier.Equal(1, 1);
        s_verifier.Empty<int>("list", []);
        s_verifier.NotEmpty("list", [1]);
        s_verifier.SequenceEqual([1, 2], [1, 2]);
        s_verifier.LanguageIsSupported(LanguageNames.CSharp);
    }

    [Fact]
    public void What_does_not_hold_fails()
    {
        Fails(() => s_verifier.Fail());
        Fails(() => s_verifier.True(false));
        Fails(() => s_verifier.False(true));
        Fails(() => s_verifier.Equal(1, 2));
        Fails(() => s_verifier.Empty("list", [1]));
        Fails(() => s_verifier.NotEmpty<int>("list", []));
        Fails(() => s_verifier.SequenceEqual([1, 2], [2, 1]));
        Fails(() => s_verifier.LanguageIsSupported(LanguageNames.VisualBasic));
    }

    [Fact]
    public void A_failure_names_its_context_outermost_first()
    {
        var failure = Assert.Throws<InvalidOperationException>(() => s_verifier.PushContext("outer").PushContext("inner").Fail("why"));
        Assert.Equal("Context: outer\nContext: inner\nwhy", failure.Message);
    }

    private static void Fails(Action assertion) => Assert.Throws<InvalidOperationException>(assertion);
}
