using System.Globalization;

namespace ConcurrencyAnalyzers.Model;

/// <summary>Reads the table format; <c>docs/architecture.md</c> describes it.</summary>
/// <remarks>
/// <code>
/// type System.Threading.SemaphoreSlim semaphore non-reentrant
///   .ctor(int)                 create count=0
///   Wait()                     acquire
///   Wait(int,CancellationToken) try-acquire timeout=0
///   IsBackground{set}          configure
/// </code>
/// </remarks>
internal static class PrimitiveTableParser
{
    public const string ConstructorName = ".ctor";

    private static readonly char[] Blank = [' ', '\t'];

    private static readonly Dictionary<string, string> Keywords = new(StringComparer.Ordinal)
    {
        ["int"] = "Int32", ["long"] = "Int64", ["bool"] = "Boolean", ["string"] = "String", ["object"] = "Object",
        ["uint"] = "UInt32", ["ulong"] = "UInt64", ["double"] = "Double", ["float"] = "Single", ["byte"] = "Byte",
        ["nint"] = "IntPtr", ["short"] = "Int16", ["ushort"] = "UInt16", ["sbyte"] = "SByte", ["nuint"] = "UIntPtr", ["char"] = "Char",
    };

    public static IEnumerable<PrimitiveType> Parse(string text, string source)
    {
        Header? header = null;
        var members = new List<MemberEffect>();
        var number = 0;
        foreach (var raw in text.Split('\n'))
        {
            number++;
            var hash = raw.IndexOf('#');
            var words = (hash < 0 ? raw : raw.Substring(0, hash)).TrimEnd('\r').Split(Blank, StringSplitOptions.RemoveEmptyEntries);
            if (words.Length == 0)
            {
                continue;
            }

            if (words[0] == "type")
            {
                if (header is not null)
                {
                    yield return header.With(members);
                    members = [];
                }

                header = ParseHeader(words, source, number);
            }
            else
            {
                members.Add(ParseMember(words, source, number));
            }
        }

        if (header is not null)
        {
            yield return header.With(members);
        }
    }

    private static Header ParseHeader(string[] words, string source, int number)
    {
        if (words.Length < 3)
        {
            throw Malformed(source, number, "a type line is 'type NAME KIND [trait …]'");
        }

        var traits = PrimitiveTraits.None;
        var since = 0;
        foreach (var word in words.Skip(3))
        {
            if (word.StartsWith("since=", StringComparison.Ordinal))
            {
                since = int.Parse(word.Substring("since=".Length), CultureInfo.InvariantCulture);
            }
            else
            {
                traits |= ParseEnum<PrimitiveTraits>(word, source, number);
            }
        }

        return new(words[1], ParseEnum<PrimitiveKind>(words[2], source, number), traits, since);
    }

    private static MemberEffect ParseMember(string[] words, string source, int number)
    {
        if (words.Length < 2)
        {
            throw Malformed(source, number, "a member line is 'Name(types) effect [option …]'");
        }

        var (name, parameters, isSetter) = ParseSignature(words[0]);
        var member = new MemberEffect(name, ParseEnum<Effect>(words[1], source, number)) { Parameters = parameters, IsSetter = isSetter };
        foreach (var option in words.Skip(2))
        {
            member = Apply(member, option, source, number);
        }

        return member;
    }

    private static (string Name, IReadOnlyList<string>? Parameters, bool? IsSetter) ParseSignature(string text)
    {
        if (text.EndsWith("{get}", StringComparison.Ordinal) || text.EndsWith("{set}", StringComparison.Ordinal))
        {
            return (text.Substring(0, text.Length - 5), null, text.EndsWith("{set}", StringComparison.Ordinal));
        }

        var open = text.IndexOf('(');
        if (open < 0)
        {
            return (text, null, null);
        }

        var inner = text.Substring(open + 1, text.Length - open - 2);
        return inner == "*"
            ? (text.Substring(0, open), null, null)
            : (text.Substring(0, open), inner.Length == 0 ? [] : [.. inner.Split(',').Select(MetadataNameOf)], null);
    }

    private static string MetadataNameOf(string type) => Keywords.TryGetValue(type, out var name) ? name : type;

    private static MemberEffect Apply(MemberEffect member, string option, string source, int number)
    {
        var equals = option.IndexOf('=');
        var value = equals < 0 ? "" : option.Substring(equals + 1);
        return (equals < 0 ? option : option.Substring(0, equals)) switch
        {
            "mode" => member with { Mode = ParseEnum<LockMode>(value, source, number) },
            "key" => member with { KeyParameter = Ordinal() },
            "body" => member with { BodyParameter = Ordinal() },
            "timeout" => member with { TimeoutParameter = Ordinal() },
            "taken" => member with { TakenParameter = Ordinal() },
            "count" => member with { CountParameter = Ordinal() },
            "async" => member with { IsAsync = true },
            "scope" => member with { ReturnsScope = true },
            "fluent" => member with { ReturnsReceiver = true },
            _ => throw Malformed(source, number, $"no option is called '{option}'"),
        };

        int Ordinal() => int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var ordinal)
            ? ordinal
            : throw Malformed(source, number, $"'{option}' wants the ordinal of a parameter");
    }

    /// <summary>try-acquire is <see cref="Effect.TryAcquire"/>.</summary>
    private static T ParseEnum<T>(string word, string source, int number)
        where T : struct =>
        Enum.TryParse<T>(word.Replace("-", ""), ignoreCase: true, out var value)
            ? value
            : throw Malformed(source, number, $"'{word}' is no {typeof(T).Name}");

    private static FormatException Malformed(string source, int number, string why) => new($"{source}, line {number}: {why}.");

    private sealed record Header(string Name, PrimitiveKind Kind, PrimitiveTraits Traits, int Since)
    {
        public PrimitiveType With(IReadOnlyList<MemberEffect> members) => new(Name, Kind, Traits, Since, members);
    }
}
