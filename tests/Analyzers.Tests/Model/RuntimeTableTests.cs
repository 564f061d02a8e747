using ConcurrencyAnalyzers.Model;

namespace Analyzers.Tests.Model;

/// <summary>The table of our own primitives, as far as it can be checked without the Runtime.</summary>
public sealed class RuntimeTableTests
{
    private const string Namespace = "ConcurrencyAnalyzers.Runtime.";

    private static readonly IReadOnlyList<PrimitiveType> Listed =
        [.. PrimitiveTable.BuiltIn.ByMetadataName.Values.Where(static type => type.IsRuntime)];

    [Fact]
    public void The_trait_runtime_and_the_namespace_go_together() =>
        Assert.All(
            PrimitiveTable.BuiltIn.ByMetadataName.Values,
            static type => Assert.Equal(type.IsRuntime, type.MetadataName.StartsWith(Namespace, StringComparison.Ordinal)));

    [Theory]
    [InlineData("WorkerThread", PrimitiveKind.Thread)]
    [InlineData("DelayedCall", PrimitiveKind.Thread)]
    [InlineData("NonReentrantLock", PrimitiveKind.Lock)]
    [InlineData("ReentrantLock", PrimitiveKind.Lock)]
    [InlineData("CountingSemaphore", PrimitiveKind.Semaphore)]
    [InlineData("BoundedSemaphore", PrimitiveKind.Semaphore)]
    [InlineData("EventFlag", PrimitiveKind.Event)]
    [InlineData("ConditionVariable", PrimitiveKind.Condition)]
    [InlineData("CyclicBarrier", PrimitiveKind.Barrier)]
    [InlineData("BlockingQueue`1", PrimitiveKind.Queue)]
    [InlineData("WorkerThreadPool", PrimitiveKind.Pool)]
    [InlineData("WorkRequest", PrimitiveKind.PendingResult)]
    [InlineData("WorkerProcess", PrimitiveKind.Process)]
    [InlineData("WorkerProcess`1", PrimitiveKind.Process)]
    [InlineData("ProcessPool", PrimitiveKind.Pool)]
    [InlineData("PendingResult`1", PrimitiveKind.PendingResult)]
    [InlineData("ProcessQueue`1", PrimitiveKind.Queue)]
    [InlineData("ProcessConnection`1", PrimitiveKind.Queue)]
    [InlineData("ProcessLock", PrimitiveKind.Lock)]
    [InlineData("SharedValue`1", PrimitiveKind.Shared)]
    [InlineData("LockSet", PrimitiveKind.Lock)]
    [InlineData("Threads", PrimitiveKind.Factory)]
    public void The_documented_types_are_listed(string name, object kind) =>
        Assert.Equal(kind, PrimitiveTable.BuiltIn.ByMetadataName[Namespace + name].Kind);

    [Fact]
    public void No_row_is_listed_twice()
    {
        var doubles = from type in PrimitiveTable.BuiltIn.ByMetadataName.Values
                      from same in type.Members.GroupBy(static row => (row.Name, row.IsSetter, row.Parameters is null ? "*" : string.Join(',', row.Parameters)))
                      where same.Count() > 1
                      select $"{type}: {same.Key}";

        TableCheck.AssertNone(doubles);
    }

    [Fact]
    public void What_can_be_acquired_can_be_released_in_the_same_mode()
    {
        var locks = PrimitiveTable.BuiltIn.ByMetadataName.Values
            .Where(static type => type.Kind is PrimitiveKind.Lock or PrimitiveKind.Semaphore or PrimitiveKind.ReaderWriterLock or PrimitiveKind.Condition)
            .Where(static type => type.Members.Any(static row => row.Effect == Effect.Acquire));

        foreach (var type in locks)
        {
            var acquired = type.Members.Where(static row => row.Effect is Effect.Acquire or Effect.TryAcquire).Select(static row => row.Mode).Distinct().Order();
            var released = type.Members.Where(static row => row.Effect is Effect.Release).Select(static row => row.Mode).Distinct().Order();
            Assert.True(acquired.SequenceEqual(released), type.MetadataName);
            Assert.DoesNotContain(LockMode.None, acquired);
        }
    }

    [Fact]
    public void Every_lock_says_whether_it_is_reentrant() =>
        Assert.All(
            PrimitiveTable.BuiltIn.ByMetadataName.Values.Where(static type => type.Kind is PrimitiveKind.Lock or PrimitiveKind.Semaphore or PrimitiveKind.ReaderWriterLock
                && (type.Traits & PrimitiveTraits.Static) == 0),
            static type => Assert.True(type.IsReentrant != type.IsNonReentrant, type.MetadataName));

    [Fact]
    public void What_starts_can_be_joined() =>
        Assert.All(
            Listed.Where(static type => type.Kind is PrimitiveKind.Thread or PrimitiveKind.Process && type.Members.Any(static row => row.Effect == Effect.Start)),
            static type => Assert.Contains(type.Members, static row => row.Effect == Effect.Join));

    [Fact]
    public void A_pool_that_closes_can_be_joined_or_disposed() =>
        Assert.All(
            Listed.Where(static type => type.Kind == PrimitiveKind.Pool && type.Members.Any(static row => row.Effect == Effect.Close)),
            static type => Assert.Contains(type.Members, static row => row.Effect is Effect.Join or Effect.Dispose));

    [Fact]
    public void An_async_twin_has_the_effect_of_its_synchronous_form()
    {
        var strangers = from type in Listed
                        from row in type.Members
                        where row.IsAsync && row.Name.EndsWith("Async", StringComparison.Ordinal) && row.Effect != Effect.Dispose
                        let twins = type.Members.Where(twin => twin.Name + "Async" == row.Name).ToList()
                        where twins.Count > 0 && twins.TrueForAll(twin => twin.Effect != row.Effect || twin.Mode != row.Mode)
                        select $"{type}.{row.Name}";

        TableCheck.AssertNone(strangers);
    }
}
