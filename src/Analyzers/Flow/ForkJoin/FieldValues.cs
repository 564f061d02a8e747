using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Flow.ForkJoin;

/// <summary>What is assigned to a private field, initializers included.</summary>
internal static class FieldValues
{
    /// <returns>Empty where somebody outside the type may assign it, too.</returns>
    public static IReadOnlyList<IOperation> Of(IFieldSymbol field, TypeFacts type)
    {
        if (field.DeclaredAccessibility != Accessibility.Private)
        {
            return [];
        }

        var values = new List<IOperation>();
        foreach (var operation in type.Bodies.Where(body => body.Mentions(field) || SymbolEqualityComparer.Default.Equals(body.Owner, field)).SelectMany(static body => BodyOperations.Evaluation(body.Root)))
        {
            switch (operation)
            {
                case IFieldInitializerOperation initializer when initializer.InitializedFields.Contains(field, SymbolEqualityComparer.Default):
                    values.Add(initializer.Value);
                    break;

                case IAssignmentOperation { Target: IFieldReferenceOperation target } assignment when SymbolEqualityComparer.Default.Equals(target.Field, field):
                    values.Add(assignment.Value);
                    break;
            }
        }

        return values;
    }
}
