namespace ConcurrencyAnalyzers.Model;

/// <summary>The first word of a member line: <c>Name</c>, <c>Name(*)</c>, <c>Name(int,_)</c>, <c>Name{get}</c> or <c>Name{set}</c>.</summary>
internal readonly record struct MemberSignature(string Name, IReadOnlyList<string>? Parameters, bool? IsSetter)
{
    /// <summary>Stands for one parameter of any type.</summary>
    public const string AnyType = "_";

    private static readonly Dictionary<string, string> Keywords = new(StringComparer.Ordinal)
    {
        ["int"] = "Int32", ["long"] = "Int64", ["bool"] = "Boolean", ["string"] = "String", ["object"] = "Object",
        ["uint"] = "UInt32", ["ulong"] = "UInt64", ["double"] = "Double", ["float"] = "Single", ["byte"] = "Byte",
        ["nint"] = "IntPtr", ["short"] = "Int16", ["ushort"] = "UInt16", ["sbyte"] = "SByte", ["nuint"] = "UIntPtr", ["char"] = "Char",
    };

    public static MemberSignature Parse(string text, TableLine line)
    {
        if (text.EndsWith("{get}", StringComparison.Ordinal) || text.EndsWith("{set}", StringComparison.Ordinal))
        {
            return new(text.Substring(0, text.Length - "{get}".Length), null, text[text.Length - 4] == 's');
        }

        var open = text.IndexOf('(');
        if (open < 0)
        {
            return text.IndexOf('{') < 0 && text.IndexOf(')') < 0
                ? new(text, null, null)
                : throw line.Malformed($"'{text}' is no signature; write Name, Name(*), Name(int,string), Name{{get}} or Name{{set}}");
        }

        if (!text.EndsWith(")", StringComparison.Ordinal))
        {
            throw line.Malformed($"the parameters of '{text}' want a closing parenthesis and no blanks between them");
        }

        var name = text.Substring(0, open);
        var inner = text.Substring(open + 1, text.Length - open - 2);
        return inner == "*" ? new(name, null, null) : new(name, ParseTypes(inner, line), null);
    }

    private static string[] ParseTypes(string list, TableLine line)
    {
        if (list.Length == 0)
        {
            return [];
        }

        var types = list.Split(',');
        for (var i = 0; i < types.Length; i++)
        {
            types[i] = types[i].Length == 0 ? throw line.Malformed($"'({list})' names a parameter without a type") : MetadataNameOf(types[i]);
        }

        return types;
    }

    /// <summary><c>int[]</c> is <c>Int32[]</c>; a name that is no keyword of C# is taken as it stands.</summary>
    private static string MetadataNameOf(string type)
    {
        var end = type.Length;
        while (end > 0 && type[end - 1] is '[' or ']' or '?')
        {
            end--;
        }

        return Keywords.TryGetValue(type.Substring(0, end), out var name) ? name + type.Substring(end) : type;
    }
}
