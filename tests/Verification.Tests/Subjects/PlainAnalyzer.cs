using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Verification.Tests.Subjects;

/// <summary>An analyzer without faults.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class PlainAnalyzer : NameAnalyzer;
