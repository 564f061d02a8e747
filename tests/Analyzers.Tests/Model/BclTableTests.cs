using ConcurrencyAnalyzers.Model;
using Microsoft.CodeAnalysis;

namespace Analyzers.Tests.Model;

/// <summary>The table against the reference assemblies it speaks of.</summary>
public sealed class BclTableTests
{
    private static readonly IReadOnlyList<PrimitiveType> Listed =
        [.. PrimitiveTable.BuiltIn.ByMetadataName.Values.Where(static type => !type.IsRuntime)];

    [Theory]
    [InlineData(8)]
    [InlineData(10)]
    public void Every_listed_type_exists(int version) =>
        AssertNone(In(version).Where(type => Frameworks.Of(version).GetTypeByMetadataName(type.MetadataName) is null).Select(static type => type.MetadataName));

    [Fact]
    public void A_type_or_member_marked_since_a_version_is_missing_from_the_one_before()
    {
        var net80 = Frameworks.Of(8);
        var marked = Listed.Where(static type => type.Since > 8 || type.Members.Any(static member => member.Since > 8)).ToList();
        Assert.NotEmpty(marked);
        foreach (var type in marked)
        {
            var symbol = net80.GetTypeByMetadataName(type.MetadataName);
            Assert.Equal(type.Since > 8, symbol is null);
            if (symbol is not null)
            {
                var used = UsedRows(net80, symbol);
                AssertNone(type.Members.Where(member => member.Since > 8 && used.Contains(member)).Select(Describe));
            }
        }
    }

    [Theory]
    [InlineData(8)]
    [InlineData(10)]
    public void Every_row_speaks_of_a_member_and_no_row_hides_another(int version)
    {
        var unused = new List<string>();
        foreach (var type in In(version))
        {
            var symbol = Symbol(version, type);
            var used = UsedRows(Frameworks.Of(version), symbol);
            unused.AddRange(type.Members
                .Where(member => member.Since <= version && !used.Contains(member) && !IsField(symbol, member))
                .Select(Describe));
        }

        AssertNone(unused);
    }

    [Fact]
    public void Every_public_member_of_a_listed_type_has_a_row()
    {
        var missing = new List<string>();
        foreach (var type in In(10).Where(static type => (type.Traits & PrimitiveTraits.Partial) == 0))
        {
            var names = type.Members.Select(static member => member.Name).ToHashSet(StringComparer.Ordinal);
            missing.AddRange(Symbol(10, type).GetMembers()
                .Where(IsToBeListed)
                .Select(static member => member.MetadataName)
                .Where(name => !names.Contains(name))
                .Distinct(StringComparer.Ordinal)
                .Select(name => $"{type.MetadataName}.{name}"));
        }

        AssertNone(missing);
    }

    /// <summary>Where only some overloads are named, a call of another one would be taken for nothing.</summary>
    [Fact]
    public void Every_overload_of_a_listed_member_has_a_row()
    {
        var missing = new List<string>();
        foreach (var type in In(10))
        {
            var symbol = Symbol(10, type);
            var answered = RowMembers.Of(Frameworks.Of(10), symbol).Select(static use => use.Member).ToHashSet(SymbolEqualityComparer.Default);
            var names = type.Members.Select(static member => member.Name).ToHashSet(StringComparer.Ordinal);
            missing.AddRange(symbol.GetMembers()
                .OfType<IMethodSymbol>()
                .Where(member => IsToBeListed(member) && names.Contains(member.Name) && !answered.Contains(member))
                .Select(static member => member.ToDisplayString()));
        }

        AssertNone(missing);
    }

    [Theory]
    [InlineData(8)]
    [InlineData(10)]
    public void Ordinals_name_parameters_of_a_fitting_type(int version)
    {
        var wrong = new List<string>();
        foreach (var type in In(version))
        {
            foreach (var (row, member, isWrite) in RowMembers.Of(Frameworks.Of(version), Symbol(version, type)))
            {
                wrong.AddRange(OrdinalCheck.Problems(row, member, isWrite).Select(problem => $"{member.ToDisplayString()}: {problem}"));
            }
        }

        AssertNone(wrong);
    }

