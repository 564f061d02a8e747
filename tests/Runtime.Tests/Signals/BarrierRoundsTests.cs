using ConcurrencyAnalyzers.Runtime;
using Xunit;

namespace Runtime.Tests.SignalTests;

/// <summary>What one round of a barrier must not do to another.</summary>
public class BarrierRoundsTests
{
    [Fact, Trait("Row", "84")]
    public void A_party_that_gave_up_before_a_reset_does_not_break_it_afterwards()
    {
        for (int round = 0; round < 100; round++)
        {
            var barrier = new CyclicBarrier(2);
            Wait.Background party = Wait.Start(() => Assert.Throws<BrokenBarrierException>(() => barrier.Wait(TimeSpan.FromMilliseconds(2))));
            while (barrier.WaitingCount == 0 && !party.HasEnded)
            {
            }

            // The moment it has left the line. It must have broken the barrier by then, not do so after the reset.
            while (barrier.WaitingCount == 1)
            {
            }

            barrier.Reset();
            party.Join();
            Assert.False(barrier.IsBroken);
        }
    }

    [Fact, Trait("Row", "82")]
    public void An_action_that_throws_after_a_reset_does_not_break_the_new_round()
    {
        var isRunning = new EventFlag();
        var mayFail = new EventFlag();
        bool fails = true;
        var barrier = new CyclicBarrier(2, () =>
        {
            isRunning.Set();
            mayFail.Wait();
            if (fails)
            {
                throw new NotSupportedException();
            }
        });
        Wait.Background first = Wait.Start(() => Assert.Throws<BrokenBarrierException>(() => barrier.Wait()));
        Wait.Until(() => barrier.WaitingCount == 1, "the first waits");
        Wait.Background second = Wait.Start(() => Assert.Throws<NotSupportedException>(() => barrier.Wait()));
        isRunning.Wait();
        barrier.Reset();
        first.Join();
        mayFail.Set();
        second.Join();
        Assert.False(barrier.IsBroken);
        fails = false;
        Wait.Start(2, _ => barrier.Wait(Wait.Limit)).JoinAll();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Who_gives_up_while_the_action_runs_breaks_the_next_round_only(bool isTask)
    {
        var isRunning = new EventFlag();
        var mayEnd = new EventFlag();
        var barrier = new CyclicBarrier(2, () =>
        {
            isRunning.Set();
            mayEnd.Wait();
        });
        Wait.Background[] round = Wait.Start(2, _ => barrier.Wait());
        isRunning.Wait();
        if (isTask)
        {
            await Assert.ThrowsAsync<BrokenBarrierException>(() => barrier.WaitAsync(TimeSpan.FromMilliseconds(5)));
        }
        else
        {
            Wait.Run(() => Assert.Throws<BrokenBarrierException>(() => barrier.Wait(TimeSpan.FromMilliseconds(5))));
        }

        Assert.True(barrier.IsBroken);
        Assert.Throws<BrokenBarrierException>(() => barrier.Wait());
        mayEnd.Set();

        // Both had come: theirs is complete.
        round.JoinAll();
        Assert.True(barrier.IsBroken);
        barrier.Reset();
        Wait.Start(2, _ => barrier.Wait(Wait.Limit)).JoinAll();
    }

    [Fact]
    public void An_interrupt_while_the_action_runs_is_kept_for_later()
    {
        var isRunning = new EventFlag();
        var mayEnd = new EventFlag();
        var barrier = new CyclicBarrier(2, () =>
        {
            isRunning.Set();
            mayEnd.Wait();
        });
        Wait.Background first = Wait.Start(() =>
        {
            Assert.Equal(0, barrier.Wait());
            Assert.Throws<ThreadInterruptedException>(() => Thread.Sleep(Wait.Limit));
        });
        Wait.Until(() => barrier.WaitingCount == 1, "the first waits");
        Wait.Background second = Wait.Start(() => Assert.Equal(1, barrier.Wait()));
        isRunning.Wait();
        first.Thread.Interrupt();
        mayEnd.Set();
        first.Join();
        second.Join();
        Assert.False(barrier.IsBroken);
    }
}
