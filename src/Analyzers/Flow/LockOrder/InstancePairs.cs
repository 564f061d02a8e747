using ConcurrencyAnalyzers.Model;
using ConcurrencyAnalyzers.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Flow.LockOrder;

/// <summary>Finds the places where a method locks two objects of one type that its caller chose, one after the other.</summary>
internal sealed class InstancePairs(TypeFacts type)
{
    private LockNames Names => type.Analysis(static facts => new LockNames(facts));

    public IEnumerable<EntryEdge> Find()
    {
        var orders = type.Analysis(static facts => new LockOrders(facts));
        if (orders.IsEmpty)
        {
            return [];
        }

        var entries = type.Analysis(static facts => new EntryPoints(facts));
        return from body in orders.Bodies
               where entries.IsEntry(body) && entries.MayOverlapItself(body)
               from edge in orders.EdgesOf(body)
               where IsPair(edge, body)
               orderby edge.Place.Syntax.SyntaxTree.FilePath, edge.Place.Syntax.SpanStart
               select new EntryEdge(body, edge);
    }

    private bool IsPair(OrderEdge edge, Body entry) =>
        edge is { IsCompared: false, Gates.IsEmpty: true }
        && edge.IsBlockedBy(edge)
        && IsSameDeclaration(edge.Held, edge.Wanted)
        && AreChosenByCaller(edge.Held, edge.Wanted, entry)
        && Names.IsSteadyLock(edge.Held, edge.Holding, entry)
        && Names.IsSteadyLock(edge.Wanted, edge.Wanting, entry)
        && !AreLinked(edge.Held, edge.Wanted, entry)
        && !AreLinked(edge.Held, edge.Wanted, edge.In);

    private bool IsSameDeclaration(AccessPath left, AccessPath right) =>
        left.Members.Length == right.Members.Length
        && left.Members.Zip(right.Members, static (first, second) => SymbolEqualityComparer.Default.Equals(first, second)).All(static same => same)
        && (!left.Members.IsEmpty || IsLockedItself(left, right));

    /// <summary>Objects of the same class, and no locks that somebody passed as such.</summary>
    private bool IsLockedItself(AccessPath left, AccessPath right) =>
        TypeOf(left) is { SpecialType: SpecialType.None, TypeKind: TypeKind.Class or TypeKind.Interface or TypeKind.TypeParameter } first
        && TypeOf(right) is { } second
        && SymbolEqualityComparer.Default.Equals(first, second)
        && type.Model.KindOf(first) == PrimitiveKind.None;

    private ITypeSymbol? TypeOf(AccessPath path) => path.Root switch
    {
        PathRoot.This => type.Symbol,
        _ => TypeOf(path.Symbol),
    };

    private static ITypeSymbol? TypeOf(ISymbol? variable) => (variable as IParameterSymbol)?.Type ?? (variable as ILocalSymbol)?.Type;

    private static bool AreChosenByCaller(AccessPath left, AccessPath right, Body entry) =>
        (left.Root, right.Root) switch
        {
            (PathRoot.This, PathRoot.Parameter) => IsOwn(right, entry),
            (PathRoot.Parameter, PathRoot.This) => IsOwn(left, entry),
            (PathRoot.Parameter, PathRoot.Parameter) => IsOwn(left, entry) && IsOwn(right, entry) && !SymbolEqualityComparer.Default.Equals(left.Symbol, right.Symbol),
            (PathRoot.This, PathRoot.Local) => IsTestedParameter(right.Symbol!, entry),
            (PathRoot.Local, PathRoot.Local) => LookUp(left.Symbol!, entry) is { } first && LookUp(right.Symbol!, entry) is { } second
                && SymbolEqualityComparer.Default.Equals(first.Source, second.Source) && !SymbolEqualityComparer.Default.Equals(first.Key, second.Key),
            _ => false,
        };

    private static bool IsOwn(AccessPath path, Body entry) => SymbolEqualityComparer.Default.Equals(path.Symbol!.ContainingSymbol, entry.Owner);

    /// <summary><c>obj is Account other</c>, where the caller passed obj.</summary>
    private static bool IsTestedParameter(ISymbol local, Body entry) =>
        entry.Operations.All.Any(operation => operation is IIsPatternOperation { Pattern: IDeclarationPatternOperation { DeclaredSymbol: { } declared } } test
            && SymbolEqualityComparer.Default.Equals(declared, local)
            && entry.Definitions.SkipWrappers(test.Value) is IParameterReferenceOperation);

    /// <summary><c>accounts[from]</c> or <c>Find(from)</c>: where the object is looked up, and the parameter by which.</summary>
    private static (ISymbol Source, IParameterSymbol Key)? LookUp(ISymbol local, Body entry)
    {
        if (entry.Definitions.ValueOf((ILocalSymbol)local) is not { } definition)
        {
            return null;
        }

        var value = entry.Definitions.SkipWrappers(definition);
        var source = value switch
        {
            IInvocationOperation { Arguments.Length: 1 } call => call.TargetMethod,
            IPropertyReferenceOperation { Property.IsIndexer: true } indexer => (ISymbol)indexer.Property,
            IArrayElementReferenceOperation element when entry.Definitions.SkipWrappers(element.ArrayReference) is IFieldReferenceOperation array => array.Field,
            _ => null,
        };
        var keys = BodyOperations.Evaluation(value).OfType<IParameterReferenceOperation>().Select(static reference => reference.Parameter).ToList();
        return source is not null && keys.Count == 1 ? (source, keys[0]) : null;
    }

    /// <summary>The method makes one the parent, or part, of the other: a tree is locked from its root.</summary>
    private static bool AreLinked(AccessPath left, AccessPath right, Body body)
    {
        foreach (var operation in body.Operations.All)
        {
            var (owner, part) = operation switch
            {
                ISimpleAssignmentOperation { Target: IMemberReferenceOperation { Instance: { } instance } } assignment => (instance, assignment.Value),
                IInvocationOperation { Instance: { } collection, TargetMethod.Name: "Add" or "Insert" or "Push" or "Enqueue" or "Remove" } call
                    when call.Arguments.Length > 0 && AccessPaths.Of(collection, body) is { Members.IsEmpty: false } => (collection, call.Arguments[call.Arguments.Length - 1].Value),
                _ => (null, null),
            };
            if (owner is not null && part is not null
                && AccessPaths.Of(owner, body) is { } first && AccessPaths.Of(part, body) is { Members.IsEmpty: true } second
                && ((HasRoot(first, left) && HasRoot(second, right)) || (HasRoot(first, right) && HasRoot(second, left))))
            {
                return true;
            }
        }

        return false;
    }

    private static bool HasRoot(AccessPath path, AccessPath root) => path.Root == root.Root && SymbolEqualityComparer.Default.Equals(path.Symbol, root.Symbol);
}
