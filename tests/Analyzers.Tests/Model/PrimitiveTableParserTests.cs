using ConcurrencyAnalyzers.Model;

namespace Analyzers.Tests.Model;

public sealed class PrimitiveTableParserTests
{
    [Fact]
    public void A_type_line_gives_name_kind_traits_and_version()
    {
        var type = Single("type My.Gate`1+Part reader-writer-lock non-reentrant thread-affine struct since=9");

        Assert.Equal("My.Gate`1+Part", type.MetadataName);
        Assert.Equal("Part", type.SimpleName);
        Assert.Equal(PrimitiveKind.ReaderWriterLock, type.Kind);
        Assert.Equal(PrimitiveTraits.NonReentrant | PrimitiveTraits.ThreadAffine | PrimitiveTraits.Struct, type.Traits);
        Assert.Equal(9, type.Since);
        Assert.Empty(type.Members);
    }

    [Fact]
    public void Members_belong_to_the_type_line_above_them()
    {
        var types = Parse("type A lock\n  Enter acquire\n  Exit release\ntype B event\n  Set signal\n");

        Assert.Equal(["A: Enter Exit", "B: Set"], types.Select(static type => $"{type}: {string.Join(' ', type.Members.Select(static member => member.Name))}"));
    }

    [Fact]
    public void Comments_blank_lines_tabs_and_carriage_returns_do_not_count()
    {
        var type = Single("# a lock\r\n\r\ntype A lock # of ours\r\n\tEnter\tacquire\t# takes it\r\n");

        Assert.Equal(("Enter", Effect.Acquire), (type.Members[0].Name, type.Members[0].Effect));
    }

    [Theory]
    [InlineData("Do", null)]
    [InlineData("Do(*)", null)]
    [InlineData("Do()", "")]
    [InlineData("Do(int)", "Int32")]
    [InlineData("Do(object,TimeSpan?,string[],_)", "Object TimeSpan? String[] _")]
    [InlineData("Do(nint,ulong?,T,bool)", "IntPtr UInt64? T Boolean")]
    public void A_signature_names_its_parameter_types_as_metadata_does(string signature, string? parameters)
    {
        var member = Member($"{signature} none");

        Assert.Equal("Do", member.Name);
        Assert.Equal(parameters, member.Parameters is null ? null : string.Join(' ', member.Parameters));
        Assert.Equal(parameters is null, member.IsAnyOverload);
        Assert.Null(member.IsSetter);
    }

    [Theory]
    [InlineData("IsBackground{get}", false)]
    [InlineData("IsBackground{set}", true)]
    public void A_property_may_differ_for_reading_and_writing(string signature, bool isSetter)
    {
        var member = Member($"{signature} configure");

        Assert.Equal(("IsBackground", isSetter), (member.Name, member.IsSetter));
    }

