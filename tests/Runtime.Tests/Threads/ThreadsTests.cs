using System.Runtime.CompilerServices;
using ConcurrencyAnalyzers.Runtime;
using Xunit;

namespace Runtime.Tests.ThreadTests;

public class ThreadsTests
{
    [Fact, Trait("Row", "17")]
    public void A_joined_thread_is_not_enumerated_any_more()
    {
        for (int i = 0; i < 1000; i++)
        {
            var thread = new WorkerThread(static () => { }, name: "short");
            thread.Start();
            thread.Join();
            Assert.DoesNotContain(thread, Threads.Enumerate());
        }
    }

    [Fact, Trait("Row", "17")]
    public async Task A_thread_joined_by_a_task_is_not_enumerated_any_more()
    {
        for (int i = 0; i < 200; i++)
        {
            var thread = new WorkerThread(static () => { }, name: "short");
            thread.Start();
            await thread.JoinAsync();
            Assert.DoesNotContain(thread, Threads.Enumerate());
            Assert.False(thread.IsAlive);
        }
    }

    [Fact, Trait("Row", "18")]
    public void The_count_is_that_of_the_list_and_goes_back_when_all_are_done()
    {
        int before = Threads.ActiveCount;
        var leave = new EventFlag();
        WorkerThread[] all = [.. Enumerable.Range(0, 5).Select(_ => new WorkerThread(leave.Wait))];
        Assert.Equal(before, Threads.ActiveCount);
        Array.ForEach(all, t => t.Start());
        Assert.Equal(before + 5, Threads.ActiveCount);
        Assert.Equal(before + 5, Threads.Enumerate().Count);
        Assert.All(all, t => Assert.Contains(t, Threads.Enumerate()));
        leave.Set();
        Array.ForEach(all, t => t.Join());
        Assert.Equal(before, Threads.ActiveCount);
    }

    [Fact, Trait("Row", "18")]
    public void In_a_program_of_its_own_the_count_goes_back_to_one() =>
        Assert.Equal(["6 6", "1 1"], Child.Run("active-count").Lines);

    [Fact, Trait("Row", "19")]
    public void The_main_thread_is_itself_on_main_and_another_elsewhere() =>
        Assert.Equal(["MainThread True False", "False False MainThread"], Child.Run("main-thread").Lines);

    [Fact, Trait("Row", "19")]
    public void The_main_thread_is_known_although_another_asks_first() =>
        Assert.Equal(["MainThread True False False True", "True True", "True"], Child.Run("main-thread-late").Lines);

    [Fact]
    public void Current_is_the_object_that_was_started()
    {
        WorkerThread? seen = null;
        var thread = new WorkerThread(() => seen = Threads.Current);
        WorkerThreadTests.RunToEnd(thread);
        Assert.Same(thread, seen);
    }

    [Fact, Trait("Row", "20")]
    public void A_foreign_thread_is_represented_and_cannot_be_joined()
    {
        WorkerThread? dummy = null, again = null;
        bool isListed = false;
        int? native = null;
        Wait.Background foreign = Wait.Start(() =>
        {
            dummy = Threads.Current;
            again = Threads.Current;
            native = dummy.NativeId;
            isListed = Threads.Enumerate().Contains(dummy);
        });
        foreign.Join();
        Assert.Same(dummy, again);
        Assert.True(dummy!.IsForeign);
        Assert.True(dummy.Daemon);
        Assert.Matches(@"^Dummy-\d+$", dummy.Name);
        Assert.Equal(foreign.Thread.ManagedThreadId, dummy.Ident);
        Assert.NotNull(native);
        Assert.True(isListed);
        Assert.Throws<InvalidOperationException>(dummy.Join);
        Assert.Throws<InvalidOperationException>(dummy.Start);
        Wait.Until(() => !Threads.Enumerate().Contains(dummy), "the dummy of an ended thread is dropped");
        Assert.False(dummy.IsAlive);
    }

    [Fact]
    public void Foreign_threads_that_have_ended_are_not_kept_although_nobody_asks_for_the_list()
    {
        WeakReference first = RepresentOne();
        Wait.Until(
            () =>
            {
                RepresentOne();
                GC.Collect();
                GC.WaitForPendingFinalizers();
                return !first.IsAlive;
            },
            "the object of an ended thread is collected");
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference RepresentOne()
    {
        WeakReference? seen = null;
        Wait.Run(() => seen = new WeakReference(Threads.Current));
        return seen!;
    }
}
