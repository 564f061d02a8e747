using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Rules.Processes;

/// <summary>
/// Which members of an object of a class of processes only the child changes. The class may be another one than the one that is analysed, so this looks at its text
/// alone, where a name that is not declared in a method means the member.
/// </summary>
internal static class ProcessObjectWrites
{
    private static readonly HashSet<string> Changes = new(StringComparer.Ordinal) { "Add", "AddRange", "Append", "AppendLine", "Enqueue", "Insert", "Push" };

    /// <returns>The first change in the child; null where there is none, or other code of the class changes the member, too.</returns>
    public static SyntaxNode? OfChildOnly(ISymbol member, IMethodSymbol child)
    {
        var name = StoreOf(member);
        var run = ReachedFrom(child);
        var write = run.Select(method => WriteIn(method, name)).FirstOrDefault(static found => found is not null);
        return write is not null && !OtherCode(child.ContainingType, run).Any(code => WriteIn(code, name) is not null) ? write : null;
    }

    /// <summary>What a method or accessor of the class reads of the members that only the child changes, and the change.</summary>
    public static (ISymbol Member, SyntaxNode Write)? ReadBy(IMethodSymbol method, IMethodSymbol child)
    {
        var code = method.DeclaringSyntaxReferences.Select(static reference => reference.GetSyntax()).ToList();
        foreach (var member in child.ContainingType.GetMembers())
        {
            if (member is IFieldSymbol { IsStatic: false, IsImplicitlyDeclared: false } or IPropertySymbol { IsStatic: false }
                && !SymbolEqualityComparer.Default.Equals(member, method.AssociatedSymbol)
                && code.Exists(part => Reads(part, member.Name))
                && OfChildOnly(member, child) is { } write)
            {
                return (member, write);
            }
        }

        return null;
    }

    /// <summary>Whether the child runs the method.</summary>
    public static bool IsReached(IMethodSymbol method, IMethodSymbol child)
    {
        var run = ReachedFrom(child);
        return method.DeclaringSyntaxReferences.Any(reference => run.Contains(reference.GetSyntax()));
    }

    private static bool Reads(SyntaxNode code, string name) =>
        !code.DescendantNodes().Any(node => DeclaredIn(node) == name)
        && code.DescendantNodes().OfType<IdentifierNameSyntax>().Any(use => use.Identifier.ValueText == name
            && use.Parent is not (InvocationExpressionSyntax or NameColonSyntax or NameEqualsSyntax)
            && (use.Parent is not MemberAccessExpressionSyntax access || access.Expression == use || access.Expression is ThisExpressionSyntax)
            && !(use.Parent is AssignmentExpressionSyntax assignment && assignment.Left == use));

    /// <summary>The field that a property only hands out; the member itself otherwise.</summary>
    private static string StoreOf(ISymbol member)
    {
        var getter = member is IPropertySymbol ? member.DeclaringSyntaxReferences.Select(static reference => reference.GetSyntax()).OfType<PropertyDeclarationSyntax>().FirstOrDefault() : null;
        var value = getter?.ExpressionBody?.Expression
            ?? getter?.AccessorList?.Accessors.FirstOrDefault(static accessor => accessor.IsKind(SyntaxKind.GetAccessorDeclaration)) switch
            {
                { ExpressionBody.Expression: var arrow } => arrow,
                { Body.Statements: [ReturnStatementSyntax { Expression: var returned }] } => returned,
                _ => null,
            };
        return value is IdentifierNameSyntax field ? field.Identifier.ValueText : member.Name;
    }

    /// <summary>The body of the child and the methods of the class that it calls, however indirectly.</summary>
    private static List<SyntaxNode> ReachedFrom(IMethodSymbol child)
    {
        var found = new List<SyntaxNode>();
        var seen = new HashSet<string>(StringComparer.Ordinal) { child.Name };
        var pending = new Queue<string>(seen);
        while (pending.Count > 0)
        {
            foreach (var code in child.ContainingType.GetMembers(pending.Dequeue()).OfType<IMethodSymbol>().SelectMany(static method => method.DeclaringSyntaxReferences).Select(static reference => reference.GetSyntax()))
            {
                found.Add(code);
                foreach (var called in code.DescendantNodes().OfType<InvocationExpressionSyntax>().Select(static call => OwnName(call.Expression)).OfType<string>().Where(seen.Add))
                {
                    pending.Enqueue(called);
                }
            }
        }

        return found;
    }

    /// <summary>What else of the class may run in this process. A constructor only prepares the object, unless it takes over what it is given.</summary>
    private static IEnumerable<SyntaxNode> OtherCode(INamedTypeSymbol type, List<SyntaxNode> run) => type.GetMembers()
        .OfType<IMethodSymbol>()
        .Where(static method => method.MethodKind is not MethodKind.Constructor || !method.Parameters.IsEmpty)
        .SelectMany(static method => method.DeclaringSyntaxReferences)
        .Select(static reference => reference.GetSyntax())
        .Where(code => code is BaseMethodDeclarationSyntax or AccessorDeclarationSyntax && !run.Contains(code));

    private static SyntaxNode? WriteIn(SyntaxNode code, string name) =>
        code.DescendantNodes().Any(node => DeclaredIn(node) == name)
            ? null
            : code.DescendantNodes().FirstOrDefault(node => node switch
            {
                AssignmentExpressionSyntax { Left: ElementAccessExpressionSyntax element } => OwnName(element.Expression) == name,
                AssignmentExpressionSyntax assignment => OwnName(assignment.Left) == name,
                PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PostIncrementExpression or (int)SyntaxKind.PostDecrementExpression } step => OwnName(step.Operand) == name,
                PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PreIncrementExpression or (int)SyntaxKind.PreDecrementExpression } step => OwnName(step.Operand) == name,
                InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access } => Changes.Contains(access.Name.Identifier.ValueText) && OwnName(access.Expression) == name,
                _ => false,
            });

    private static string? DeclaredIn(SyntaxNode node) => node switch
    {
        VariableDeclaratorSyntax variable => variable.Identifier.ValueText,
        SingleVariableDesignationSyntax variable => variable.Identifier.ValueText,
        ParameterSyntax parameter => parameter.Identifier.ValueText,
        ForEachStatementSyntax loop => loop.Identifier.ValueText,
        _ => null,
    };

    private static string? OwnName(ExpressionSyntax expression) => expression switch
    {
        IdentifierNameSyntax name => name.Identifier.ValueText,
        MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax, Name: var name } => name.Identifier.ValueText,
        _ => null,
    };
}
