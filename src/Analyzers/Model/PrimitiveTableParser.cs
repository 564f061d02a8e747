namespace ConcurrencyAnalyzers.Model;

/// <summary>Reads the table format, which <c>docs/model.md</c> describes.</summary>
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

    public static IEnumerable<PrimitiveType> Parse(string text, string source)
    {
        Header? header = null;
        var members = new List<MemberEffect>();
        var number = 0;
        foreach (var raw in text.Split('\n'))
        {
            var line = new TableLine(source, ++number);
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

                header = ParseHeader(words, line);
            }
            else if (header is null)
            {
                throw line.Malformed($"'{words[0]}' stands under no type; begin with a line 'type NAME KIND [trait …]'");
            }
            else
            {
                members.Add(ParseMember(words, line));
            }
        }

        if (header is not null)
        {
            yield return header.With(members);
        }
    }

    private static Header ParseHeader(string[] words, TableLine line)
    {
        if (words.Length < 3)
        {
            throw line.Malformed("a type line is 'type NAME KIND [trait …]'");
        }

        var traits = PrimitiveTraits.None;
        var since = 0;
        for (var i = 3; i < words.Length; i++)
        {
            if (words[i].StartsWith("since=", StringComparison.Ordinal))
            {
                since = line.Version(words[i]);
            }
            else
            {
                traits |= (PrimitiveTraits)line.Keyword(KeywordSet.Traits, words[i]);
            }
        }

        return new(words[1], (PrimitiveKind)line.Keyword(KeywordSet.Kinds, words[2]), traits, since);
    }

    private static MemberEffect ParseMember(string[] words, TableLine line)
    {
        if (words.Length < 2)
        {
            throw line.Malformed($"a member line is 'Name(types) effect [option …]'; write 'none' if '{words[0]}' matters to nobody");
        }

        var signature = MemberSignature.Parse(words[0], line);
        var member = new MemberEffect(signature.Name, (Effect)line.Keyword(KeywordSet.Effects, words[1]))
        {
            Parameters = signature.Parameters,
            IsSetter = signature.IsSetter,
        };
        for (var i = 2; i < words.Length; i++)
        {
            member = Apply(member, words[i], line);
        }

        return member;
    }

    private static MemberEffect Apply(MemberEffect member, string option, TableLine line)
    {
        var equals = option.IndexOf('=');
        return equals < 0
            ? ApplyFlag(member, option, line)
            : ApplyValue(member, option.Substring(0, equals), option.Substring(equals + 1), line);
    }

    private static MemberEffect ApplyFlag(MemberEffect member, string option, TableLine line) => option switch
    {
        "async" => member with { IsAsync = true },
        "scope" => member with { ReturnsScope = true },
        "fluent" => member with { ReturnsReceiver = true },
        "to-end" => member with { IsToEnd = true },
        "ended" => member with { TellsEnd = true },
        _ => throw line.Malformed($"no option is called '{option}'; options without a value are async, ended, fluent, scope, to-end"),
    };

    private static MemberEffect ApplyValue(MemberEffect member, string option, string value, TableLine line) => option switch
    {
        "mode" => member with { Mode = (LockMode)line.Keyword(KeywordSet.Modes, value) },
        "late" => member with { LateSetting = (LateSetting)line.Keyword(KeywordSet.LateSettings, value) },
        "stream" => member with { Streams = (ProcessStreams)line.Keyword(KeywordSet.Streams, value) },
        "key" => member with { KeyParameter = line.Ordinal(option, value) },
        "other" => member with { OtherParameter = line.Ordinal(option, value) },
        "body" => member with { BodyParameters = line.Ordinals(option, value) },
        "callback" => member with { CallbackParameters = line.Ordinals(option, value) },
        "timeout" => member with { TimeoutParameter = line.Ordinal(option, value) },
        "blocking" => member with { BlockingParameter = line.Ordinal(option, value) },
        "taken" => member with { TakenParameter = line.Ordinal(option, value) },
        "count" => member with { CountParameter = line.Ordinal(option, value) },
        "max" => member with { MaximumParameter = line.Ordinal(option, value) },
        "initially" => member with { InitialParameter = line.Ordinal(option, value) },
        "recursion" => member with { RecursionParameter = line.Ordinal(option, value) },
        "scope" => member with { ScopeParameter = line.Ordinal(option, value) },
        "since" => member with { Since = line.Version("since=" + value) },
        _ => throw line.Malformed($"no option is called '{option}='; options with a value are "
            + "blocking, body, callback, count, initially, key, late, max, mode, other, recursion, scope, since, stream, taken, timeout"),
    };

    private sealed record Header(string Name, PrimitiveKind Kind, PrimitiveTraits Traits, int Since)
    {
        public PrimitiveType With(IReadOnlyList<MemberEffect> members) => new(Name, Kind, Traits, Since, members);
    }
}
