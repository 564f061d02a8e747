using System.Reflection;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Flow;

/// <summary>
/// A model of the same code that knows nothing of nullability. Where nullable annotations are on, Roslyn (5.12 still) does not recognise a lock statement on a
/// <c>System.Threading.Lock</c> when it makes the control flow graph: the statement becomes an invalid operation, and what it guards looks unguarded.
/// </summary>
internal static class ObliviousModel
{
    private static readonly ConditionalWeakTable<SemanticModel, SemanticModel> Models = new();

    /// <summary>The Roslyn that we are built with does not have the option yet. Whoever knows <c>Lock</c> has it.</summary>
    private static readonly (MethodInfo Get, object Option)? Factory = FindFactory();

    /// <summary>Whether the code locks a <c>Lock</c> whose type is annotated.</summary>
    public static bool IsNeededFor(SyntaxNode executable, SemanticModel model) =>
        CompilationFacts.WordsOf(executable.SyntaxTree, CancellationToken.None).Mentions("lock", executable.Span)
        && executable.DescendantNodes().OfType<LockStatementSyntax>().Any(statement =>
            model.GetOperation(statement) is ILockOperation { LockedValue.Type: { Name: "Lock", NullableAnnotation: not NullableAnnotation.None, ContainingNamespace: { Name: "Threading", ContainingNamespace.Name: "System" } } });

    /// <returns>Null where Roslyn has no such models.</returns>
    public static SemanticModel? Of(SemanticModel model) =>
        Factory is null ? null : Models.GetValue(model, static source => (SemanticModel)Factory.Value.Get.Invoke(source.Compilation, [source.SyntaxTree, Factory.Value.Option]));

    private static (MethodInfo Get, object Option)? FindFactory()
    {
        var options = typeof(SemanticModel).Assembly.GetType("Microsoft.CodeAnalysis.SemanticModelOptions");
        var get = options is null ? null : typeof(Compilation).GetMethod(nameof(Compilation.GetSemanticModel), [typeof(SyntaxTree), options]);
        return get is not null && Enum.GetNames(options!).Contains("DisableNullableAnalysis") ? (get, Enum.Parse(options!, "DisableNullableAnalysis")) : null;
    }
}
