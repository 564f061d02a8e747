using System.Collections.Immutable;

using Microsoft.CodeAnalysis.CodeFixes;

namespace Microsoft.CodeAnalysis.Testing;

/// <summary>A test of analyzers and code fixes: sources, their diagnostics, and the sources after fixing.</summary>
/// <typeparam name="TVerifier">How the test fails.</typeparam>
public abstract class CodeFixTest<TVerifier> : CodeActionTest<TVerifier>
    where TVerifier : IVerifier, new()
{
    /// <summary>Creates a test without sources.</summary>
    protected CodeFixTest() => (FixedState, BatchFixedState) = (NewState(), NewState());

    /// <summary>Adds an expected source after fixing; the same as the test's source means that no fix may be offered.</summary>
    public string FixedCode
    {
        set => FixedState.Sources.Add(value);
    }

    /// <summary>
    /// The expected files and diagnostics after fixing one diagnostic after the other. How they are compiled follows from
    /// <see cref="AnalyzerTest{TVerifier}.TestState"/>, as the diagnostics are those of the very project that the fix left.
    /// </summary>
    public SolutionState FixedState { get; }

    /// <summary>Adds an expected source after Fix All, where it differs from <see cref="FixedCode"/>.</summary>
    public string BatchFixedCode
    {
        set => BatchFixedState.Sources.Add(value);
    }

    /// <summary>The expected project after Fix All; what is not given is as in <see cref="FixedState"/>.</summary>
    public SolutionState BatchFixedState { get; }

    /// <summary>
    /// How often a fix is applied: a positive number exactly, a negative one at most, zero never.
    /// Null means at most once per fixable diagnostic, or never if nothing changes.
    /// </summary>
    public int? NumberOfIncrementalIterations { get; set; }

    /// <summary>How often Fix All is applied; null means once, or never if nothing changes.</summary>
    public int? NumberOfFixAllIterations { get; set; }

    /// <summary>The same for a project; null means <see cref="NumberOfFixAllIterations"/>.</summary>
    public int? NumberOfFixAllInProjectIterations { get; set; }

    /// <summary>The same for a document; null means <see cref="NumberOfFixAllIterations"/>, or at most once per document.</summary>
    public int? NumberOfFixAllInDocumentIterations { get; set; }

    /// <summary>Checks that are left out or changed.</summary>
    public CodeFixTestBehaviors CodeFixTestBehaviors { get; set; }

    /// <summary>The code fixes under test.</summary>
    protected abstract IEnumerable<CodeFixProvider> GetCodeFixProviders();

    /// <summary>Picks the diagnostic that <see cref="CodeFixTestBehaviors.FixOne"/> fixes.</summary>
    protected virtual Diagnostic? TrySelectDiagnosticToFix(ImmutableArray<Diagnostic> fixableDiagnostics) =>
        fixableDiagnostics.FirstOrDefault();

    /// <inheritdoc/>
    protected override bool IsCompilerDiagnosticIncluded(Diagnostic diagnostic, CompilerDiagnostics compilerDiagnostics) =>
        base.IsCompilerDiagnosticIncluded(diagnostic, compilerDiagnostics)
        || GetCodeFixProviders().Any(provider => provider.FixableDiagnosticIds.Contains(diagnostic.Id));

    private protected override async Task RunImplAsync(TestRun run, CancellationToken cancellationToken)
    {
        var settings = CreateSettings();
        var test = StateInheritance.Complete(TestState, previous: null, settings.FixableIds);
        var @fixed = StateInheritance.Complete(FixedState, test, settings.FixableIds);
        var batch = StateInheritance.Complete(BatchFixedState, @fixed, settings.FixableIds);
        var start = run.Evaluate(test, settings.FixableIds);
        var snapshot = await run.VerifyTestStateAsync(start, cancellationToken);
        if (FixedState.IsGiven || BatchFixedState.IsGiven)
        {
            var verification = new FixVerification(this, run, settings, start, snapshot);
            await verification.VerifyAsync(
                run.Evaluate(@fixed, settings.FixableIds), run.Evaluate(batch, settings.FixableIds), cancellationToken);
        }
    }

    private FixSettings CreateSettings() => new(
        [.. GetCodeFixProviders()],
        CodeFixTestBehaviors,
        CodeActionIndex,
        CodeActionEquivalenceKey,
        CodeActionVerifier,
        FilterCodeActions,
        TrySelectDiagnosticToFix,
        CodeActionValidationMode,
        SyntaxKindType);

    /// <summary>The fix part of one run.</summary>
    private sealed class FixVerification(
        CodeFixTest<TVerifier> test, TestRun run, FixSettings settings, EvaluatedState start, Snapshot snapshot)
    {
        private readonly SnapshotCache _cache = new(run.Runner);

        public async Task VerifyAsync(EvaluatedState expected, EvaluatedState batchExpected, CancellationToken cancellationToken)
        {
            await VerifyLocalAsync(cancellationToken);
            await VerifyAsync("One fix after the other", expected, IncrementalLimit(expected), scope: null, cancellationToken);
            if (settings.Providers.All(provider => provider.GetFixAllProvider() is null))
            {
                return;
            }

            foreach (var (scope, skip) in s_scopes)
            {
                if (!settings.Behaviors.HasFlag(skip))
                {
                    var limit = FixAllLimit(scope, batchExpected);
                    await VerifyAsync($"Fix All in {scope}", batchExpected, limit, scope, cancellationToken);
                }
            }
        }

        private async Task VerifyLocalAsync(CancellationToken cancellationToken)
        {
            var verifier = Verify.PushContext("Diagnostics that are fixed");
            if (!settings.Behaviors.HasFlag(CodeFixTestBehaviors.SkipLocalDiagnosticCheck)
                && await new FixFinder(settings, verifier).FindAsync(snapshot, cancellationToken) is { } offer)
            {
                verifier.False(
                    await run.Runner.IsNonLocalAsync(offer.Diagnostic, snapshot.Project, cancellationToken),
                    $"'{offer.Action.Title}' fixes\n  {DiagnosticText.Describe(offer.Diagnostic)}\nwhich is a non-local diagnostic: editors "
                    + "compute it for whole projects only, and offer no fix. Set CodeFixTestBehaviors.SkipLocalDiagnosticCheck to allow it.");
            }
        }

        private async Task VerifyAsync(
            string context, EvaluatedState expected, IterationLimit limit, FixAllScope? scope, CancellationToken cancellationToken)
        {
            var verifier = Verify.PushContext(context);
            var loop = new FixLoop(settings, _cache, verifier);
            var (result, countFailure) = await loop.RunAsync(
                snapshot,
                limit,
                async (current, offer) => scope is null
                    ? offer.Action
                    : await new FixAll(scope.Value, verifier).ChooseAsync(current, offer, cancellationToken),
                cancellationToken);
            var difference = await FileComparison.DifferenceAsync(expected, result.Project, cancellationToken);
            verifier.True(difference is null, string.Join('\n', new[] { difference, countFailure }.OfType<string>()));
            verifier.True(countFailure is null, countFailure);
            await run.VerifyDiagnosticsAsync(result, expected, verifier.PushContext("Diagnostics of fixed state"), cancellationToken);
        }

        private IEnumerable<string> FixablePaths =>
            start.ExpectedDiagnostics
                .Where(expected => settings.FixableIds.Contains(expected.Id))
                .Select(expected => expected.HasLocation ? expected.Spans[0].Span.Path : "");

        private IterationLimit IncrementalLimit(EvaluatedState expected) =>
            new(test.NumberOfIncrementalIterations ?? (start.HasSameFiles(expected) ? 0 : -FixablePaths.Count()));

        private IterationLimit FixAllLimit(FixAllScope scope, EvaluatedState expected)
        {
            var own = scope switch
            {
                FixAllScope.Document => test.NumberOfFixAllInDocumentIterations,
                FixAllScope.Project => test.NumberOfFixAllInProjectIterations,
                _ => null,
            };
            return new IterationLimit(own ?? test.NumberOfFixAllIterations ?? DefaultLimit());

            int DefaultLimit() => start.HasSameFiles(expected) ? 0 : scope == FixAllScope.Document ? -FixablePaths.Distinct().Count() : 1;
        }
    }

    private static readonly ImmutableArray<(FixAllScope Scope, CodeFixTestBehaviors Skip)> s_scopes =
    [
        (FixAllScope.Document, CodeFixTestBehaviors.SkipFixAllInDocumentCheck),
        (FixAllScope.Project, CodeFixTestBehaviors.SkipFixAllInProjectCheck),
        (FixAllScope.Solution, CodeFixTestBehaviors.SkipFixAllInSolutionCheck),
    ];
}
