using System.Collections.Immutable;

using Microsoft.CodeAnalysis.CodeActions;

namespace Microsoft.CodeAnalysis.Testing;

/// <summary>A test of analyzers and of code actions.</summary>
/// <typeparam name="TVerifier">How the test fails.</typeparam>
public abstract class CodeActionTest<TVerifier> : AnalyzerTest<TVerifier>
    where TVerifier : IVerifier, new()
{
    /// <summary>Which of several offered actions is applied, counted from 0; null means the first.</summary>
    public int? CodeActionIndex { get; set; }

    /// <summary>The equivalence key of the action that is applied; null leaves it to <see cref="CodeActionIndex"/>.</summary>
    public string? CodeActionEquivalenceKey { get; set; }

    /// <summary>Called with the first action that is applied, to look at its title or tags.</summary>
    public Action<CodeAction, IVerifier>? CodeActionVerifier { get; set; }

    /// <summary>How the syntax tree that an action built is checked.</summary>
    public CodeActionValidationMode CodeActionValidationMode { get; set; } = CodeActionValidationMode.SemanticStructure;

    /// <summary>The enum of the language's syntax kinds.</summary>
    public abstract Type SyntaxKindType { get; }

    /// <summary>Picks the offered actions that are looked at; nested actions are already flattened.</summary>
    protected virtual ImmutableArray<CodeAction> FilterCodeActions(ImmutableArray<CodeAction> actions) => actions;
}
