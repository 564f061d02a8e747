using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Flow.ForkJoin;

/// <summary>Lambdas that a query or a ForEach runs once for each item.</summary>
internal static class Selections
{
    private static readonly HashSet<string> Runners = new(StringComparer.Ordinal) { "ToArray", "ToList", "ToHashSet", "WhenAll", "WaitAll", "AddRange" };

    /// <summary>The lambda around the node that an argument of Select or ForEach is.</summary>
    public static SyntaxNode? Around(SyntaxNode node) =>
        node.Ancestors().OfType<LambdaExpressionSyntax>().FirstOrDefault(static lambda => CallOf(lambda) is not null);

    /// <summary>The lambda is run for all items at once, and nobody waits for the first result before the second call.</summary>
    public static bool IsRunToEnd(Body lambda)
    {
        if (lambda.Syntax.FirstAncestorOrSelf<LambdaExpressionSyntax>() is not { } syntax || CallOf(syntax) is not { } call)
        {
            return false;
        }

        return NameOf(call) == "ForEach" || IsRun(call) || (call.Parent is EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax variable } && IsRunLater(variable));
    }

    private static bool IsRun(ExpressionSyntax query) => query.Parent switch
    {
        MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax } access => Runners.Contains(access.Name.Identifier.ValueText),
        ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax consumer } => NameOf(consumer) is { } name && Runners.Contains(name),
        _ => false,
    };

    private static bool IsRunLater(VariableDeclaratorSyntax variable)
    {
        var uses = variable.FirstAncestorOrSelf<BlockSyntax>()?.DescendantNodes().OfType<IdentifierNameSyntax>().Where(name => name.Identifier.ValueText == variable.Identifier.ValueText).ToList();
        return uses is [var only] && IsRun(only);
    }

    private static InvocationExpressionSyntax? CallOf(LambdaExpressionSyntax lambda) =>
        lambda.Parent is ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax call } && NameOf(call) is "Select" or "ForEach" ? (InvocationExpressionSyntax)lambda.Parent.Parent!.Parent! : null;

    private static string? NameOf(InvocationExpressionSyntax call) => call.Expression switch
    {
        MemberAccessExpressionSyntax access => access.Name.Identifier.ValueText,
        SimpleNameSyntax name => name.Identifier.ValueText,
        _ => null,
    };
}
