using Analyzers.Tests.Conventions;
using Microsoft.CodeAnalysis;
using Xunit;

namespace Analyzers.Tests.Corpus;

/// <summary>Half-typed code: the rules run on every keystroke, and most keystrokes leave the program broken.</summary>
public sealed class MutationTests
{
    [Theory]
    [InlineData("tests/Analyzers.Tests/Corpus/Valid", 250)]
    [InlineData("samples/Rules", 100)]
    [InlineData("samples/Misuse", 100)]
    [InlineData("src/Analyzers", 60)]
    [InlineData("src/CodeFixes", 30)]
    public async Task No_rule_throws_or_hangs_on_spoiled_code(string folder, int mutants)
    {
        var originals = Repository.SourcesUnder(folder).Select(path => RuleRunner.Parse(path, Repository.Read(path))).ToList();
        for (var seed = 0; seed < mutants; seed++)
        {
            var original = originals[seed % originals.Count];
            var text = new Mutator(seed).Mutate(original);
            var compilation = RuleRunner.CompileWithRuntime((original.FilePath, text));
            CorpusTests.AssertNoException($"{original.FilePath}, seed {seed}", await CorpusTests.RunAsync(compilation));
        }
    }

    [Fact]
    public void The_same_seed_spoils_in_the_same_way_and_others_in_others()
    {
        var tree = RuleRunner.Parse("Mutator.cs", Repository.Read("tests/Analyzers.Tests/Corpus/Mutator.cs"));
        var mutants = Enumerable.Range(0, 20).Select(seed => new Mutator(seed).Mutate(tree)).ToList();

        Assert.Equal(mutants, Enumerable.Range(0, 20).Select(seed => new Mutator(seed).Mutate(tree)));
        Assert.True(mutants.Distinct().Count() > 15);
        Assert.DoesNotContain(tree.ToString(), mutants);
    }
}
