using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace ConcurrencyAnalyzers.CodeFixes.Rules.Locking;

/// <summary>Makes a lock statement or a using scope of the code under the lock, or puts the release into a finally block.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(CONC105LockLeakedByExceptionFix))]
[Shared]
public sealed class CONC105LockLeakedByExceptionFix() : LeakFix("CONC105");
