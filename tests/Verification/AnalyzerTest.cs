using System.Collections.Immutable;

using Microsoft.CodeAnalysis.Diagnostics;

namespace Microsoft.CodeAnalysis.Testing;

/// <summary>A test of analyzers: some sources, and exactly the diagnostics they must have.</summary>
/// <typeparam name="TVerifier">How the test fails.</typeparam>
public abstract class AnalyzerTest<TVerifier>
    where TVerifier : IVerifier, new()
{
    /// <summary>Creates a test without sources.</summary>
    protected AnalyzerTest() => TestState = NewState();

    /// <summary>The language of the sources.</summary>
    public abstract string Language { get; }

    /// <summary>Adds a source, which may contain markup.</summary>
    public string TestCode
    {
        set => TestState.Sources.Add(value);
    }

    /// <summary>The project under test.</summary>
    public SolutionState TestState { get; }

    /// <summary>The diagnostics it must have beyond those in markup.</summary>
    public List<DiagnosticResult> ExpectedDiagnostics => TestState.ExpectedDiagnostics;

    /// <summary>Which diagnostics of the compiler count.</summary>
    public CompilerDiagnostics CompilerDiagnostics { get; set; } = CompilerDiagnostics.Errors;

    /// <summary>Details of reading markup.</summary>
    public MarkupOptions MarkupOptions { get; set; }

    /// <summary>Checks that are left out.</summary>
    public TestBehaviors TestBehaviors { get; set; }

    /// <summary>Ids that are switched off.</summary>
    public List<string> DisabledDiagnostics { get; } = [];

    /// <summary>The framework the sources are compiled against.</summary>
    public ReferenceAssemblies ReferenceAssemblies { get; set; } = ReferenceAssemblies.Default;

    /// <summary>Called with every actual diagnostic and the expected one it was paired with.</summary>
    public Action<Diagnostic, DiagnosticResult, IVerifier>? DiagnosticVerifier { get; set; }

    /// <summary>Applied to the solution before it is analyzed, in order.</summary>
    public List<Func<Solution, ProjectId, Solution>> SolutionTransforms { get; } = [];

    /// <summary>Fails the test.</summary>
    protected static TVerifier Verify { get; } = new();

    /// <summary>The start of the path of a source without one.</summary>
    protected virtual string DefaultFilePathPrefix => "/0/Test";

    /// <summary>The name of the project.</summary>
    protected virtual string DefaultTestProjectName => "TestProject";

    /// <summary>The path of the first source.</summary>
    protected virtual string DefaultFilePath => $"{DefaultFilePathPrefix}0.{DefaultFileExt}";

    /// <summary>The extension of sources, without dot.</summary>
    protected abstract string DefaultFileExt { get; }

    /// <summary>Runs the test.</summary>
    /// <exception cref="InvalidOperationException">It failed (thrown by <see cref="DefaultVerifier"/>), or its markup is wrong.</exception>
    public async Task RunAsync(CancellationToken cancellationToken = default)
    {
        Verify.NotEmpty($"{nameof(TestState)}.{nameof(SolutionState.Sources)}", TestState.Sources);
        using var workspace = CreateWorkspace();
        await RunImplAsync(new TestRun(this, workspace), cancellationToken);
    }

    /// <summary>Creates the workspace of one run.</summary>
    public Workspace CreateWorkspace() => new AdhocWorkspace();

    /// <summary>The analyzers under test.</summary>
    protected abstract IEnumerable<DiagnosticAnalyzer> GetDiagnosticAnalyzers();

    /// <summary>How the sources are compiled.</summary>
    protected abstract CompilationOptions CreateCompilationOptions();

    /// <summary>How the sources are parsed.</summary>
    protected abstract ParseOptions CreateParseOptions();

    /// <summary>What <c>[|…|]</c> means; null if it means nothing.</summary>
    protected internal virtual DiagnosticDescriptor? GetDefaultDiagnostic(DiagnosticAnalyzer[] analyzers) =>
        analyzers.SelectMany(analyzer => analyzer.SupportedDiagnostics).ToList() switch
        {
            [var only] => only,
            [var first, ..] when MarkupOptions.HasFlag(MarkupOptions.UseFirstDescriptor) => first,
            _ => null,
        };

    /// <summary>Whether a diagnostic of the compiler must be expected.</summary>
    protected virtual bool IsCompilerDiagnosticIncluded(Diagnostic diagnostic, CompilerDiagnostics compilerDiagnostics) =>
        compilerDiagnostics switch
        {
            CompilerDiagnostics.None => false,
            CompilerDiagnostics.Errors => diagnostic.Severity >= DiagnosticSeverity.Error,
            CompilerDiagnostics.Warnings => diagnostic.Severity >= DiagnosticSeverity.Warning,
            CompilerDiagnostics.Suggestions => diagnostic.Severity >= DiagnosticSeverity.Info,
            _ => true,
        };

    private protected virtual async Task RunImplAsync(TestRun run, CancellationToken cancellationToken)
    {
        var state = run.Evaluate(StateInheritance.Complete(TestState, previous: null, []), []);
        await run.VerifyTestStateAsync(state, cancellationToken);
    }

    private protected SolutionState NewState() => new(DefaultTestProjectName, Language, DefaultFilePathPrefix, DefaultFileExt);

    /// <summary>One run of the test: its analyzers, created once, and its workspace.</summary>
    private protected sealed class TestRun
    {
        private readonly AnalyzerTest<TVerifier> _test;
        private readonly Workspace _workspace;
        private readonly ImmutableArray<DiagnosticAnalyzer> _analyzers;
        private readonly ImmutableArray<DiagnosticDescriptor> _descriptors;

        public TestRun(AnalyzerTest<TVerifier> test, Workspace workspace)
        {
            (_test, _workspace) = (test, workspace);
            _analyzers = [.. test.GetDiagnosticAnalyzers()];
            _descriptors = [.. _analyzers.SelectMany(analyzer => analyzer.SupportedDiagnostics)];
            Runner = new AnalyzerRunner(_analyzers, diagnostic => test.IsCompilerDiagnosticIncluded(diagnostic, test.CompilerDiagnostics));
        }

        public AnalyzerRunner Runner { get; }

        public EvaluatedState Evaluate(SolutionState state, ImmutableArray<string> fixableIds) =>
            new MarkupEvaluator(_descriptors, _test.GetDefaultDiagnostic([.. _analyzers]), fixableIds, _test.DefaultFilePath).Evaluate(state);

        public async Task<Snapshot> VerifyTestStateAsync(EvaluatedState state, CancellationToken cancellationToken)
        {
            var verifier = Verify.PushContext("Diagnostics of test state");
            var snapshot = await Runner.RunAsync(CreateProject(state), cancellationToken);
            await VerifyDiagnosticsAsync(snapshot, state, verifier, cancellationToken);
            var check = new ExclusionCheck(Runner, _descriptors, verifier);
            if (!_test.TestBehaviors.HasFlag(TestBehaviors.SkipGeneratedCodeCheck))
            {
                await check.VerifyGeneratedCodeAsync(snapshot, cancellationToken);
            }

            if (!_test.TestBehaviors.HasFlag(TestBehaviors.SkipSuppressionCheck))
            {
                await check.VerifySuppressionAsync(snapshot, cancellationToken);
            }

            return snapshot;
        }

        public async Task VerifyDiagnosticsAsync(
            Snapshot snapshot, EvaluatedState state, IVerifier verifier, CancellationToken cancellationToken)
        {
            var report = await DiagnosticReport.ForAsync(snapshot.Project, cancellationToken);
            report.Verify(state.ExpectedDiagnostics, snapshot.Diagnostics, _test.DiagnosticVerifier, verifier);
        }

        private Project CreateProject(EvaluatedState state)
        {
            var builder = new ProjectBuilder(
                _test.Language, _test.DefaultTestProjectName, _test.CreateCompilationOptions(), _test.CreateParseOptions());
            var project = builder.Build(_workspace, state, _test.ReferenceAssemblies);
            var solution = _test.SolutionTransforms.Aggregate(project.Solution, (current, transform) => transform(current, project.Id));
            return ProjectBuilder.EnableRules(solution.GetProject(project.Id)!, _analyzers, _test.DisabledDiagnostics);
        }
    }
}
