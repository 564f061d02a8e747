using System.Collections.Immutable;
using ConcurrencyAnalyzers.Flow.Bodies;
using ConcurrencyAnalyzers.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Flow.ForkJoin;

/// <summary>
/// Which members a method of another type of the compilation computes. Only its text is looked at, since the bodies of other types are not known here:
/// where anything in it looks like synchronisation, or like work without an end, nothing is said.
/// </summary>
internal static class ForeignResults
{
    private static readonly HashSet<string> Signals = new(StringComparer.Ordinal)
    {
        "Interlocked", "Volatile", "Monitor", "Wait", "WaitOne", "WaitAsync", "Set", "SetResult", "TrySetResult", "Signal", "Release", "Pulse", "PulseAll", "Notify", "NotifyAll", "Enter", "EnterAsync",
        "Acquire", "SignalAndWait", "Invoke", "BeginInvoke", "Post", "Send", "Report", "Put", "Take", "Add", "TryAdd", "Enqueue", "Write", "WriteAsync", "CompleteAdding", "TaskDone", "IsCancellationRequested",
    };

    /// <param name="method">The method that a thread runs.</param>
    /// <param name="instance">The object on which it runs, as the body names it that starts the thread.</param>
    /// <param name="start">The start, which stands for what the method writes.</param>
    public static BodyEffects? Of(IMethodSymbol method, AccessPath instance, IOperation start)
    {
        if (method.IsStatic || method.IsAsync || !instance.IsStable
            || method.DeclaringSyntaxReferences.Length != 1
            || method.DeclaringSyntaxReferences[0].GetSyntax() is not MethodDeclarationSyntax declaration
            || IsShared(declaration))
        {
            return null;
        }

        var writes = declaration.DescendantNodes(static node => node is not AnonymousFunctionExpressionSyntax and not LocalFunctionStatementSyntax)
            .Select(node => MemberWritten(node, method, declaration))
            .OfType<ISymbol>()
            .Distinct<ISymbol>(SymbolEqualityComparer.Default)
            .Select(member => new Access(new(instance.Append(member, member.IsStable()), IsContent: false), AccessKind.Write, start))
            .ToImmutableArray();
        return writes.IsEmpty ? null : new(writes, BodyTraits.Opaque);
    }

    private static bool IsShared(MethodDeclarationSyntax method) => method.DescendantNodes().Any(static node => node switch
    {
        LockStatementSyntax or AwaitExpressionSyntax or YieldStatementSyntax or AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax => true,
        SimpleNameSyntax name => Signals.Contains(name.Identifier.ValueText),

        // A loop that ends when it is told to is no computation.
        WhileStatementSyntax loop => !IsComparison(loop.Condition),
        DoStatementSyntax loop => !IsComparison(loop.Condition),
        ForStatementSyntax loop => loop.Condition is null,
        _ => false,
    });

    private static bool IsComparison(ExpressionSyntax condition) =>
        condition is BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LessThanExpression or (int)SyntaxKind.LessThanOrEqualExpression or (int)SyntaxKind.GreaterThanExpression or (int)SyntaxKind.GreaterThanOrEqualExpression };

    /// <summary>A member that gets a computed value; one that gets a constant on the way tells how far the method is.</summary>
    private static ISymbol? MemberWritten(SyntaxNode node, IMethodSymbol method, MethodDeclarationSyntax declaration)
    {
        var target = node switch
        {
            AssignmentExpressionSyntax assignment when assignment.Right is not (LiteralExpressionSyntax or PrefixUnaryExpressionSyntax { Operand: LiteralExpressionSyntax }) || assignment.Parent == declaration.Body?.Statements.LastOrDefault() => assignment.Left,
            _ => null,
        };
        var name = target switch
        {
            IdentifierNameSyntax own => own.Identifier.ValueText,
            MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax, Name: IdentifierNameSyntax own } => own.Identifier.ValueText,
            _ => null,
        };
        return name is null || (target is IdentifierNameSyntax && IsVariable(name, declaration)) ? null : ResultOf(name, method.ContainingType);
    }

    private static bool IsVariable(string name, MethodDeclarationSyntax method) => method.DescendantNodes().Any(node => node switch
    {
        VariableDeclaratorSyntax variable => variable.Identifier.ValueText == name,
        SingleVariableDesignationSyntax variable => variable.Identifier.ValueText == name,
        ForEachStatementSyntax loop => loop.Identifier.ValueText == name,
        ParameterSyntax parameter => parameter.Identifier.ValueText == name,
        _ => false,
    });

    private static ISymbol? ResultOf(string name, INamedTypeSymbol type) => type.GetMembers(name).FirstOrDefault() switch
    {
        IFieldSymbol { IsStatic: false, IsVolatile: false, IsReadOnly: false, Type.SpecialType: not SpecialType.System_Boolean } field => field,
        IPropertySymbol { IsStatic: false, IsVirtual: false, IsOverride: false, IsAbstract: false, Type.SpecialType: not SpecialType.System_Boolean } property when property.IsAutoProperty() => property,
        _ => null,
    };
}
