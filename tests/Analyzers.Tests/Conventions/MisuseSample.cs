using System.Collections.Immutable;
using System.Globalization;
using Analyzers.Tests.Corpus;
using Microsoft.CodeAnalysis;

namespace Analyzers.Tests.Conventions;

/// <summary>The program that the README has you build.</summary>
internal static class MisuseSample
{
    public const string Folder = "samples/Misuse/";

    /// <summary>Compiled as a library here, so without the file that calls the mistakes one by one.</summary>
    public static Task<ImmutableArray<Diagnostic>> RunAsync() =>
        CorpusTests.RunAsync(RuleRunner.CompileWithRuntime(
            Repository.SourcesUnder(Folder).Where(path => Path.GetFileName(path) != "Program.cs").Select(path => (path, Repository.Read(path)))));

    /// <summary>What a build prints about a finding, without the project. The sample's .editorconfig makes a warning of each.</summary>
    public static string Line(Diagnostic finding)
    {
        var place = finding.Location.GetLineSpan();
        var start = place.StartLinePosition;
        return $"{place.Path}({start.Line + 1},{start.Character + 1}): warning {finding.Id}: {finding.GetMessage(CultureInfo.InvariantCulture)} ({finding.Descriptor.HelpLinkUri})";
    }
}
