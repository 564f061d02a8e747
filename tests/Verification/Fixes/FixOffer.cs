using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace Microsoft.CodeAnalysis.Testing;

/// <summary>A code action that a provider offers for a diagnostic in a document.</summary>
internal sealed record FixOffer(Document Document, Diagnostic Diagnostic, CodeFixProvider Provider, CodeAction Action);
