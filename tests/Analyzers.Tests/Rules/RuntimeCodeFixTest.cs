using ConcurrencyAnalyzers.Runtime;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Testing;

namespace Analyzers.Tests.Rules;

/// <summary>A test on code that refers to the Runtime, as it is built here.</summary>
internal sealed class RuntimeCodeFixTest<TAnalyzer, TCodeFix> : CSharpCodeFixTest<TAnalyzer, TCodeFix, DefaultVerifier>
    where TAnalyzer : DiagnosticAnalyzer, new()
    where TCodeFix : CodeFixProvider, new()
{
    public RuntimeCodeFixTest() => TestState.AdditionalReferences.Add(typeof(WorkerThread).Assembly);
}
