using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.CodeFixes.Rewrites;

/// <summary>The statements of a block, of a section of a switch, or of a program without a class, whichever of them a statement is in.</summary>
internal readonly struct StatementList
{
    private readonly SyntaxNode owner;

    private StatementList(SyntaxNode owner, IReadOnlyList<StatementSyntax> statements)
    {
        this.owner = owner;
        Statements = statements;
    }

    public IReadOnlyList<StatementSyntax> Statements { get; }

    /// <returns>Null where the statement stands alone, as the body of an <c>if</c> without braces does.</returns>
    public static StatementList? Around(StatementSyntax statement) => statement.Parent switch
    {
        BlockSyntax block => new(block, block.Statements),
        SwitchSectionSyntax section => new(section, section.Statements),
        GlobalStatementSyntax { Parent: CompilationUnitSyntax unit } => new(unit, [.. unit.Members.OfType<GlobalStatementSyntax>().Select(static global => global.Statement)]),
        _ => null,
    };

    /// <summary>The statements of the other sections of a switch: what one section declares, all may use.</summary>
    public IEnumerable<StatementSyntax> OtherSections => owner is SwitchSectionSyntax { Parent: SwitchStatementSyntax choice } section
        ? choice.Sections.Where(other => other != section).SelectMany(static other => other.Statements)
        : [];

    public int IndexOf(StatementSyntax statement)
    {
        for (var i = 0; i < Statements.Count; i++)
        {
            if (Statements[i] == statement)
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>The tree with other statements in the place of these.</summary>
    public SyntaxNode Replace(SyntaxNode root, IEnumerable<StatementSyntax> statements) => root.ReplaceNode(owner, owner switch
    {
        BlockSyntax block => block.WithStatements(SyntaxFactory.List(statements)),
        SwitchSectionSyntax section => section.WithStatements(SyntaxFactory.List(statements)),
        var unit => Replace((CompilationUnitSyntax)unit, statements),
    });

    private static CompilationUnitSyntax Replace(CompilationUnitSyntax unit, IEnumerable<StatementSyntax> statements)
    {
        // Global statements come before all types, so they are one run of the members.
        var before = unit.Members.TakeWhile(static member => member is not GlobalStatementSyntax);
        var after = unit.Members.SkipWhile(static member => member is not GlobalStatementSyntax).Where(static member => member is not GlobalStatementSyntax);
        return unit.WithMembers(SyntaxFactory.List(before.Concat(statements.Select(SyntaxFactory.GlobalStatement)).Concat(after)));
    }
}
