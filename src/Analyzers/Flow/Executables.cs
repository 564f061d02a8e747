using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Flow;

/// <summary>Which parts of a declaration are code that runs, and their operations.</summary>
internal static class Executables
{
    /// <summary>The code of one symbol in a declaration: a field's declaration may be shared by several.</summary>
    public static IEnumerable<SyntaxNode> In(SyntaxNode declaration, ISymbol owner) => declaration switch
    {
        BaseFieldDeclarationSyntax fields => fields.Declaration.Variables.Where(variable => variable.Initializer is not null && Declares(owner, variable)).Select(static variable => variable.Initializer!),
        PropertyDeclarationSyntax property => property.Initializer is { } initializer ? [initializer] : [],
        VariableDeclaratorSyntax variable => variable.Initializer is { } initializer ? [initializer] : [],

        // A declaration of an attribute or a default value comes here too, without code of its own.
        BaseMethodDeclarationSyntax { Body: null, ExpressionBody: null } method when method is not ConstructorDeclarationSyntax { Initializer: not null } => [],
        AccessorDeclarationSyntax { Body: null, ExpressionBody: null } => [],
        _ => [declaration],
    };

    /// <summary>Whether the node is sure to have an operation with a graph, so that it need not be bound to know.</summary>
    public static bool IsCertain(SyntaxNode executable) =>
        !executable.ContainsDiagnostics && executable is BaseMethodDeclarationSyntax or AccessorDeclarationSyntax or ArrowExpressionClauseSyntax or EqualsValueClauseSyntax;

    /// <returns>Null where the node has none with a graph: a default value of a parameter, an attribute, broken code.</returns>
    public static IOperation? OperationOf(SyntaxNode executable, SemanticModel model)
    {
        var operation = RootOf(executable, model);
        if (operation is not null && ObliviousModel.IsNeededFor(executable, model) && ObliviousModel.Of(model) is { } oblivious)
        {
            operation = RootOf(executable, oblivious);
        }

        return operation is IMethodBodyOperation or IConstructorBodyOperation or IBlockOperation or IFieldInitializerOperation or IPropertyInitializerOperation ? operation : null;
    }

    public static ControlFlowGraph GraphOf(IOperation root) => root switch
    {
        IMethodBodyOperation method => ControlFlowGraph.Create(method),
        IConstructorBodyOperation constructor => ControlFlowGraph.Create(constructor),
        IBlockOperation block => ControlFlowGraph.Create(block),
        IFieldInitializerOperation field => ControlFlowGraph.Create(field),
        _ => ControlFlowGraph.Create((IPropertyInitializerOperation)root),
    };

    private static IOperation? RootOf(SyntaxNode executable, SemanticModel model)
    {
        var operation = Inside(executable).Select(node => model.GetOperation(node)).FirstOrDefault(static found => found is not null);
        while (operation?.Parent is { } parent)
        {
            operation = parent;
        }

        return operation;
    }

    /// <summary>Nodes one of which has an operation, whose root is the body: top-level statements and primary constructors have none at their declaration.</summary>
    private static IEnumerable<SyntaxNode> Inside(SyntaxNode executable) => executable switch
    {
        CompilationUnitSyntax unit => unit.Members.OfType<GlobalStatementSyntax>().Select(static member => member.Statement),
        TypeDeclarationSyntax { BaseList: { } bases } => bases.Types.OfType<PrimaryConstructorBaseTypeSyntax>(),
        _ => [executable],
    };

    private static bool Declares(ISymbol owner, SyntaxNode declaration)
    {
        foreach (var reference in owner.DeclaringSyntaxReferences)
        {
            if (reference.SyntaxTree == declaration.SyntaxTree && reference.Span == declaration.Span)
            {
                return true;
            }
        }

        return false;
    }
}
