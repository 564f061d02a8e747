using System.Reflection;

namespace ConcurrencyAnalyzers.Model;

/// <summary>The table of primitives, read once from the assembly's resources.</summary>
internal sealed class PrimitiveTable
{
    private static readonly Lazy<PrimitiveTable> LazyBuiltIn = new(ReadBuiltIn);

    public PrimitiveTable(IEnumerable<PrimitiveType> types)
    {
        foreach (var type in types)
        {
            if (ByMetadataName.ContainsKey(type.MetadataName))
            {
                throw new FormatException($"{type.MetadataName} is listed twice; write all its members under one type line.");
            }

            ByMetadataName.Add(type.MetadataName, type);
            TypeNames.Add(type.SimpleName);
            foreach (var member in type.Members)
            {
                member.Type = type;
                MemberNames.Add(member.Name);
            }
        }
    }

    public static PrimitiveTable BuiltIn => LazyBuiltIn.Value;

    public Dictionary<string, PrimitiveType> ByMetadataName { get; } = new(StringComparer.Ordinal);

    /// <summary>The name of every type, without namespace and arity.</summary>
    public HashSet<string> TypeNames { get; } = new(StringComparer.Ordinal);

    /// <summary>The name of every member of every type: one look-up rules most calls of a program out.</summary>
    public HashSet<string> MemberNames { get; } = new(StringComparer.Ordinal);

    /// <summary>Names of the members that have one of the effects on one of the kinds: what a source text must contain to interest a rule.</summary>
    public IEnumerable<string> Names(Func<PrimitiveType, MemberEffect, bool> predicate) =>
        ByMetadataName.Values
            .Where(static type => (type.Traits & PrimitiveTraits.CommonNames) == 0)
            .SelectMany(type => type.Members.Where(member => predicate(type, member)))
            .Select(static member => member.Name == PrimitiveTableParser.ConstructorName ? member.Type.SimpleName : member.Name)
            .Distinct(StringComparer.Ordinal);

    private static PrimitiveTable ReadBuiltIn()
    {
        var assembly = typeof(PrimitiveTable).Assembly;
        return new(assembly.GetManifestResourceNames()
            .Where(static name => name.EndsWith(".primitives", StringComparison.Ordinal))
            .OrderBy(static name => name, StringComparer.Ordinal)
            .SelectMany(name => PrimitiveTableParser.Parse(Read(assembly, name), name)));
    }

    private static string Read(Assembly assembly, string resource)
    {
        using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
        return reader.ReadToEnd();
    }
}
