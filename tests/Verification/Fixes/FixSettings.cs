using System.Collections.Immutable;

using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace Microsoft.CodeAnalysis.Testing;

/// <summary>What a test says about its code fixes.</summary>
/// <param name="Providers">The code fixes under test.</param>
/// <param name="Behaviors">Checks that are left out or changed.</param>
/// <param name="ActionIndex">Which of several actions is applied.</param>
/// <param name="EquivalenceKey">The key of the action that is applied.</param>
/// <param name="VerifyAction">Called with the first action that is applied.</param>
/// <param name="FilterActions">Picks the actions that are looked at.</param>
/// <param name="SelectDiagnostic">Picks the diagnostic of <see cref="CodeFixTestBehaviors.FixOne"/>.</param>
/// <param name="ValidationMode">How syntax trees are checked.</param>
/// <param name="SyntaxKinds">The enum that names syntax kinds.</param>
internal sealed record FixSettings(
    ImmutableArray<CodeFixProvider> Providers,
    CodeFixTestBehaviors Behaviors,
    int? ActionIndex,
    string? EquivalenceKey,
    Action<CodeAction, IVerifier>? VerifyAction,
    Func<ImmutableArray<CodeAction>, ImmutableArray<CodeAction>> FilterActions,
    Func<ImmutableArray<Diagnostic>, Diagnostic?> SelectDiagnostic,
    CodeActionValidationMode ValidationMode,
    Type SyntaxKinds)
{
    public ImmutableArray<string> FixableIds { get; } = [.. Providers.SelectMany(provider => provider.FixableDiagnosticIds).Distinct()];
}
