using Microsoft.CodeAnalysis.Diagnostics;
using Xunit;

namespace Analyzers.Tests.Conventions;

/// <summary>What every rule must ask of the compiler, and nothing else: the gate stands before all work.</summary>
public sealed class InitializeTests
{
    public static TheoryData<string> Ids => RuleCatalog.Ids;

    [Theory]
    [MemberData(nameof(Ids))]
    public void Analyzer_runs_concurrently_skips_generated_code_and_starts_behind_the_gate(string id)
    {
        var context = new RecordingContext();

        RuleCatalog.Get(id).Analyzer.Initialize(context);

        Assert.True(context.IsConcurrent);
        Assert.Equal(GeneratedCodeAnalysisFlags.None, context.GeneratedCode);
        Assert.Equal(["CompilationStart"], context.Registrations);
    }
}
