using ConcurrencyAnalyzers.Model;
using Microsoft.CodeAnalysis;

namespace Analyzers.Tests.Model;

/// <summary>Compares rows of the table with the types they speak of; every method returns one line per problem.</summary>
internal sealed class TableCheck(Compilation compilation, IEnumerable<PrimitiveType> types, int version)
{
    private readonly List<PrimitiveType> types = [.. types];

    /// <summary>As Assert.Empty, but the message has all lines and cuts none.</summary>
    public static void AssertNone(IEnumerable<string> problems)
    {
        var lines = problems.Distinct(StringComparer.Ordinal).ToList();
        Assert.True(lines.Count == 0, string.Join(Environment.NewLine, lines));
    }

    public IEnumerable<string> MissingTypes() =>
        types.Where(type => compilation.GetTypeByMetadataName(type.MetadataName) is null).Select(static type => type.MetadataName);

    /// <summary>Rows that answer for no member: there is none, or an earlier row answers for all of them.</summary>
    public IEnumerable<string> UnusedRows() =>
        from type in types
        let symbol = Symbol(type)
        let used = UsedRows(type)
        from row in type.Members
        where row.Since <= version && !used.Contains(row) && !symbol.GetMembers(row.Name).Any(static member => member is IFieldSymbol)
        select Describe(row);

    /// <summary>Rows that answer although the member is said to be younger.</summary>
    public IEnumerable<string> RowsBeforeTheirTime() =>
        from type in types
        from row in UsedRows(type)
        where row.Since > version
        select Describe(row);

    public IEnumerable<string> MembersWithoutRow() =>
        from type in Complete()
        let names = NamesOf(type)
        from member in Symbol(type).GetMembers()
        where IsToBeListed(member) && !names.Contains(member.MetadataName)
        select $"{type.MetadataName}.{member.MetadataName}";

    /// <summary>Where only some overloads are named, a call of another one would be taken for nothing.</summary>
    public IEnumerable<string> OverloadsWithoutRow()
    {
        foreach (var type in types)
        {
            var answered = UsesOf(type).Select(static use => use.Member).ToHashSet(SymbolEqualityComparer.Default);
            var names = NamesOf(type);
            foreach (var method in Symbol(type).GetMembers().OfType<IMethodSymbol>())
            {
                if (IsToBeListed(method) && names.Contains(method.Name) && !answered.Contains(method))
                {
                    yield return method.ToDisplayString();
                }
            }
        }
    }

    public IEnumerable<string> OrdinalProblems() =>
        from type in types
        from use in UsesOf(type)
        from problem in OrdinalCheck.Problems(use.Row, use.Member, use.IsWrite)
        select $"{use.Member.ToDisplayString()}: {problem}";

    /// <summary>A delegate that nobody names as body or callback would run unseen.</summary>
    public IEnumerable<string> UnnamedDelegates() =>
        from type in Complete()
        from use in UsesOf(type)
        where use.Row.Effect != Effect.None
        from ordinal in OrdinalCheck.UnnamedDelegates(use.Row, use.Member, use.IsWrite)
        select $"{use.Member.ToDisplayString()}: parameter {ordinal} is neither body nor callback";

    public IEnumerable<string> UnnamedTimeouts() =>
        from type in types
        from use in UsesOf(type)
        where use.Row.Effect != Effect.None && use.Row.TimeoutParameter == MemberEffect.Absent
        from parameter in (use.Member as IMethodSymbol)?.Parameters ?? []
        where parameter.Name.EndsWith("imeout", StringComparison.Ordinal)
        select $"{use.Member.ToDisplayString()}: {parameter.Name} is not named as timeout";

    /// <summary>A try tells by its result, or by an argument, whether it happened.</summary>
    public IEnumerable<string> TriesWithoutResult() =>
        from type in types
        from use in UsesOf(type)
        where use.Row.Effect.ToString().StartsWith("Try", StringComparison.Ordinal)
            && use is { Row.TakenParameter: MemberEffect.Absent, Member: IMethodSymbol { ReturnType: var result } }
            && result.SpecialType is not (SpecialType.System_Boolean or SpecialType.System_Int32)
            && result is not INamedTypeSymbol { Name: nameof(Task) or nameof(ValueTask), TypeArguments.Length: 1 }
        select $"{use.Member.ToDisplayString()} returns nothing that tells whether it happened";

    public IEnumerable<string> TraitProblems()
    {
        foreach (var type in types)
        {
            var symbol = Symbol(type);
            foreach (var (trait, holds) in new[]
            {
                (PrimitiveTraits.Struct, symbol.IsValueType),
                (PrimitiveTraits.Static, symbol.IsStatic),
                (PrimitiveTraits.Awaitable, symbol.GetMembers("GetAwaiter").Length > 0),
            })
            {
                if (holds != ((type.Traits & trait) != 0))
                {
                    yield return $"{type.MetadataName}: the trait {trait} is {(holds ? "missing" : "wrong")}";
                }
            }
        }
    }

    private static string Describe(MemberEffect row)
    {
        var signature = row.Parameters is null ? "" : $"({string.Join(',', row.Parameters)})";
        var accessor = row.IsSetter switch { true => "{set}", false => "{get}", null => "" };
        return $"{row.Type.MetadataName}: {row.Name}{signature}{accessor}";
    }

    private static HashSet<string> NamesOf(PrimitiveType type) => type.Members.Select(static member => member.Name).ToHashSet(StringComparer.Ordinal);

    private static bool IsToBeListed(ISymbol member) =>
        member.DeclaredAccessibility == Accessibility.Public
        && !member.IsImplicitlyDeclared
        && !member.GetAttributes().Any(static attribute => attribute.AttributeClass?.Name == "ObsoleteAttribute")
        && !IsOfRecord(member)
        && member is IPropertySymbol or IEventSymbol or IFieldSymbol or IMethodSymbol { MethodKind: MethodKind.Ordinary or MethodKind.Constructor }
        && member is not IMethodSymbol { IsOverride: true, Name: nameof(ToString) or nameof(GetHashCode) or nameof(Equals) }
        && member is not IMethodSymbol { MethodKind: MethodKind.Constructor, Parameters.Length: 0, ContainingType.IsValueType: true };

    /// <summary>What the compiler adds to a record says nothing about threads.</summary>
    private static bool IsOfRecord(ISymbol member) =>
        member.ContainingType.GetMembers("<Clone>$").Length > 0 && (member.Name is "<Clone>$" or nameof(Equals) or "PrintMembers" or "EqualityContract");

    private IEnumerable<PrimitiveType> Complete() => types.Where(static type => (type.Traits & PrimitiveTraits.Partial) == 0);

    private INamedTypeSymbol Symbol(PrimitiveType type) =>
        compilation.GetTypeByMetadataName(type.MetadataName) ?? throw new InvalidOperationException($"{type} is missing.");

    private IReadOnlyList<(MemberEffect Row, ISymbol Member, bool IsWrite)> UsesOf(PrimitiveType type) => RowMembers.Of(compilation, Symbol(type));

    private HashSet<MemberEffect> UsedRows(PrimitiveType type) =>
        new(UsesOf(type).Select(static use => use.Row).Where(row => ReferenceEquals(row.Type, type)), ReferenceEqualityComparer.Instance);
}
