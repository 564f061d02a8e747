using System.Collections.Immutable;

using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace Microsoft.CodeAnalysis.Testing;

/// <summary>Asks the code fixes what they offer, and picks what the test wants to apply.</summary>
internal sealed class FixFinder(FixSettings settings, IVerifier verifier)
{
    /// <summary>The wanted offer for the first diagnostic that has one; null if none has.</summary>
    public async Task<FixOffer?> FindAsync(Snapshot snapshot, CancellationToken cancellationToken)
    {
        foreach (var diagnostic in DiagnosticsToFix(snapshot))
        {
            var offers = await OffersAsync(snapshot.Project.GetDocument(diagnostic.Location.SourceTree)!, diagnostic, cancellationToken);
            if (Select(offers) is { } offer)
            {
                return offer;
            }
        }

        return null;
    }

    private ImmutableArray<Diagnostic> DiagnosticsToFix(Snapshot snapshot)
    {
        ImmutableArray<Diagnostic> fixable =
        [
            .. snapshot.Diagnostics.Where(diagnostic =>
                !diagnostic.IsSuppressed
                && settings.FixableIds.Contains(diagnostic.Id)
                && snapshot.Project.GetDocument(diagnostic.Location.SourceTree) is not null),
        ];
        return !settings.Behaviors.HasFlag(CodeFixTestBehaviors.FixOne) ? fixable
            : settings.SelectDiagnostic(fixable) is { } selected ? [selected]
            : [];
    }

    private async Task<ImmutableArray<FixOffer>> OffersAsync(Document document, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        var offers = ImmutableArray.CreateBuilder<FixOffer>();
        foreach (var provider in settings.Providers.Where(provider => provider.FixableDiagnosticIds.Contains(diagnostic.Id)))
        {
            var registered = ImmutableArray.CreateBuilder<CodeAction>();
            var context = new CodeFixContext(document, diagnostic, (action, _) => registered.Add(action), cancellationToken);
            await provider.RegisterCodeFixesAsync(context);
            var actions = settings.FilterActions([.. registered.SelectMany(Flatten)]);
            offers.AddRange(actions.Select(action => new FixOffer(document, diagnostic, provider, action)));
        }

        foreach (var offer in offers)
        {
            verifier.False(
                string.IsNullOrEmpty(offer.Action.EquivalenceKey),
                $"'{offer.Action.Title}' of {offer.Provider.GetType().Name} has no equivalence key; Fix All needs one.");
        }

        return offers.ToImmutable();
    }

    private static IEnumerable<CodeAction> Flatten(CodeAction action) =>
        action.NestedActions.IsEmpty ? [action] : action.NestedActions.SelectMany(Flatten);

    private FixOffer? Select(ImmutableArray<FixOffer> offers)
    {
        if (settings is { ActionIndex: { } index, EquivalenceKey: { } key })
        {
            var indexed = offers.ElementAtOrDefault(index);
            verifier.True(
                indexed is null || indexed.Action.EquivalenceKey == key,
                $"The action at index {index} has the equivalence key '{indexed?.Action.EquivalenceKey}', expected '{key}'.");
            return indexed;
        }

        return settings.EquivalenceKey is { } wanted
            ? offers.FirstOrDefault(offer => offer.Action.EquivalenceKey == wanted)
            : offers.ElementAtOrDefault(settings.ActionIndex ?? 0);
    }
}
