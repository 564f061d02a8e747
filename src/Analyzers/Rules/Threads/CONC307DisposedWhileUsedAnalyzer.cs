using System.Collections.Immutable;
using ConcurrencyAnalyzers.Flow;
using ConcurrencyAnalyzers.Flow.ForkJoin;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Rules.Threads;

/// <summary>CONC307: an object is disposed of while a thread or task that was started with it may still run.</summary>
public sealed class CONC307DisposedWhileUsedAnalyzer() : ConcurrencyAnalyzer(Rule)
{
    /// <summary>The name of the handle to wait for, or of the collection of handles; absent where it has no name.</summary>
    internal const string HandleProperty = "Handle";

    /// <summary>There where a <c>using</c> disposes of it, at the end of its scope.</summary>
    internal const string ScopeProperty = "Scope";

    internal static readonly DiagnosticDescriptor Rule = Descriptors.Create(
        "CONC307",
        title: "Disposable released while a thread still uses it",
        messageFormat: "'{0}' is disposed of while {1} may still use it: nothing waits for its end before",
        category: Category.Threads,
        defaultSeverity: DiagnosticSeverity.Warning,
        description: "A thread or task that was started with an object goes on after the block that disposes of the object has ended. It then uses what is closed or given back, and throws or answers wrongly, now and then. Wait for it before the object is released.");

    private static readonly RuleText SomeThread = new("EarlyRelease.Thread", "the thread");
    private static readonly RuleText SomeTask = new("EarlyRelease.Task", "the task");
    private static readonly RuleText SomeProcess = new("EarlyRelease.Process", "the process");

    private protected override Trigger Trigger { get; } = Trigger.On(ForkJoins.StartsAny);

    private protected override void Analyze(TypeFacts type, RuleContext context)
    {
        var flows = type.Analysis(static facts => new ForkJoins(facts));
        foreach (var body in flows.BodiesWith(Trigger, context.CancellationToken))
        {
            foreach (var release in flows.EarlyReleasesOf(body, context.CancellationToken))
            {
                Report(release, context);
            }
        }
    }

    private static void Report(EarlyRelease release, RuleContext context)
    {
        var names = release.Forks.Select(fork => HandleNames.Of(fork, release.Forks)?.Name).Distinct().ToList();
        var name = names is [{ } single] ? single : null;
        var properties = ImmutableDictionary<string, string?>.Empty.Add(HandleProperty, name);
        context.Report(
            PlaceOf(release),
            severity: null,
            release.Forks.Select(static fork => fork.Start.Syntax.GetLocation()),
            release.IsByUsing ? properties.Add(ScopeProperty, "") : properties,
            release.Resource.Name,
            name is not null ? $"'{name}'" : release.Forks[0].IsTask ? SomeTask : release.Forks[0].IsProcess ? SomeProcess : SomeThread);
    }

    /// <summary>The variable where a <c>using</c> declares it or names it, the method where the code calls it.</summary>
    private static Location PlaceOf(EarlyRelease release) => release.Release.Syntax switch
    {
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access } when !release.IsByUsing => access.Name.GetLocation(),
        InvocationExpressionSyntax { Expression: MemberBindingExpressionSyntax binding } when !release.IsByUsing => binding.Name.GetLocation(),
        VariableDeclaratorSyntax variable => variable.Identifier.GetLocation(),
        _ when release.Resource.DeclaringSyntaxReferences is [var reference] && reference.GetSyntax() is VariableDeclaratorSyntax { Parent.Parent: UsingStatementSyntax or LocalDeclarationStatementSyntax { UsingKeyword.RawKind: not 0 } } variable => variable.Identifier.GetLocation(),
        var other => other.GetLocation(),
    };
}
