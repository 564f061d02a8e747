using ConcurrencyAnalyzers.Rules.SharedState;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;

namespace ConcurrencyAnalyzers.CodeFixes.Rewrites;

/// <summary>How a statement holds a lock of a certain sort: <c>lock</c>, <c>using</c>, or an acquire with try and finally.</summary>
internal sealed class LockHold
{
    private readonly string gate;
    private readonly string? scope;
    private readonly string? acquire;
    private readonly string? release;

    private LockHold(string gate, string? scope = null, string? acquire = null, string? release = null)
    {
        this.gate = gate;
        this.scope = scope;
        this.acquire = acquire;
        this.release = release;
    }

    /// <param name="form">What the lock is.</param>
    /// <param name="gate">The lock as it can be written there.</param>
    /// <param name="place">What is to hold it.</param>
    /// <param name="model">The document's.</param>
    /// <returns>Null where the place runs code that may take the lock again, which deadlocks or throws.</returns>
    public static LockHold? Of(HoldForm form, string gate, SyntaxNode place, SemanticModel model)
    {
        if (form is HoldForm.Scope or HoldForm.Read or HoldForm.Write or HoldForm.Semaphore && RunsOwnCode(place, model))
        {
            return null;
        }

        var isWrite = form == HoldForm.Write || WritesMember(place, model);
        return form switch
        {
            HoldForm.NewLock when VersionOf(place) < 1300 => new(gate, scope: ".EnterScope()"),
            HoldForm.Statement or HoldForm.NewLock => new(gate),
            HoldForm.Scope or HoldForm.ReentrantScope => new(gate, scope: ".Enter()"),
            HoldForm.Read or HoldForm.Write when isWrite => new(gate, acquire: ".EnterWriteLock()", release: ".ExitWriteLock()"),
            HoldForm.Read => new(gate, acquire: ".EnterReadLock()", release: ".ExitReadLock()"),
            HoldForm.Semaphore when model.GetEnclosingSymbol(place.SpanStart) is IMethodSymbol { IsAsync: true } => new(gate, acquire: ".WaitAsync()", release: ".Release()"),
            HoldForm.Semaphore => new(gate, acquire: ".Wait()", release: ".Release()"),
            HoldForm.Mutex => new(gate, acquire: ".WaitOne()", release: ".ReleaseMutex()"),
            _ => null,
        };
    }

    /// <summary>The statements that run the statement while the lock is held.</summary>
    public IReadOnlyList<StatementSyntax> Wrap(StatementSyntax statement, SyntaxTrivia lineEnd)
    {
        if (scope is not null)
        {
            return [SyntaxFactory.UsingStatement(null, SyntaxFactory.ParseExpression(gate + scope), LockWrap.Block([statement], lineEnd)).WithAdditionalAnnotations(Formatter.Annotation)];
        }

        if (acquire is null)
        {
            return [LockWrap.Lock(statement, SyntaxFactory.ParseExpression(gate), lineEnd)];
        }

        var taken = SyntaxFactory.ParseStatement((acquire == ".WaitAsync()" ? "await " : "") + gate + acquire + ";").WithTrailingTrivia(lineEnd);
        var last = SyntaxFactory.FinallyClause(LockWrap.Block([SyntaxFactory.ParseStatement(gate + release + ";")], lineEnd));
        return
        [
            taken.WithAdditionalAnnotations(Formatter.Annotation),
            SyntaxFactory.TryStatement(LockWrap.Block([statement], lineEnd), default, last).WithAdditionalAnnotations(Formatter.Annotation),
        ];
    }

    /// <summary>An earlier change has put the node under the lock already.</summary>
    public static bool IsUnder(SyntaxNode node, string gate) => node.Ancestors().Any(ancestor => ancestor switch
    {
        LockStatementSyntax statement => statement.Expression.WithoutTrivia().ToString() == gate,
        UsingStatementSyntax { Expression: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access } } => access.Expression.WithoutTrivia().ToString() == gate,
        TryStatementSyntax { Finally: { } final } => final.Block.Statements.OfType<ExpressionStatementSyntax>().Any(statement =>
            statement.Expression is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access } && access.Expression.WithoutTrivia().ToString() == gate),
        _ => false,
    });

    /// <summary>Methods and properties with code in this program, and delegates: what they take is not known here.</summary>
    private static bool RunsOwnCode(SyntaxNode place, SemanticModel model) => place.DescendantNodes().OfType<ExpressionSyntax>().Any(node => model.GetSymbolInfo(node).Symbol switch
    {
        IMethodSymbol { MethodKind: MethodKind.DelegateInvoke } => true,
        IMethodSymbol method => node is InvocationExpressionSyntax or BaseObjectCreationExpressionSyntax && method.Locations.Any(static location => location.IsInSource) && !WantsLock(method),
        IPropertySymbol property => property.DeclaringSyntaxReferences.Any(static reference => reference.GetSyntax() is not PropertyDeclarationSyntax { AccessorList: { } list } || list.Accessors.Any(static accessor => accessor.Body is not null || accessor.ExpressionBody is not null)),
        _ => false,
    });

    /// <summary>It says that its caller holds a lock, so it does not take that one.</summary>
    private static bool WantsLock(IMethodSymbol method) => method.GetAttributes().Any(static attribute => attribute.AttributeClass?.Name == "RequiresLockAttribute");

    private static bool WritesMember(SyntaxNode place, SemanticModel model) => place.DescendantNodes().Any(node => node switch
    {
        AssignmentExpressionSyntax assignment => model.GetSymbolInfo(assignment.Left).Symbol is not (ILocalSymbol or IParameterSymbol),
        PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PostIncrementExpression or (int)SyntaxKind.PostDecrementExpression } step => model.GetSymbolInfo(step.Operand).Symbol is not (ILocalSymbol or IParameterSymbol),
        PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PreIncrementExpression or (int)SyntaxKind.PreDecrementExpression } step => model.GetSymbolInfo(step.Operand).Symbol is not (ILocalSymbol or IParameterSymbol),
        _ => false,
    });

    private static int VersionOf(SyntaxNode node) => (int)((CSharpParseOptions)node.SyntaxTree.Options).LanguageVersion;
}
