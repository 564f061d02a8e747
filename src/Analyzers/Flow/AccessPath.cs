using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace ConcurrencyAnalyzers.Flow;

/// <summary>What an access path starts from.</summary>
internal enum PathRoot
{
    This,
    Static,
    Parameter,
    Local,

    /// <summary>An object that the body itself creates at one place.</summary>
    Allocation,
}

/// <summary>Names an object by how it is reached: a root, then fields and properties. <c>var l = _gate; l.Enter();</c> acts on <c>this._gate</c>.</summary>
internal sealed class AccessPath : IEquatable<AccessPath>
{
    private readonly int hash;

    public AccessPath(PathRoot root, ISymbol? symbol, ImmutableArray<ISymbol> members, bool isStable)
    {
        Root = root;
        Symbol = symbol;
        Members = members;
        IsStable = isStable;
        hash = ((int)root * 397) ^ SymbolEqualityComparer.Default.GetHashCode(symbol);
        foreach (var member in members)
        {
            hash = (hash * 31) ^ SymbolEqualityComparer.Default.GetHashCode(member);
        }
    }

    public PathRoot Root { get; }

    /// <summary>The parameter, the local, or the type that declares a static member.</summary>
    public ISymbol? Symbol { get; }

    public ImmutableArray<ISymbol> Members { get; }

    /// <summary>Reaches the same object every time, whatever else runs.</summary>
    public bool IsStable { get; }

    /// <summary>The last member, or the root's symbol: what the declaration of the object's holder is.</summary>
    public ISymbol? Holder => Members.IsEmpty ? Symbol : Members[Members.Length - 1];

    public bool IsField => Holder is IFieldSymbol or IPropertySymbol;

    public AccessPath Append(ISymbol member, bool isStable) => new(Root, Symbol, Members.Add(member), IsStable && isStable);

    /// <summary>The same members from another root: a callee's path as its caller names it.</summary>
    public AccessPath Rebase(AccessPath root) => new(root.Root, root.Symbol, root.Members.AddRange(Members), IsStable && root.IsStable);

    public bool Equals(AccessPath? other)
    {
        if (other is null || hash != other.hash || Root != other.Root || Members.Length != other.Members.Length || !Same(Symbol, other.Symbol))
        {
            return false;
        }

        for (var i = 0; i < Members.Length; i++)
        {
            if (!Same(Members[i], other.Members[i]))
            {
                return false;
            }
        }

        return true;
    }

    public override bool Equals(object? obj) => Equals(obj as AccessPath);

    public override int GetHashCode() => hash;

    /// <summary>As the user would write it.</summary>
    public override string ToString()
    {
        var members = string.Join(".", Members.Select(static member => member.Name));
        return Root switch
        {
            PathRoot.This => members.Length == 0 ? "this" : members,
            PathRoot.Static => members,
            _ => members.Length == 0 ? Symbol!.Name : Symbol!.Name + "." + members,
        };
    }

    private static bool Same(ISymbol? left, ISymbol? right) => SymbolEqualityComparer.Default.Equals(left, right);
}
