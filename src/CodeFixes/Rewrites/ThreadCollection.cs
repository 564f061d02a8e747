using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;

namespace ConcurrencyAnalyzers.CodeFixes.Rewrites;

/// <summary>Makes a loop put the threads or tasks that it starts into a list, and waits for all of them behind it.</summary>
internal sealed class ThreadCollection
{
    private const string Namespace = "System.Collections.Generic";

    private readonly StatementSyntax loop;
    private readonly StatementSyntax start;
    private readonly ExpressionStatementSyntax join;
    private readonly string handle;
    private readonly string type;

    /// <summary>Null where it is awaited.</summary>
    private readonly string? method;
    private readonly string list;
    private readonly string element;
    private readonly bool isImported;

    private ThreadCollection(StatementSyntax loop, StatementSyntax start, ExpressionStatementSyntax join, string handle, ITypeSymbol type, SemanticModel model)
    {
        this.loop = loop;
        this.start = start;
        this.join = join;
        this.handle = handle;
        this.type = type.WithNullableAnnotation(NullableAnnotation.NotAnnotated).ToMinimalDisplayString(model, loop.SpanStart);
        method = join.DescendantNodes().OfType<InvocationExpressionSyntax>().FirstOrDefault()?.Expression.DescendantNodesAndSelf().OfType<SimpleNameSyntax>().Last().Identifier.ValueText;
        var taken = new HashSet<string>(loop.SyntaxTree.GetRoot().DescendantTokens().Where(static token => token.IsKind(SyntaxKind.IdentifierToken)).Select(static token => token.ValueText), StringComparer.Ordinal);
        var isTask = type.Name == "Task";
        list = Free(isTask ? "tasks" : "threads", taken);
        element = Free(handle is "thread" or "task" ? "started" : isTask ? "task" : "thread", taken);
        isImported = model.LookupNamespacesAndTypes(loop.SpanStart, name: "List").Any();
    }

    /// <param name="join">The call that waits for one thread, or the await of one task.</param>
    /// <param name="start">The call that starts it.</param>
    /// <param name="model">The semantic model of the document.</param>
    public static ThreadCollection? Of(ExpressionSyntax join, InvocationExpressionSyntax start, SemanticModel model)
    {
        if (join.FirstAncestorOrSelf<ExpressionStatementSyntax>() is not { } joinStatement
            || join is InvocationExpressionSyntax { ArgumentList.Arguments.Count: > 0 }
            || HandleOf(join, joinStatement) is not { } handle
            || StatementOf(start, handle) is not { Parent: BlockSyntax { Parent: StatementSyntax loop } } startStatement
            || (start.Expression is MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax started, Name.Identifier.ValueText: "Start" } && started.Identifier.ValueText != handle.Identifier.ValueText)
            || loop is not (ForStatementSyntax or CommonForEachStatementSyntax or WhileStatementSyntax or DoStatementSyntax)
            || StatementList.Around(loop) is null
            || StatementList.Around(joinStatement) is null
            || model.GetTypeInfo(handle).Type is not { } type
            || (join is AwaitExpressionSyntax && !model.LookupNamespacesAndTypes(join.SpanStart, name: "Task").Any()))
        {
            return null;
        }

        return new(loop, startStatement, joinStatement, handle.Identifier.ValueText, type, model);
    }

    /// <summary><c>t.Start();</c>, <c>t = Task.Run(…);</c>, or <c>var t = Task.Run(…);</c>.</summary>
    private static StatementSyntax? StatementOf(InvocationExpressionSyntax start, IdentifierNameSyntax handle) => start.Parent switch
    {
        EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax { Parent.Parent: LocalDeclarationStatementSyntax statement } variable } when variable.Identifier.ValueText == handle.Identifier.ValueText => statement,
        ExpressionStatementSyntax statement => statement,
        AssignmentExpressionSyntax { Left: IdentifierNameSyntax variable, Parent: ExpressionStatementSyntax statement } when variable.Identifier.ValueText == handle.Identifier.ValueText => statement,
        _ => null,
    };

    /// <summary>The variable in <c>t.Join()</c>, <c>t!.Join()</c>, <c>t?.Join()</c> or <c>await t</c>.</summary>
    private static IdentifierNameSyntax? HandleOf(ExpressionSyntax join, ExpressionStatementSyntax statement) => statement.Expression switch
    {
        AwaitExpressionSyntax await when await == join => Forgiven(await.Expression) as IdentifierNameSyntax,
        ConditionalAccessExpressionSyntax access when access.WhenNotNull == join => access.Expression as IdentifierNameSyntax,
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access } call when call == join =>
            Forgiven(access.Expression) as IdentifierNameSyntax,
        _ => null,
    };

    private static ExpressionSyntax Forgiven(ExpressionSyntax expression) =>
        expression is PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.SuppressNullableWarningExpression } forgiven ? forgiven.Operand : expression;

    /// <summary>Whether a lambda in the loop reads a variable of a for loop: it is the join that keeps the value until the thread has read it.</summary>
    public bool CapturesLoopVariable => loop is ForStatementSyntax { Declaration: { } declaration }
        && declaration.Variables.Any(variable => loop.DescendantNodes().OfType<AnonymousFunctionExpressionSyntax>()
            .Any(lambda => lambda.DescendantNodes().OfType<IdentifierNameSyntax>().Any(name => name.Identifier.ValueText == variable.Identifier.ValueText)));

    /// <summary>Whether the join is the last thing that a round of the loop does.</summary>
    public bool JoinEndsRound => join.Parent is BlockSyntax block && block.Parent == loop && block.Statements.Last() == join;

    public SyntaxNode Apply(SyntaxNode root)
    {
        root = root.TrackNodes(loop, start, join);
        var joinAll = method is null ? JoinInsertion.AwaitAll(list) : Parse($"foreach (var {element} in {list})\n{{\n{element}.{method}();\n}}", root);
        if (loop.Span.Contains(join.Span))
        {
            root = StatementRemoval.Remove(root, [root.GetCurrentNode(join)!]);
            root = StatementInsertion.After(root, root.GetCurrentNode(loop)!, joinAll);
        }
        else
        {
            var old = root.GetCurrentNode(join)!;
            root = root.ReplaceNode(old, joinAll.WithTriviaFrom(old));
        }

        root = StatementInsertion.After(root, root.GetCurrentNode(start)!, Parse($"{list}.Add({handle});", root));
        root = StatementInsertion.Before(root, root.GetCurrentNode(loop)!, Parse($"var {list} = new List<{type}>();", root));
        return isImported ? root : UsingDirectives.Add(root, Namespace, LineEnding.Of(root));
    }

    private static StatementSyntax Parse(string text, SyntaxNode root) =>
        SyntaxFactory.ParseStatement(text.Replace("\n", LineEnding.Of(root).ToString())).WithAdditionalAnnotations(Formatter.Annotation);

    private static string Free(string wanted, HashSet<string> taken)
    {
        var name = wanted;
        for (var number = 2; taken.Contains(name); number++)
        {
            name = wanted + number.ToString(System.Globalization.CultureInfo.InvariantCulture);
        }

        return name;
    }
}
