using System.Globalization;
using ConcurrencyAnalyzers.Runtime;
using Xunit;

namespace Runtime.Tests.ChannelTests;

/// <summary>Clients that are killed at any moment.</summary>
public class ChaosTests
{
    [Fact, Trait("Row", "197")]
    public void A_producer_that_is_killed_leaves_a_prefix_of_what_it_put_and_a_queue_that_works()
    {
        using var queue = new ProcessQueue<string>();
        for (int round = 0; round < 5; round++)
        {
            using LiveChild child = LiveChild.Start("queue-put-for-ever", LiveChild.Handle(queue), $"r{round}-");
            for (int i = 0; i < 200 * round; i++)
            {
                Assert.Equal($"r{round}-{i}", queue.Get(block: true, Wait.Limit));
            }

            child.Kill();
            Wait.Until(() => queue.Hosted!.AttachmentCount == 0, "the owner has noticed");
            int next = 200 * round;
            while (queue.TryGet(out string? item))
            {
                Assert.Equal($"r{round}-{next++}", item);
            }
        }

        queue.Put("after");
        Assert.Equal("after", queue.Get());
    }

    [Fact, Trait("Row", "197")]
    public void An_item_comes_out_once_or_dies_in_the_hands_of_a_killed_consumer()
    {
        const int Rounds = 6;
        const int Each = 400;
        using var queue = new ProcessQueue<string>();
        var seen = new List<string>();
        for (int round = 0; round < Rounds; round++)
        {
            using LiveChild child = LiveChild.Start("queue-get-for-ever", LiveChild.Handle(queue));
            Wait.Until(() => queue.Hosted!.Items.Waiting.Getters == 1, "the child waits");
            for (int i = 0; i < Each; i++)
            {
                queue.Put($"{(round * Each) + i}");
            }

            // Killed somewhere in the middle of taking.
            Wait.Until(() => queue.Count < Each / 2, "it has taken some");
            child.Kill();
            seen.AddRange(child.RemainingLines());
            Wait.Until(() => queue.Hosted!.AttachmentCount == 0, "the owner has noticed");
            while (queue.TryGet(out string? item))
            {
                seen.Add(item);
            }
        }

        Assert.Equal(seen.Count, seen.Distinct().Count());
        Assert.InRange(seen.Count, (Rounds * Each) - Rounds, Rounds * Each);
        Assert.Equal(seen.OrderBy(item => int.Parse(item, CultureInfo.InvariantCulture)), seen);
    }

    [Fact, Trait("Row", "197")]
    public void What_a_killed_consumer_had_not_received_goes_to_the_living_in_order()
    {
        using var queue = new ProcessQueue<string>();
        using LiveChild doomed = LiveChild.Open("queue", LiveChild.Handle(queue)), living = LiveChild.Open("queue", LiveChild.Handle(queue));
        doomed.Say("get-on 3");
        Wait.Until(() => queue.Hosted!.Items.Waiting.Getters == 3, "three threads wait");
        doomed.Signal("STOP");
        foreach (string item in new[] { "a", "b", "c", "d" })
        {
            queue.Put(item);
        }

        Assert.Equal(1, queue.Count);
        doomed.Kill();
        Wait.Until(() => queue.Count == 4, "three come back");
        Assert.Equal(["a", "b", "c", "d"], [living.Ask("get"), queue.Get(), living.Ask("get"), queue.Get()]);
    }

    [Fact, Trait("Row", "197")]
    public void A_consumer_that_dies_while_it_waits_leaves_its_place_in_the_line()
    {
        using var queue = new ProcessQueue<string>(1);
        using LiveChild doomed = LiveChild.Open("queue", LiveChild.Handle(queue)), living = LiveChild.Open("queue", LiveChild.Handle(queue));
        doomed.Say("get");
        Wait.Until(() => queue.Hosted!.Items.Waiting.Getters == 1, "it waits");
        living.Say("get");
        Wait.Until(() => queue.Hosted!.Items.Waiting.Getters == 2, "both wait");
        doomed.Kill();
        Wait.Until(() => queue.Hosted!.Items.Waiting.Getters == 1, "the place is free");
        queue.Put("a");
        Assert.Equal("a", living.ReadLine());

        queue.Put("full");
        using LiveChild putter = LiveChild.Open("queue", LiveChild.Handle(queue));
        putter.Say("put never");
        Wait.Until(() => queue.Hosted!.Items.Waiting.Putters == 1, "it waits for room");
        putter.Kill();
        Wait.Until(() => queue.Hosted!.Items.Waiting.Putters == 0, "the place is free");
        Assert.Equal("full", queue.Get());
        Assert.False(queue.TryGet(out _));
    }
}
