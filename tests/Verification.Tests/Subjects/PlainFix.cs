using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace Verification.Tests.Subjects;

/// <summary>A code fix without faults.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class PlainFix : NameFix;
