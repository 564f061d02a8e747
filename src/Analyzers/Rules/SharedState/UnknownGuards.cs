using ConcurrencyAnalyzers.Flow;
using ConcurrencyAnalyzers.Flow.Locks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Rules.SharedState;

/// <summary>Finds the attributes that name a lock which the type does not have: they promise a check that nobody makes.</summary>
internal static class UnknownGuards
{
    public static IEnumerable<(Location Place, string Name, INamedTypeSymbol Type, string Attribute)> Find(INamedTypeSymbol type)
    {
        foreach (var member in MembersOf(type))
        {
            foreach (var attribute in member.GetAttributes())
            {
                if (attribute is { AttributeClass.Name: "GuardedByAttribute" or "RequiresLockAttribute", ConstructorArguments: [{ Value: string name }, ..] }
                    && SyntaxFacts.IsValidIdentifier(name)
                    && name != "this"
                    && CallerLocks.NamedLock(attribute, member.ContainingType) is null
                    && attribute.ApplicationSyntaxReference?.GetSyntax() is AttributeSyntax { ArgumentList.Arguments: [var argument, ..] })
                {
                    yield return (argument.GetLocation(), name, member.ContainingType, attribute.AttributeClass.Name.Substring(0, attribute.AttributeClass.Name.Length - "Attribute".Length));
                }
            }
        }
    }

    /// <summary>The members of the type and of the types in it.</summary>
    public static IEnumerable<ISymbol> MembersOf(INamedTypeSymbol type) => type.GetMembers().SelectMany(static member => member is INamedTypeSymbol nested ? MembersOf(nested) : [member]);
}
