using System.Composition;
using ConcurrencyAnalyzers.CodeFixes.Rewrites;
using ConcurrencyAnalyzers.Rules.Threads;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.CodeFixes.Rules.Threads;

/// <summary>Starts the thread where its body was called.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(CONC310BodyCalledDirectlyFix))]
[Shared]
public sealed class CONC310BodyCalledDirectlyFix() : ConcurrencyCodeFix("CONC310")
{
    internal const string Key = "CONC310_Start";

    private protected override async Task RegisterAsync(CodeFixContext context, FixTarget target)
    {
        if (target.Property(CONC310BodyCalledDirectlyAnalyzer.StartProperty) is not { } start
            || await context.Document.GetSemanticModelAsync(context.CancellationToken).ConfigureAwait(false) is not { } model)
        {
            return;
        }

        var changed = target.Property(CONC310BodyCalledDirectlyAnalyzer.HandleProperty) is { } handle
            ? StartHandle(target, handle, start, model)
            : target.Node is SimpleNameSyntax name ? target.Root.ReplaceNode(name, SyntaxFactory.IdentifierName(start).WithTriviaFrom(name)) : null;
        if (changed is not null)
        {
            Register(context, target, $"Call '{start}'", Key, _ => Task.FromResult(context.Document.WithSyntaxRoot(changed)));
        }
    }

    private static SyntaxNode? StartHandle(FixTarget target, string handle, string start, SemanticModel model)
    {
        // The start of a thread whose body takes an argument takes one too.
        if (target.Node.FirstAncestorOrSelf<InvocationExpressionSyntax>() is not { Parent: ExpressionStatementSyntax statement } call
            || SyntaxFactory.ParseExpression(handle) is not { ContainsDiagnostics: false } name
            || !MethodCall.IsName(name)
            || !IsKnown(handle, statement, model)
            || model.GetSpeculativeSymbolInfo(call.SpanStart, Start(name, start, call), SpeculativeBindingOption.BindAsExpression).Symbol is null)
        {
            return null;
        }

        return target.Root.ReplaceNode(call, Start(name, start, call).WithTriviaFrom(call));
    }

    private static InvocationExpressionSyntax Start(ExpressionSyntax name, string start, InvocationExpressionSyntax call) => MethodCall.Of(name, start).WithArgumentList(call.ArgumentList.WithoutTrivia());

    private static bool IsKnown(string handle, StatementSyntax statement, SemanticModel model) => model.LookupSymbols(statement.SpanStart, name: handle.Split('.').Last()) switch
    {
        [ILocalSymbol local] => model.AnalyzeDataFlow(statement) is { Succeeded: true } flow && flow.DefinitelyAssignedOnEntry.Contains(local),
        [IFieldSymbol] => true,
        _ => false,
    };
}
