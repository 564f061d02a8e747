using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Flow.LockOrder;

/// <summary>The private fields and properties that only ever hold lambdas and methods of their own type.</summary>
internal sealed class OwnDelegates(TypeFacts type)
{
    private readonly HashSet<ISymbol> known = new(SymbolEqualityComparer.Default);
    private readonly HashSet<ISymbol> own = new(SymbolEqualityComparer.Default);
    private readonly HashSet<ISymbol> foreign = new(SymbolEqualityComparer.Default);

    public bool Contains(ISymbol holder) =>
        holder is { DeclaredAccessibility: Accessibility.Private } or IPropertySymbol { SetMethod: null or { DeclaredAccessibility: Accessibility.Private } } or IFieldSymbol { IsReadOnly: true }
        && IsOwn(holder.OriginalDefinition);

    private bool IsOwn(ISymbol holder)
    {
        lock (known)
        {
            if (known.Add(holder))
            {
                foreach (var body in type.Bodies.Where(body => body.Mentions(holder) || SymbolEqualityComparer.Default.Equals(body.Owner, holder)))
                {
                    foreach (var operation in BodyOperations.Evaluation(body.Root))
                    {
                        Record(operation);
                    }
                }
            }

            return own.Contains(holder) && !foreign.Contains(holder);
        }
    }

    private void Record(IOperation operation)
    {
        switch (operation)
        {
            case IAssignmentOperation { Target: IMemberReferenceOperation target } assignment when target.Type?.TypeKind == TypeKind.Delegate:
                Record(target.Member, assignment.Value);
                break;

            case IFieldInitializerOperation initializer:
                foreach (var field in initializer.InitializedFields)
                {
                    Record(field, initializer.Value);
                }

                break;

            case IPropertyInitializerOperation initializer:
                foreach (var property in initializer.InitializedProperties)
                {
                    Record(property, initializer.Value);
                }

                break;

            case IArgumentOperation { Parameter.RefKind: RefKind.Ref or RefKind.Out, Value: IMemberReferenceOperation given }:
                foreign.Add(given.Member.OriginalDefinition);
                break;
        }
    }

    private void Record(ISymbol holder, IOperation value)
    {
        while (value is IConversionOperation conversion)
        {
            value = conversion.Operand;
        }

        if (value.ConstantValue is { HasValue: true, Value: null })
        {
            return;
        }

        var isOwn = value is IAnonymousFunctionOperation
            || (value is IDelegateCreationOperation creation && (creation.Target is IAnonymousFunctionOperation
                || (creation.Target is IMethodReferenceOperation { Instance: null or IInstanceReferenceOperation })));
        (isOwn ? own : foreign).Add(holder.OriginalDefinition);
    }
}
