using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.CodeFixes.Rewrites;

/// <summary>A loop that does nothing but make a thread per item, keep it in a list or array, and start it; and the loops after it that start and join them all.</summary>
internal sealed class ThreadLoop
{
    private readonly SemanticModel model;
    private readonly List<StatementSyntax> kept = [];
    private readonly List<StatementSyntax> dropped = [];
    private ISymbol? threads;
    private ISymbol? thread;
    private ExpressionSyntax? creation;
    private ExpressionSyntax? startArgument;
    private bool isStarted;

    private ThreadLoop(SemanticModel model, StatementSyntax loop)
    {
        this.model = model;
        Loop = loop;
    }

    public StatementSyntax Loop { get; }

    /// <summary>Copies of the loop variable and the like, which the work uses.</summary>
    public IReadOnlyList<StatementSyntax> Kept => kept;

    /// <summary>The statements of the loop that make, keep and start the thread.</summary>
    public IReadOnlyList<StatementSyntax> Dropped => dropped;

    /// <summary>The declaration of the list or array, and the loops that start and join its threads.</summary>
    public IReadOnlyList<StatementSyntax> Around { get; private set; } = [];

    /// <summary>The size that the array of threads was made with; null for a list.</summary>
    public ExpressionSyntax? ArraySize { get; private set; }

    public ISymbol Threads => threads!;

    /// <summary>The creation of the thread.</summary>
    public ExpressionSyntax Creation => creation!;

    /// <summary>What Start was called with; null without.</summary>
    public ExpressionSyntax? StartArgument => startArgument;

    /// <param name="model">The semantic model of the document.</param>
    /// <param name="reported">The creation of the thread, or a part of it.</param>
    /// <returns>Null where the loop does anything else.</returns>
    public static ThreadLoop? Of(SemanticModel model, SyntaxNode reported)
    {
        if (reported.Ancestors().FirstOrDefault(static node => node is ForStatementSyntax or ForEachStatementSyntax) is not StatementSyntax loop || !InsertionPlace.IsInList(loop))
        {
            return null;
        }

        var found = new ThreadLoop(model, loop);
        var body = loop is ForStatementSyntax counting ? counting.Statement : ((ForEachStatementSyntax)loop).Statement;
        var statements = body is BlockSyntax block ? block.Statements : SyntaxFactory.SingletonList(body);
        return statements.All(found.Accept) && found.creation is not null && found.threads is not null && found.FindSurroundings() ? found : null;
    }

    private bool Accept(StatementSyntax statement)
    {
        var isPart = statement switch
        {
            LocalDeclarationStatementSyntax { UsingKeyword.RawKind: 0, AwaitKeyword.RawKind: 0 } declaration => AcceptDeclaration(declaration),
            ExpressionStatementSyntax { Expression: var expression } => AcceptExpression(expression),
            _ => null as bool?,
        };
        switch (isPart)
        {
            case true:
                dropped.Add(statement);
                return true;

            case false:
                kept.Add(statement);
                return true;

            default:
                return false;
        }
    }

    /// <returns>Whether it makes the thread; null where it is neither that nor a plain copy.</returns>
    private bool? AcceptDeclaration(LocalDeclarationStatementSyntax declaration)
    {
        if (declaration.Declaration.Variables is not [{ Initializer.Value: { } value } variable] || declaration.Declaration.Type is RefTypeSyntax)
        {
            return null;
        }

        if (IsThread(value))
        {
            thread = model.GetDeclaredSymbol(variable);
            return TakeCreation(value);
        }

        return SimpleExpressions.MayMoveIntoLambda(value, model) ? false : null;
    }

