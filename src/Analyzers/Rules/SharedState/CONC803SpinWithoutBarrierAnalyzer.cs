using System.Collections.Immutable;
using ConcurrencyAnalyzers.Flow;
using ConcurrencyAnalyzers.Flow.ForkJoin;
using ConcurrencyAnalyzers.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Rules.SharedState;

/// <summary>CONC803: a loop waits for a variable that another thread writes, and the compiler may read that variable only once.</summary>
public sealed class CONC803SpinWithoutBarrierAnalyzer() : ConcurrencyAnalyzer(Rule)
{
    internal static readonly DiagnosticDescriptor Rule = Descriptors.Create(
        "CONC803",
        title: "Spin on a variable that no barrier makes visible",
        messageFormat: "The loop waits for '{0}', which another thread writes in line {1}, but the compiler may read it once and never again: then the loop does not end",
        category: Category.SharedState,
        defaultSeverity: DiagnosticSeverity.Warning,
        description: "The compiler may assume that no other thread writes an ordinary variable, and may move a read out of a loop in which nothing writes it. A volatile field, Volatile.Read, a lock or an event makes the write of the other thread visible.");

    private protected override Trigger Trigger { get; } = Trigger.On(ForkJoins.Starts, "while");

    private protected override void Analyze(TypeFacts type, RuleContext context)
    {
        foreach (var body in type.Bodies.Where(static body => MayHaveSpin(body.Syntax)))
        {
            foreach (var operation in BodyOperations.Evaluation(body.Root))
            {
                if (operation is IWhileLoopOperation or IForLoopOperation && SpinLoop.Of((ILoopOperation)operation) is { } spin)
                {
                    Analyze(spin, body, type, context);
                }
            }
        }
    }

    /// <summary>A look at the syntax first: nearly every loop calls something.</summary>
    private static bool MayHaveSpin(SyntaxNode body) => body.DescendantNodes().Any(static node => node switch
    {
        WhileStatementSyntax loop => !Calls(loop),
        DoStatementSyntax loop => !Calls(loop),
        ForStatementSyntax loop => !Calls(loop),
        _ => false,
    });

    private static bool Calls(SyntaxNode loop) => loop.DescendantNodes().Any(static node => node is InvocationExpressionSyntax or BaseObjectCreationExpressionSyntax or AwaitExpressionSyntax);

    private static void Analyze(SpinLoop spin, Body body, TypeFacts type, RuleContext context)
    {
        var reader = OutsideWrites.FunctionOf(spin.Loop, body);
        var writes = type.Analysis(static facts => new OutsideWrites(facts));
        foreach (var reference in spin.Watched)
        {
            if (SpinLoop.SymbolOf(reference) is { } variable && IsShared(variable, reader, writes) is { } write)
            {
                context.Report(
                    reference.Syntax.GetLocation(),
                    severity: null,
                    [write.Syntax.GetLocation()],
                    ImmutableDictionary<string, string?>.Empty,
                    variable.Name,
                    write.Syntax.GetLocation().GetLineSpan().StartLinePosition.Line + 1);
                return;
            }
        }
    }

    private static IOperation? IsShared(ISymbol variable, ISymbol reader, OutsideWrites writes)
    {
        if (variable is IFieldSymbol field && field.GetAttributes().Any(static attribute => attribute.AttributeClass?.Name == "ThreadStaticAttribute"))
        {
            return null;
        }

        return writes.By(variable, reader)?.Write;
    }
}
