namespace Microsoft.CodeAnalysis.Testing;

/// <summary>The content of a project under test.</summary>
public class ProjectState(string name, string language, string defaultPrefix, string defaultExtension)
{
    /// <summary>The name of the project.</summary>
    public string Name { get; } = name;

    /// <summary>The name of its assembly.</summary>
    public string AssemblyName => Name;

    /// <summary>Its language.</summary>
    public string Language { get; } = language;

    /// <summary>Its sources, which may contain markup.</summary>
    public SourceFileList Sources { get; } = new(defaultPrefix, defaultExtension);

    /// <summary>Its <c>AdditionalFiles</c>, which may contain markup.</summary>
    public SourceFileCollection AdditionalFiles { get; } = [];

    /// <summary>Its <c>.editorconfig</c> and <c>.globalconfig</c> files, as <c>/.editorconfig</c>.</summary>
    public SourceFileCollection AnalyzerConfigFiles { get; } = [];

    /// <summary>References beyond the reference assemblies.</summary>
    public MetadataReferenceCollection AdditionalReferences { get; } = [];

    /// <summary>The framework it is compiled against; null means that of the test.</summary>
    public ReferenceAssemblies? ReferenceAssemblies { get; set; }

    /// <summary>What it is compiled to; null means a library.</summary>
    public OutputKind? OutputKind { get; set; }

    /// <summary>How documentation comments are read; null leaves it to the parse options.</summary>
    public DocumentationMode? DocumentationMode { get; set; }
}
