using System.Text.RegularExpressions;
using Analyzers.Tests.Conventions;
using ConcurrencyAnalyzers.Flow.Handles;
using ConcurrencyAnalyzers.Model;
using Xunit;

namespace Analyzers.Tests.Flow.Handles;

public sealed partial class HandleProtocolTests
{
    private const HandleStates None = HandleStates.None;
    private const HandleStates New = HandleStates.New;
    private const HandleStates Running = HandleStates.Running;
    private const HandleStates Joined = HandleStates.Joined;
    private const HandleStates Open = HandleStates.Open;
    private const HandleStates Closed = HandleStates.Closed;
    private const HandleStates Disposed = HandleStates.Disposed;

    /// <summary>One step of a life: what it was, what happened, what it is now.</summary>
    public static TheoryData<string, int, string, int> Steps => new()
    {
        { nameof(PrimitiveKind.Thread), (int)None, nameof(Effect.Create), (int)New },
        { nameof(PrimitiveKind.Thread), (int)New, nameof(Effect.Start), (int)Running },
        { nameof(PrimitiveKind.Thread), (int)Running, nameof(Effect.Join), (int)Joined },
        { nameof(PrimitiveKind.Thread), (int)Running, nameof(Effect.TryJoin), (int)(Running | Joined) },
        { nameof(PrimitiveKind.Thread), (int)Running, nameof(Effect.QueryAlive), (int)(New | Running | Joined) },
        { nameof(PrimitiveKind.Process), (int)None, nameof(Effect.CreateStarted), (int)Running },
        { nameof(PrimitiveKind.Process), (int)Running, nameof(Effect.Join), (int)Joined },
        { nameof(PrimitiveKind.Process), (int)Running, nameof(Effect.Stop), (int)(New | Running | Joined) },
        { nameof(PrimitiveKind.Task), (int)None, nameof(Effect.CreateStarted), (int)Running },
        { nameof(PrimitiveKind.Task), (int)New, nameof(Effect.Run), (int)Joined },
        { nameof(PrimitiveKind.Task), (int)Running, nameof(Effect.Join), (int)Joined },
        { nameof(PrimitiveKind.PendingResult), (int)None, nameof(Effect.Submit), (int)Running },
        { nameof(PrimitiveKind.PendingResult), (int)Running, nameof(Effect.Join), (int)Joined },
        { nameof(PrimitiveKind.Pool), (int)None, nameof(Effect.Create), (int)Open },
        { nameof(PrimitiveKind.Pool), (int)Open, nameof(Effect.Close), (int)Closed },
        { nameof(PrimitiveKind.Pool), (int)Open, nameof(Effect.Stop), (int)Closed },
        { nameof(PrimitiveKind.Pool), (int)Closed, nameof(Effect.Join), (int)Joined },
        { nameof(PrimitiveKind.Pool), (int)Open, nameof(Effect.Submit), (int)Open },
        { nameof(PrimitiveKind.Queue), (int)None, nameof(Effect.Create), (int)Open },
        { nameof(PrimitiveKind.Queue), (int)Open, nameof(Effect.Put), (int)Open },
        { nameof(PrimitiveKind.Queue), (int)Open, nameof(Effect.Complete), (int)Closed },
        { nameof(PrimitiveKind.Queue), (int)Closed, nameof(Effect.Dispose), (int)Joined },
        { nameof(PrimitiveKind.Timer), (int)None, nameof(Effect.Create), (int)(New | Running) },
        { nameof(PrimitiveKind.Timer), (int)New, nameof(Effect.Start), (int)Running },
        { nameof(PrimitiveKind.Timer), (int)Running, nameof(Effect.Dispose), (int)Joined },
        { nameof(PrimitiveKind.Barrier), (int)None, nameof(Effect.Create), (int)Open },
        { nameof(PrimitiveKind.Barrier), (int)Open, nameof(Effect.SignalAndWait), (int)Open },
        { nameof(PrimitiveKind.Barrier), (int)Open, nameof(Effect.Stop), (int)Closed },
        { nameof(PrimitiveKind.Barrier), (int)Closed, nameof(Effect.Reset), (int)Open },
        { nameof(PrimitiveKind.Barrier), (int)Open, nameof(Effect.Dispose), (int)Disposed },
        { nameof(PrimitiveKind.Countdown), (int)None, nameof(Effect.Create), (int)Open },
        { nameof(PrimitiveKind.Countdown), (int)Open, nameof(Effect.Signal), (int)(Open | Closed) },
        { nameof(PrimitiveKind.Countdown), (int)(Open | Closed), nameof(Effect.Wait), (int)Closed },
        { nameof(PrimitiveKind.Countdown), (int)Open, nameof(Effect.TryWait), (int)(Open | Closed) },
        { nameof(PrimitiveKind.Countdown), (int)Open, nameof(Effect.AddParticipants), (int)Open },
        { nameof(PrimitiveKind.Countdown), (int)Closed, nameof(Effect.TryAddParticipants), (int)(Open | Closed) },
        { nameof(PrimitiveKind.Countdown), (int)Closed, nameof(Effect.Reset), (int)Open },
        { nameof(PrimitiveKind.Countdown), (int)Closed, nameof(Effect.Dispose), (int)Disposed },
    };

