using System.Diagnostics.CodeAnalysis;
using System.Text;

using Microsoft.CodeAnalysis.Text;

namespace Microsoft.CodeAnalysis.Testing;

/// <summary>Sources; those without a path are called <c>/0/Test0.cs</c>, <c>/0/Test1.cs</c> and so on.</summary>
public class SourceFileList(string defaultPrefix, string defaultExtension) : SourceFileCollection
{
    /// <summary>Adds a source.</summary>
    public void Add([StringSyntax("C#-test")] string content) => Add(SourceText.From(content, Encoding.UTF8));

    /// <summary>Adds a source.</summary>
    public void Add(SourceText content) => Add(($"{defaultPrefix}{Count}.{defaultExtension}", content));
}
