using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.CodeFixes.Rewrites;

/// <summary>Adds using directives where the others stand.</summary>
internal static class UsingDirectives
{
    public static SyntaxNode Add(SyntaxNode root, string name, SyntaxTrivia lineEnd)
    {
        if (root is not CompilationUnitSyntax unit)
        {
            return root;
        }

        var directive = SyntaxFactory.UsingDirective(SyntaxFactory.ParseName(name).WithLeadingTrivia(SyntaxFactory.Space)).WithTrailingTrivia(lineEnd);
        if (unit.Usings.Count == 0)
        {
            var first = unit.GetFirstToken();
            return unit
                .ReplaceToken(first, first.WithLeadingTrivia(SyntaxFactory.TriviaList(lineEnd)))
                .WithUsings(SyntaxFactory.SingletonList(directive.WithLeadingTrivia(first.LeadingTrivia)));
        }

        var place = 0;
        while (place < unit.Usings.Count && IsBefore(unit.Usings[place], name))
        {
            place++;
        }

        if (place > 0)
        {
            return unit.WithUsings(unit.Usings.Insert(place, directive));
        }

        // The file's header comment stays above all directives.
        var old = unit.Usings[0];
        return unit.WithUsings(unit.Usings.Replace(old, old.WithLeadingTrivia(default(SyntaxTriviaList))).Insert(0, directive.WithLeadingTrivia(old.GetLeadingTrivia())));
    }

    private static bool IsBefore(UsingDirectiveSyntax directive, string name)
    {
        var other = directive.Name?.ToString() ?? "";
        return directive.GlobalKeyword.RawKind != 0
            || (directive.Alias is null && directive.StaticKeyword.RawKind == 0 && other.StartsWith("System", StringComparison.Ordinal) && string.CompareOrdinal(other, name) < 0);
    }
}
