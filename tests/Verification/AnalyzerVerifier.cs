using System.Diagnostics.CodeAnalysis;

using Microsoft.CodeAnalysis.Diagnostics;

namespace Microsoft.CodeAnalysis.Testing;

/// <summary>One-line tests of an analyzer.</summary>
/// <typeparam name="TAnalyzer">The analyzer under test.</typeparam>
/// <typeparam name="TTest">The test that runs it.</typeparam>
/// <typeparam name="TVerifier">How the test fails.</typeparam>
public class AnalyzerVerifier<TAnalyzer, TTest, TVerifier>
    where TAnalyzer : DiagnosticAnalyzer, new()
    where TTest : AnalyzerTest<TVerifier>, new()
    where TVerifier : IVerifier, new()
{
    /// <summary>Expects the only diagnostic of the analyzer.</summary>
    /// <exception cref="InvalidOperationException">It has several, or none.</exception>
    public static DiagnosticResult Diagnostic()
    {
        var descriptors = new TAnalyzer().SupportedDiagnostics;
        return descriptors is [var only]
            ? Diagnostic(only)
            : throw new InvalidOperationException(
                $"'{nameof(Diagnostic)}()' needs an analyzer with exactly one descriptor; {typeof(TAnalyzer).Name} has {descriptors.Length}.");
    }

    /// <summary>Expects a diagnostic of the analyzer by id.</summary>
    /// <exception cref="InvalidOperationException">The analyzer has no such descriptor, or several.</exception>
    public static DiagnosticResult Diagnostic(string diagnosticId) =>
        new TAnalyzer().SupportedDiagnostics.Where(descriptor => descriptor.Id == diagnosticId).ToList() is [var only]
            ? Diagnostic(only)
            : throw new InvalidOperationException($"{typeof(TAnalyzer).Name} has no single descriptor with the id '{diagnosticId}'.");

    /// <summary>Expects a diagnostic by descriptor.</summary>
    public static DiagnosticResult Diagnostic(DiagnosticDescriptor descriptor) => new(descriptor);

    /// <summary>Verifies that the source has exactly the diagnostics in its markup and in <paramref name="expected"/>.</summary>
    public static Task VerifyAnalyzerAsync([StringSyntax("C#-test")] string source, params DiagnosticResult[] expected)
    {
        var test = new TTest { TestCode = source };
        test.ExpectedDiagnostics.AddRange(expected);
        return test.RunAsync(CancellationToken.None);
    }
}
