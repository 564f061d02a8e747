namespace Microsoft.CodeAnalysis.Testing;

/// <summary>How the syntax tree that a code action built is compared with a fresh parse of its text.</summary>
public enum CodeActionValidationMode
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>Nodes and tokens must be the same.</summary>
    SemanticStructure,

    /// <summary>Nodes, tokens and trivia must be the same.</summary>
    Full,
}
