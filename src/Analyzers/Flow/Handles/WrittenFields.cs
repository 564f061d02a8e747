using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Flow.Handles;

/// <summary>The fields that a type writes after its objects have been constructed.</summary>
internal sealed class WrittenFields
{
    private readonly HashSet<ISymbol> written = new(SymbolEqualityComparer.Default);

    public WrittenFields(TypeFacts type)
    {
        foreach (var body in type.Bodies.SelectMany(static body => body.SelfAndNested))
        {
            // A lambda in a constructor runs when it likes.
            if (body.Parent is not null || body.Method?.MethodKind is MethodKind.Ordinary or MethodKind.PropertyGet or MethodKind.PropertySet or MethodKind.ExplicitInterfaceImplementation)
            {
                foreach (var operation in body.Operations.All)
                {
                    Record(operation, body);
                }
            }
        }
    }

    /// <summary>Whether code outside of constructors may write the field or property.</summary>
    public bool MayBeWritten(ISymbol member) => member is not IFieldSymbol { DeclaredAccessibility: Accessibility.Private } || written.Contains(member);

    private void Record(IOperation operation, Body body)
    {
        var target = operation switch
        {
            IAssignmentOperation assignment => assignment.Target,
            IArgumentOperation { Parameter.RefKind: RefKind.Ref or RefKind.Out } argument => argument.Value,
            _ => null,
        };
        if (target is not null && body.Definitions.SkipWrappers(target) is IFieldReferenceOperation field)
        {
            written.Add(field.Field);
        }
    }
}