    /// <summary>A delegate that nobody names as body or callback would run unseen.</summary>
    [Fact]
    public void Every_delegate_that_a_member_takes_is_a_body_or_a_callback()
    {
        var unnamed = new List<string>();
        foreach (var type in In(10).Where(static type => (type.Traits & PrimitiveTraits.Partial) == 0))
        {
            foreach (var (row, member, isWrite) in RowMembers.Of(Frameworks.Of(10), Symbol(10, type)).Where(static use => use.Row.Effect != Effect.None))
            {
                unnamed.AddRange(OrdinalCheck.UnnamedDelegates(row, member, isWrite).Select(name => $"{member.ToDisplayString()}: {name}"));
            }
        }

        AssertNone(unnamed);
    }

    [Fact]
    public void Every_timeout_that_a_member_takes_is_named()
    {
        var unnamed = new List<string>();
        foreach (var type in In(10))
        {
            foreach (var (row, member, _) in RowMembers.Of(Frameworks.Of(10), Symbol(10, type)).Where(static use => use.Row.TimeoutParameter == MemberEffect.Absent))
            {
                if (row.Effect != Effect.None && member is IMethodSymbol method && method.Parameters.Any(static parameter => parameter.Name.EndsWith("imeout", StringComparison.Ordinal)))
                {
                    unnamed.Add(member.ToDisplayString());
                }
            }
        }

        AssertNone(unnamed);
    }

    [Fact]
    public void Struct_and_static_traits_fit_the_types()
    {
        foreach (var type in In(10))
        {
            var symbol = Symbol(10, type);
            Assert.True(symbol.IsValueType == ((type.Traits & PrimitiveTraits.Struct) != 0), type.MetadataName);
            Assert.True(symbol.IsStatic == ((type.Traits & PrimitiveTraits.Static) != 0), type.MetadataName);
        }
    }

    [Fact]
    public void Awaitable_types_have_an_awaiter()
    {
        foreach (var type in In(10))
        {
            var hasAwaiter = Symbol(10, type).GetMembers("GetAwaiter").Length > 0;
            Assert.True(hasAwaiter == type.IsAwaitable, type.MetadataName);
        }
    }

    private static IEnumerable<PrimitiveType> In(int version) => Listed.Where(type => type.Since <= version);

    private static INamedTypeSymbol Symbol(int version, PrimitiveType type) =>
        Frameworks.Of(version).GetTypeByMetadataName(type.MetadataName) ?? throw new InvalidOperationException($"{type} is missing.");

    private static HashSet<MemberEffect> UsedRows(Compilation compilation, INamedTypeSymbol type) =>
        new(RowMembers.Of(compilation, type).Select(static use => use.Row), ReferenceEqualityComparer.Instance);

    private static bool IsField(INamedTypeSymbol type, MemberEffect row) => type.GetMembers(row.Name).Any(static member => member is IFieldSymbol);

    private static bool IsToBeListed(ISymbol member) =>
        member.DeclaredAccessibility == Accessibility.Public
        && !member.IsImplicitlyDeclared
        && !member.GetAttributes().Any(static attribute => attribute.AttributeClass?.Name == "ObsoleteAttribute")
        && member is IPropertySymbol or IEventSymbol or IFieldSymbol or IMethodSymbol { MethodKind: MethodKind.Ordinary or MethodKind.Constructor }
        && !OverridesObject(member)
        && !IsDefaultStructConstructor(member);

    private static bool OverridesObject(ISymbol member) =>
        member is IMethodSymbol { IsOverride: true, Name: nameof(ToString) or nameof(GetHashCode) or nameof(Equals) };

    private static bool IsDefaultStructConstructor(ISymbol member) =>
        member is IMethodSymbol { MethodKind: MethodKind.Constructor, Parameters.Length: 0, ContainingType.IsValueType: true };

    /// <summary>As Assert.Empty, but the message has all of them and cuts none.</summary>
    private static void AssertNone(IEnumerable<string> problems)
    {
        var lines = problems.Distinct(StringComparer.Ordinal).ToList();
        Assert.True(lines.Count == 0, string.Join(Environment.NewLine, lines));
    }

    private static string Describe(MemberEffect row) =>
        $"{row.Type.MetadataName}: {row.Name}{(row.Parameters is null ? "" : $"({string.Join(',', row.Parameters)})")}{(row.IsSetter is { } isSetter ? isSetter ? "{set}" : "{get}" : "")}";
}
