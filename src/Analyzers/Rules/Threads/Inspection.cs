using ConcurrencyAnalyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Rules.Threads;

/// <summary>Objects that are made to be looked at: a name, a number or a state is asked for, and no work is meant to be done.</summary>
internal static class Inspection
{
    public static bool IsAllThatHappensTo(IOperation birth, Body body) =>
        IsReadAtOnce(birth.Syntax) || (LocalOf(birth, body) is { } local && IsOnlyRead(local, body, maySet: IsTest(body)));

    /// <summary><c>new WorkerThread(…).Name</c>.</summary>
    private static bool IsReadAtOnce(SyntaxNode birth)
    {
        while (birth.Parent is ParenthesizedExpressionSyntax)
        {
            birth = birth.Parent;
        }

        return birth.Parent is MemberAccessExpressionSyntax { Parent: not (InvocationExpressionSyntax or AssignmentExpressionSyntax) } access && access.Expression == birth;
    }

    private static ILocalSymbol? LocalOf(IOperation birth, Body body) =>
        body.Operations.All.OfType<ISimpleAssignmentOperation>().FirstOrDefault(assignment => body.Definitions.SkipWrappers(assignment.Value) == birth)?.Target is ILocalReferenceOperation { Local: var local } ? local : null;

    private static bool IsOnlyRead(ILocalSymbol local, Body body, bool maySet)
    {
        var isRead = false;
        var references = body.Outermost.SelfAndNested.SelectMany(static nested => nested.Operations.All).OfType<ILocalReferenceOperation>()
            .Where(reference => SymbolEqualityComparer.Default.Equals(reference.Local, local));
        foreach (var reference in references)
        {
            if (reference.Parent is IPropertyReferenceOperation property)
            {
                var isSet = property.Parent is IAssignmentOperation assignment && assignment.Target == property;
                isRead |= !isSet;
                if (isSet && !maySet)
                {
                    return false;
                }
            }
            else if (reference.Parent is not ISimpleAssignmentOperation { Target: var target } || target != reference)
            {
                return false;
            }
        }

        return isRead;
    }

    private static bool IsTest(Body body) => body.Outermost.Owner.GetAttributes().Any(static attribute => IsTestAttribute(attribute.AttributeClass));

    /// <summary>Of xunit, NUnit or MSTest, or derived from theirs.</summary>
    private static bool IsTestAttribute(INamedTypeSymbol? type)
    {
        for (; type is not null; type = type.BaseType)
        {
            if (type.Name is "FactAttribute" or "TestAttribute" or "TestCaseAttribute" or "TestMethodAttribute")
            {
                return true;
            }
        }

        return false;
    }
}
