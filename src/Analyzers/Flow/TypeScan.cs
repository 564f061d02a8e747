using ConcurrencyAnalyzers.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Flow;

/// <summary>Who calls whom in a type, and which members are assigned once the object is built: one walk over the operations of each body that is asked about, without graphs.</summary>
internal sealed class TypeScan
{
    private readonly Dictionary<Body, Uses> usesOf = [];
    private readonly TypeFacts type;

    public TypeScan(TypeFacts type) => this.type = type;

    /// <remarks>Only the bodies with the name in their text are bound and looked at.</remarks>
    public IEnumerable<Body> CallersOf(ISymbol method) => method is IMethodSymbol { OriginalDefinition: var target }
        ? type.Bodies.Where(body => MayCall(body, target) && UsesIn(body).Called.Contains(target)).ToList()
        : [];

    /// <summary>Whether some code makes a delegate of the method, which whoever has it may call.</summary>
    public bool IsUsedAsDelegate(IMethodSymbol method) =>
        type.Bodies.Any(body => body.Mentions(method) && UsesIn(body).AsDelegates.Contains(method.OriginalDefinition));

    public bool IsReassigned(ISymbol member) =>
        type.Bodies.Any(body => body.Mentions(member) && UsesIn(body).Reassigned.Contains(member.OriginalDefinition));

    private static bool MayCall(Body body, IMethodSymbol target) => target switch
    {
        { MethodKind: MethodKind.Constructor } => body.MayCreate(target.ContainingType) || body.Owner is IMethodSymbol { MethodKind: MethodKind.Constructor },
        { AssociatedSymbol: { } member } => body.Mentions(member),

        // A collection initializer and a query call methods that they do not name.
        _ => body.Mentions(target) || target.Name is "Add" or "Select" or "Where",
    };

    private Uses UsesIn(Body body)
    {
        lock (usesOf)
        {
            if (!usesOf.TryGetValue(body, out var uses))
            {
                usesOf.Add(body, uses = new());
                foreach (var operation in BodyOperations.Evaluation(body.Root))
                {
                    Record(operation, body, uses);
                }
            }

            return uses;
        }
    }

    private void Record(IOperation operation, Body body, Uses uses)
    {
        switch (operation)
        {
            case IInvocationOperation call:
                RecordCall(call.TargetMethod, uses);
                break;

            case IObjectCreationOperation { Constructor: { } constructor }:
                RecordCall(constructor, uses);
                break;

            case IPropertyReferenceOperation property:
                RecordCall(property.Property.GetMethod, uses);
                RecordCall(property.Property.SetMethod, uses);
                break;

            case IMethodReferenceOperation reference:
                RecordCall(reference.Method, uses);
                uses.AsDelegates.Add(reference.Method.OriginalDefinition);
                break;
        }

        if (WrittenMember(operation) is { } written && !IsConstruction(written, body))
        {
            uses.Reassigned.Add(written.Member.OriginalDefinition);
        }
    }

    private void RecordCall(IMethodSymbol? method, Uses uses)
    {
        if (method is not null && SymbolEqualityComparer.Default.Equals(method.ContainingType?.OriginalDefinition.OutermostType(), type.Symbol))
        {
            uses.Called.Add(method.OriginalDefinition);
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

    /// <summary>What one body does with the type's members.</summary>
    private sealed class Uses
    {
        public HashSet<ISymbol> Called { get; } = new(SymbolEqualityComparer.Default);

        public HashSet<ISymbol> AsDelegates { get; } = new(SymbolEqualityComparer.Default);

        public HashSet<ISymbol> Reassigned { get; } = new(SymbolEqualityComparer.Default);
    }
}
