using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using Benchmarks.Placement;
using Benchmarks.Processes;
using Benchmarks.Rules;
using Benchmarks.Runtime;

// --ratios [NAME …]: the quick comparison, in this process, ours and the BCL's in turns; anything else is BenchmarkDotNet's.
if (args is ["--ratios", ..])
{
    Ratios.Run(args[1..]);
}
else if (args is ["--processes", ..])
{
    // The same with CPython's multiprocessing.
    ProcessRatios.Run(args[1..]);
}
else if (args is ["--rules", ..])
{
    // The analyzers: the time of each rule over the C# files of folders.
    await RuleTimes.RunAsync(args[1..]);
}
else if (args is ["--placement"])
{
    // The same work on threads, tasks and processes.
    PlacementTable.Run();
}
else
{
    // It builds a program of its own with all that this one refers to, which a busy machine does not do within the usual two minutes.
    IConfig config = ManualConfig.Create(DefaultConfig.Instance)
        .WithBuildTimeout(TimeSpan.FromMinutes(15))
        .WithSummaryStyle(SummaryStyle.Default.WithMaxParameterColumnWidth(80));
    BenchmarkSwitcher.FromAssembly(typeof(Ratios).Assembly).Run(args, config);
}