    private bool? AcceptExpression(ExpressionSyntax expression)
    {
        switch (expression)
        {
            case AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression, Left: ElementAccessExpressionSyntax element } assignment:
                return Keep(element.Expression, assignment.Right);

            case InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Add", Expression: var list }, ArgumentList.Arguments: [var added] }:
                return Keep(list, added.Expression);

            case InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Start", Expression: var started }, ArgumentList.Arguments: var arguments } when !isStarted && arguments.Count <= 1:
                isStarted = true;
                startArgument = arguments.FirstOrDefault()?.Expression;
                return IsThisThread(started) ? true : null;

            default:
                return null;
        }
    }

    private bool? Keep(ExpressionSyntax list, ExpressionSyntax value)
    {
        if (list is not IdentifierNameSyntax || model.GetSymbolInfo(list).Symbol is not ILocalSymbol symbol || (threads is not null && !Same(threads, symbol)))
        {
            return null;
        }

        threads = symbol;
        return IsThread(value) ? TakeCreation(value) : value is IdentifierNameSyntax && thread is not null && Same(model.GetSymbolInfo(value).Symbol, thread) ? true : null;
    }

    private bool? TakeCreation(ExpressionSyntax value)
    {
        if (creation is not null)
        {
            return null;
        }

        creation = value;
        return true;
    }

    private bool IsThread(ExpressionSyntax value) =>
        value is BaseObjectCreationExpressionSyntax or InvocationExpressionSyntax && model.GetTypeInfo(value).Type is { Name: "Thread" or "WorkerThread" };

    /// <summary>The variable of the thread, or the element of the array that it was put in.</summary>
    private bool IsThisThread(ExpressionSyntax started) => started switch
    {
        IdentifierNameSyntax => thread is not null && Same(model.GetSymbolInfo(started).Symbol, thread),
        ElementAccessExpressionSyntax { Expression: IdentifierNameSyntax array } => threads is not null && Same(model.GetSymbolInfo(array).Symbol, threads),
        _ => false,
    };

    private bool FindSurroundings()
    {
        var siblings = Siblings(Loop);
        var place = siblings.IndexOf(Loop);
        var around = new List<StatementSyntax>();
        if (siblings.Take(place).FirstOrDefault(DeclaresThreads) is not { } declaration)
        {
            return false;
        }

        around.Add(declaration);
        if (!isStarted && ++place < siblings.Count && IsLoopOver(siblings[place], "Start"))
        {
            around.Add(siblings[place]);
            isStarted = true;
        }

        if (!isStarted || ++place >= siblings.Count || !IsLoopOver(siblings[place], "Join"))
        {
            return false;
        }

        around.Add(siblings[place]);
        Around = around;
        return IsUsedNowhereElse();
    }

    private bool DeclaresThreads(StatementSyntax statement)
    {
        if (statement is not LocalDeclarationStatementSyntax { Declaration.Variables: [var variable] } || !Same(model.GetDeclaredSymbol(variable), threads!))
        {
            return false;
        }

        switch (variable.Initializer?.Value)
        {
            case ArrayCreationExpressionSyntax { Initializer: null, Type.RankSpecifiers: [{ Sizes: [var size] }] }:
                ArraySize = size;
                return SimpleExpressions.MayMoveIntoLambda(size, model);

            case BaseObjectCreationExpressionSyntax { Initializer: null } creation:
                return creation.ArgumentList is null || creation.ArgumentList.Arguments.All(argument => SimpleExpressions.MayMoveIntoLambda(argument.Expression, model));

            case { RawKind: 9076 } empty:
                return !empty.ChildNodes().Any();

            default:
                return false;
        }
    }

    private bool IsLoopOver(StatementSyntax statement, string method)
    {
        switch (statement)
        {
            case ForEachStatementSyntax { Expression: IdentifierNameSyntax collection } loop:
                return IsThreads(collection) && OnlyStatement(loop.Statement) is { } call && IsCall(call, method) is IdentifierNameSyntax name && name.Identifier.ValueText == loop.Identifier.ValueText;

            case ForStatementSyntax { Declaration.Variables: [var variable] } loop:
                return OnlyStatement(loop.Statement) is { } each
                    && IsCall(each, method) is ElementAccessExpressionSyntax { Expression: IdentifierNameSyntax array, ArgumentList.Arguments: [{ Expression: IdentifierNameSyntax index }] }
                    && IsThreads(array)
                    && index.Identifier.ValueText == variable.Identifier.ValueText
                    && variable.Initializer?.Value.ToString() == "0"
                    && IsWholeLength(loop);

            case ExpressionStatementSyntax { Expression: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ForEach", Expression: IdentifierNameSyntax list }, ArgumentList.Arguments: [{ Expression: SimpleLambdaExpressionSyntax { ExpressionBody: { } inner } lambda }] } }:
                return IsThreads(list) && IsCall(inner, method) is IdentifierNameSyntax parameter && parameter.Identifier.ValueText == lambda.Parameter.Identifier.ValueText;

            default:
                return false;
        }
    }

    /// <summary>The loop runs as often as the one that makes the threads.</summary>
    private bool IsWholeLength(ForStatementSyntax loop) =>
        loop.Condition is BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LessThanExpression, Right: var bound }
        && (bound.ToString() == threads!.Name + ".Length"
            || bound.ToString() == threads.Name + ".Count"
            || (Loop is ForStatementSyntax { Condition: BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LessThanExpression, Right: var same } } && same.ToString() == bound.ToString())
            || ArraySize?.ToString() == bound.ToString());

    private static ExpressionSyntax? OnlyStatement(StatementSyntax body)
    {
        var statement = body is BlockSyntax block ? (block.Statements.Count == 1 ? block.Statements[0] : null) : body;
        return (statement as ExpressionStatementSyntax)?.Expression;
    }

    /// <returns>The receiver of a call of the method without arguments.</returns>
    private static ExpressionSyntax? IsCall(ExpressionSyntax expression, string method) =>
        expression is InvocationExpressionSyntax { ArgumentList.Arguments.Count: 0, Expression: MemberAccessExpressionSyntax access } && access.Name.Identifier.ValueText == method
            ? access.Expression
            : null;

    private bool IsThreads(ExpressionSyntax expression) => Same(model.GetSymbolInfo(expression).Symbol, threads!);

    private bool IsUsedNowhereElse()
    {
        var function = Loop.Ancestors().First(static node => node is MemberDeclarationSyntax and not GlobalStatementSyntax or CompilationUnitSyntax);
        return function.DescendantNodes().OfType<IdentifierNameSyntax>()
            .Where(name => name.Identifier.ValueText == threads!.Name && IsThreads(name))
            .All(name => Loop.Span.Contains(name.Span) || Around.Any(statement => statement.Span.Contains(name.Span)));
    }

    private static List<StatementSyntax> Siblings(StatementSyntax statement) => statement.Parent switch
    {
        BlockSyntax block => [.. block.Statements],
        SwitchSectionSyntax section => [.. section.Statements],
        GlobalStatementSyntax { Parent: CompilationUnitSyntax unit } => [.. unit.Members.OfType<GlobalStatementSyntax>().Select(static global => global.Statement)],
        _ => [],
    };

    private static bool Same(ISymbol? left, ISymbol right) => SymbolEqualityComparer.Default.Equals(left, right);
}
