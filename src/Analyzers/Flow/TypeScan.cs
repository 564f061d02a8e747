using ConcurrencyAnalyzers.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Flow;

/// <summary>One walk over all operations of a type, without graphs: who calls whom, and which members are assigned once the object is built.</summary>
internal sealed class TypeScan
{
    private readonly Dictionary<ISymbol, List<Body>> callersOf = new(SymbolEqualityComparer.Default);
    private readonly HashSet<ISymbol> reassigned = new(SymbolEqualityComparer.Default);

    public TypeScan(TypeFacts type)
    {
        foreach (var body in type.Bodies)
        {
            foreach (var operation in BodyOperations.Evaluation(body.Root))
            {
                Record(operation, body, type.Symbol);
            }
        }
    }

    public IEnumerable<Body> CallersOf(ISymbol method) => callersOf.TryGetValue(method.OriginalDefinition, out var callers) ? callers : [];

    public bool IsReassigned(ISymbol member) => reassigned.Contains(member.OriginalDefinition);

    private void Record(IOperation operation, Body body, INamedTypeSymbol type)
    {
        switch (operation)
        {
            case IInvocationOperation call:
                RecordUse(call.TargetMethod, body, type);
                break;

            case IObjectCreationOperation { Constructor: { } constructor }:
                RecordUse(constructor, body, type);
                break;

            case IPropertyReferenceOperation property:
                RecordUse(property.Property.GetMethod, body, type);
                RecordUse(property.Property.SetMethod, body, type);
                break;

            case IMethodReferenceOperation reference:
                RecordUse(reference.Method, body, type);
                break;
        }

        if (WrittenMember(operation) is { } written && !IsConstruction(written, body))
        {
            reassigned.Add(written.Member.OriginalDefinition);
        }
    }

    private void RecordUse(IMethodSymbol? method, Body body, INamedTypeSymbol type)
    {
        if (method is null || !SymbolEqualityComparer.Default.Equals(method.ContainingType?.OriginalDefinition.OutermostType(), type))
        {
            return;
        }

        if (!callersOf.TryGetValue(method.OriginalDefinition, out var callers))
        {
            callersOf.Add(method.OriginalDefinition, callers = []);
        }

        if (callers.Count == 0 || callers[callers.Count - 1] != body)
        {
            callers.Add(body);
        }
    }

    private static IMemberReferenceOperation? WrittenMember(IOperation operation) => operation switch
    {
        IAssignmentOperation assignment => assignment.Target as IMemberReferenceOperation,
        IIncrementOrDecrementOperation step => step.Target as IMemberReferenceOperation,
        IArgumentOperation { Parameter.RefKind: RefKind.Ref or RefKind.Out } argument => argument.Value as IMemberReferenceOperation,
        IAddressOfOperation address => address.Reference as IMemberReferenceOperation,
        IMemberReferenceOperation { Parent: ITupleOperation { Parent: IDeconstructionAssignmentOperation } } element => element,
        _ => null,
    };

    private static bool IsConstruction(IMemberReferenceOperation written, Body body)
    {
        if (body.Method is { } method)
        {
            if (method.MethodKind is not (MethodKind.Constructor or MethodKind.StaticConstructor))
            {
                // An object initializer writes to an object that nobody else has yet.
                return written.Instance is IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ImplicitReceiver };
            }
        }

        for (var parent = written.Parent; parent is not null; parent = parent.Parent)
        {
            if (parent is IAnonymousFunctionOperation or ILocalFunctionOperation)
            {
                return false;
            }
        }

        return written.Instance is null or IInstanceReferenceOperation;
    }
}