    [Fact]
    public void Options_with_a_value_name_parameters()
    {
        var member = Member("Do acquire mode=upgradeable-read key=0 other=1 timeout=2 blocking=3 taken=4 count=5 max=6 initially=7 recursion=8 scope=9 stream=error since=10");

        Assert.Equal(LockMode.UpgradeableRead, member.Mode);
        Assert.Equal(
            [0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
            [
                member.KeyParameter, member.OtherParameter, member.TimeoutParameter, member.BlockingParameter, member.TakenParameter,
                member.CountParameter, member.MaximumParameter, member.InitialParameter, member.RecursionParameter, member.ScopeParameter,
            ]);
        Assert.Equal(ProcessStreams.Error, member.Streams);
        Assert.Equal(10, member.Since);
    }

    [Fact]
    public void Several_delegates_may_be_body_or_callback_and_the_first_body_is_the_main_one()
    {
        var member = Member("Do submit body=3,2 callback=4,5,6");

        Assert.Equal([3, 2], member.BodyParameters);
        Assert.Equal(3, member.BodyParameter);
        Assert.Equal([4, 5, 6], member.CallbackParameters);
    }

    [Fact]
    public void What_a_row_does_not_say_is_absent()
    {
        var member = Member("Do none");

        Assert.Equal(LockMode.None, member.Mode);
        Assert.All(
            [member.KeyParameter, member.BodyParameter, member.TimeoutParameter, member.TakenParameter, member.CountParameter, member.MaximumParameter],
            static ordinal => Assert.Equal(MemberEffect.Absent, ordinal));
        Assert.False(member.IsAsync || member.ReturnsScope || member.ReturnsReceiver);
    }

    [Fact]
    public void Options_without_a_value_are_flags()
    {
        Assert.True(Member("Do acquire async").IsAsync);
        Assert.True(Member("Do acquire scope").ReturnsScope);
        Assert.True(Member("Do none fluent").ReturnsReceiver);
    }

    [Fact]
    public void Every_effect_kind_trait_and_mode_has_a_word()
    {
        Assert.True(KeywordSet.Effects.TryGetValue("try-join-all", out var effect) && effect == (int)Effect.TryJoinAll);
        Assert.True(KeywordSet.Kinds.TryGetValue("pending-result", out var kind) && kind == (int)PrimitiveKind.PendingResult);
        Assert.True(KeywordSet.Traits.TryGetValue("cross-process", out var trait) && trait == (int)PrimitiveTraits.CrossProcess);
        Assert.Equal(Enum.GetNames<Effect>().Length, KeywordSet.Effects.Words.Count());
    }

    [Theory]
    [InlineData("type A", "a type line is 'type NAME KIND [trait …]'")]
    [InlineData("type A clock", "no kind is called 'clock'; there are atomic, awaiter, barrier")]
    [InlineData("type A lock brittle", "no trait is called 'brittle'; there are auto-reset")]
    [InlineData("type A lock since=net9", "'since=net9' wants the major version of .NET that brought it, as in since=9")]
    [InlineData("Enter acquire", "'Enter' stands under no type; begin with a line 'type NAME KIND [trait …]'")]
    [InlineData("type A lock\n  Enter", "a member line is 'Name(types) effect [option …]'; write 'none' if 'Enter' matters to nobody")]
    [InlineData("type A lock\n  Enter aquire", "no effect is called 'aquire'; there are acquire, acquire-all")]
    [InlineData("type A lock\n  Enter acquire mode=red", "no mode is called 'red'; there are exclusive, none, permit")]
    [InlineData("type A lock\n  Enter acquire stream=both", "no stream is called 'both'; there are error, input, none, output")]
    [InlineData("type A lock\n  Enter acquire key=first", "'key=first' wants the ordinal of a parameter, counted from 0")]
    [InlineData("type A lock\n  Enter acquire key=-1", "'key=-1' wants the ordinal of a parameter, counted from 0")]
    [InlineData("type A lock\n  Run submit body=0,", "'body=' wants the ordinal of a parameter, counted from 0")]
    [InlineData("type A lock\n  Enter acquire since=ten", "'since=ten' wants the major version of .NET that brought it, as in since=9")]
    [InlineData("type A lock\n  Enter acquire sync", "no option is called 'sync'; options without a value are async, ended, fluent, scope, to-end")]
    [InlineData("type A lock\n  Enter acquire lock=0", "no option is called 'lock='; options with a value are blocking, body")]
    [InlineData("type A lock\n  Enter(int,bool acquire", "the parameters of 'Enter(int,bool' want a closing parenthesis and no blanks between them")]
    [InlineData("type A lock\n  Enter(int, bool) acquire", "the parameters of 'Enter(int,' want a closing parenthesis and no blanks between them")]
    [InlineData("type A lock\n  Enter(int,,bool) acquire", "'(int,,bool)' names a parameter without a type")]
    [InlineData("type A lock\n  Name{init} configure", "'Name{init}' is no signature; write Name, Name(*), Name(int,string), Name{get} or Name{set}")]
    public void A_malformed_line_says_file_line_and_what_to_write(string text, string message)
    {
        var exception = Assert.Throws<FormatException>(() => Parse(text));

        Assert.StartsWith($"gates.primitives, line {text.Split('\n').Length}: {message}", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_type_may_be_listed_once_only()
    {
        var exception = Assert.Throws<FormatException>(() => new PrimitiveTable(Parse("type A lock\ntype A event")));

        Assert.Equal("A is listed twice; write all its members under one type line.", exception.Message);
    }

    private static MemberEffect Member(string line) => Assert.Single(Single("type A lock\n  " + line).Members);

    private static PrimitiveType Single(string text) => Assert.Single(Parse(text));

    private static List<PrimitiveType> Parse(string text) => [.. PrimitiveTableParser.Parse(text, "gates.primitives")];
}
