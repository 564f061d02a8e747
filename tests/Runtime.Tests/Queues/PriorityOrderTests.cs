using ConcurrencyAnalyzers.Runtime;
using Xunit;

namespace Runtime.Tests.QueueTests;

public class PriorityOrderTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Puts_and_gets_in_any_mixture_come_in_the_order_of_the_items(int seed)
    {
        var random = new Random(seed);
        var queue = new PriorityBlockingQueue<int>();
        var reference = new List<int>();
        for (int i = 0; i < 5000; i++)
        {
            if (reference.Count > 0 && random.Next(5) < 2)
            {
                Assert.Equal(reference.Min(), queue.Get());
                reference.Remove(reference.Min());
            }
            else
            {
                int item = random.Next(100);
                reference.Add(item);
                queue.Put(item);
            }
        }

        Assert.Equal(reference.Order(), Enumerable.Range(0, queue.Count).Select(_ => queue.Get()));
    }

    /// <summary>As in Python, where two tuples that begin alike compare what follows: the usual way to meet this.</summary>
    [Fact, Trait("Row", "107")]
    public void Items_that_cannot_be_compared_are_refused_and_nothing_is_lost()
    {
        var queue = new PriorityBlockingQueue<(int Priority, object Job)>();
        object first = new(), second = new();
        queue.Put((1, first));
        queue.Put((2, second));
        Assert.ThrowsAny<Exception>(() => queue.Put((1, new object())));
        Assert.Equal(2, queue.Count);
        queue.Put((0, "urgent"));
        Assert.Equal([(0, "urgent"), (1, first), (2, second)], new[] { queue.Get(), queue.Get(), queue.Get() });
        Assert.True(queue.IsEmpty);
    }

    [Fact, Trait("Row", "107")]
    public void A_comparer_that_fails_anywhere_changes_nothing()
    {
        for (int failing = 1; failing <= 6; failing++)
        {
            var comparer = new FailsOnce();
            var queue = new PriorityBlockingQueue<int>(comparer: comparer);
            foreach (int item in new[] { 5, 3, 8, 1, 9, 2, 7 })
            {
                queue.Put(item);
            }

            comparer.CallsUntilFailure = failing;
            bool isPutRefused = Record.Exception(() => queue.Put(0)) is NotSupportedException;
            comparer.CallsUntilFailure = failing;
            bool isGetRefused = Record.Exception(() => queue.Get()) is NotSupportedException;
            comparer.CallsUntilFailure = 0;

            IEnumerable<int> left = new[] { 0, 1, 2, 3, 5, 7, 8, 9 }.Skip(isPutRefused ? 1 : 0).Skip(isGetRefused ? 0 : 1);
            Assert.True(isPutRefused || isGetRefused || failing > 3);
            Assert.Equal(left, Enumerable.Range(0, queue.Count).Select(_ => queue.Get()));
        }
    }

    private sealed class FailsOnce : IComparer<int>
    {
        internal int CallsUntilFailure { get; set; }

        public int Compare(int x, int y) =>
            CallsUntilFailure > 0 && --CallsUntilFailure == 0 ? throw new NotSupportedException() : x.CompareTo(y);
    }
}
