using Xunit;

// Threads are counted and processors shared: one test at a time.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
