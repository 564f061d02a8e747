using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace Microsoft.CodeAnalysis.Testing;

/// <summary>Asks for Fix All in one scope.</summary>
internal sealed class FixAll(FixAllScope scope, IVerifier verifier)
{
    public async Task<CodeAction> ChooseAsync(Snapshot snapshot, FixOffer offer, CancellationToken cancellationToken)
    {
        var provider = offer.Provider.GetFixAllProvider();
        verifier.True(provider is not null, $"{offer.Provider.GetType().Name} has no Fix All provider, but another code fix under test has one.");
        verifier.True(
            provider.GetSupportedFixAllScopes().Contains(scope),
            $"The Fix All provider of {offer.Provider.GetType().Name} does not support {scope}.");
        var context = new FixAllContext(
            offer.Document,
            offer.Provider,
            scope,
            offer.Action.EquivalenceKey!,
            provider.GetSupportedFixAllDiagnosticIds(offer.Provider),
            new SnapshotDiagnosticProvider(snapshot),
            cancellationToken);
        var action = await provider.GetFixAsync(context);
        verifier.True(action is not null, $"Fix All in {scope} does nothing, although '{offer.Action.Title}' is offered.");
        return action;
    }

    /// <summary>Gives Fix All the diagnostics that are already known.</summary>
    private sealed class SnapshotDiagnosticProvider(Snapshot snapshot) : FixAllContext.DiagnosticProvider
    {
        public override async Task<IEnumerable<Diagnostic>> GetDocumentDiagnosticsAsync(Document document, CancellationToken cancellationToken)
        {
            var tree = await document.GetSyntaxTreeAsync(cancellationToken);
            return Of(document.Project).Where(diagnostic => diagnostic.Location.SourceTree == tree);
        }

        public override Task<IEnumerable<Diagnostic>> GetProjectDiagnosticsAsync(Project project, CancellationToken cancellationToken) =>
            Task.FromResult(Of(project).Where(diagnostic => !diagnostic.Location.IsInSource));

        public override Task<IEnumerable<Diagnostic>> GetAllDiagnosticsAsync(Project project, CancellationToken cancellationToken) =>
            Task.FromResult(Of(project));

        private IEnumerable<Diagnostic> Of(Project project) =>
            project.Id == snapshot.Project.Id ? snapshot.Diagnostics.Where(diagnostic => !diagnostic.IsSuppressed) : [];
    }
}
