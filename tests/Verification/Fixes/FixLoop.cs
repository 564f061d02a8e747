using Microsoft.CodeAnalysis.CodeActions;

namespace Microsoft.CodeAnalysis.Testing;

/// <summary>Applies fixes until none is offered any more.</summary>
internal sealed class FixLoop(FixSettings settings, SnapshotCache cache, IVerifier verifier)
{
    private readonly FixFinder _finder = new(settings, verifier);
    private readonly FixApplier _applier = new(new SyntaxTreeComparer(settings.ValidationMode, settings.SyntaxKinds), verifier);

    /// <summary>Returns where the fixes led to, and why the number of iterations was wrong.</summary>
    public async Task<(Snapshot Result, string? CountFailure)> RunAsync(
        Snapshot start, IterationLimit limit, Func<Snapshot, FixOffer, Task<CodeAction>> choose, CancellationToken cancellationToken)
    {
        var snapshot = start;
        var count = 0;
        while (await _finder.FindAsync(snapshot, cancellationToken) is { } offer)
        {
            if (count == limit.Maximum)
            {
                return (snapshot, limit.Exceeded(offer));
            }

            if (count++ == 0)
            {
                settings.VerifyAction?.Invoke(offer.Action, verifier);
            }

            var action = await choose(snapshot, offer);
            var project = await _applier.ApplyAsync(snapshot.Project, action, cancellationToken);
            snapshot = await cache.GetAsync(project, cancellationToken);
            if (settings.Behaviors.HasFlag(CodeFixTestBehaviors.FixOne))
            {
                break;
            }
        }

        return (snapshot, limit.Check(count));
    }
}