    /// <summary>What others, who have the handle too, may have made of it in the meantime.</summary>
    public static TheoryData<string, int, int> Laters => new()
    {
        { nameof(PrimitiveKind.Thread), (int)Running, (int)(Running | Joined) },
        { nameof(PrimitiveKind.Thread), (int)Joined, (int)Joined },
        { nameof(PrimitiveKind.Pool), (int)Open, (int)(Open | Closed | Joined) },
        { nameof(PrimitiveKind.Queue), (int)Closed, (int)(Closed | Joined) },
        { nameof(PrimitiveKind.Barrier), (int)Closed, (int)(Open | Closed | Disposed) },
        { nameof(PrimitiveKind.Countdown), (int)Closed, (int)(Open | Closed | Disposed) },
        { nameof(PrimitiveKind.Countdown), (int)Disposed, (int)Disposed },
    };

    [Theory]
    [MemberData(nameof(Steps))]
    public void An_effect_leads_from_one_state_to_the_next(string kind, int from, string effect, int to) =>
        Assert.Equal((HandleStates)to, Protocol(kind).Next(Enum.Parse<Effect>(effect), (HandleStates)from));

    [Theory]
    [MemberData(nameof(Laters))]
    public void Others_lead_it_further_on_or_back_where_it_can_be_made_as_new(string kind, int from, int to) =>
        Assert.Equal((HandleStates)to, Protocol(kind).Later((HandleStates)from));

    [Fact]
    public void Every_protocol_has_steps_here()
    {
        var tested = Steps.Select(row => (string)((object[])row)[0]).Distinct().Order(StringComparer.Ordinal);

        Assert.Equal(HandleProtocol.Kinds.Select(kind => kind.ToString()).Order(StringComparer.Ordinal), tested);
    }

    [Fact]
    public void Every_other_kind_has_a_reason_in_the_documentation()
    {
        var lines = Repository.Read("docs/architecture.md").Split('\n').SkipWhile(static line => line != "The other kinds have no life here:").Where(static line => line.StartsWith("| `", StringComparison.Ordinal));
        var explained = lines.SelectMany(static line => Code().Matches(line.Split('|')[1]).Select(static match => match.Groups[1].Value)).ToHashSet(StringComparer.Ordinal);
        var without = PrimitiveTable.BuiltIn.ByMetadataName.Values.Select(static type => type.Kind).Distinct().Except(HandleProtocol.Kinds).Select(Written);

        Assert.Equal(without.Order(StringComparer.Ordinal), explained.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_countdown_is_through_when_a_wait_for_it_returns()
    {
        var snippet = HandleSnippet.Of("var c = new CountdownEvent(2); /*1*/ c.Signal(); /*2*/ c.Wait(); /*3*/ c.Reset(); /*4*/ c.Dispose(); /*5*/");

        Assert.Equal(Open, snippet.States("1", "c"));
        Assert.Equal(Open | Closed, snippet.States("2", "c"));
        Assert.Equal(Closed, snippet.States("3", "c"));
        Assert.Equal(Open, snippet.States("4", "c"));
        Assert.Equal(Disposed, snippet.States("5", "c"));
    }

    [Fact]
    public void A_barrier_that_a_using_statement_releases_is_disposed_behind_it()
    {
        var snippet = HandleSnippet.Of("var b = new Barrier(1); using (b) { /*1*/ b.SignalAndWait(); } /*2*/ _ = b;");

        Assert.Equal(Open, snippet.States("1", "b"));
        Assert.Equal(Disposed, snippet.States("2", "b"));
    }

    /// <summary>As the tables write it.</summary>
    private static string Written(PrimitiveKind kind) => Capital().Replace(kind.ToString(), static match => (match.Index == 0 ? "" : "-") + match.Value.ToLowerInvariant());

    [GeneratedRegex("`([a-z-]+)`")]
    private static partial Regex Code();

    [GeneratedRegex("[A-Z]")]
    private static partial Regex Capital();

    private static HandleProtocol Protocol(string kind) => HandleProtocol.Of(Enum.Parse<PrimitiveKind>(kind))!;
}
