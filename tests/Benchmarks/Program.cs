using BenchmarkDotNet.Running;
using Benchmarks.Processes;
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
else
{
    BenchmarkSwitcher.FromAssembly(typeof(Ratios).Assembly).Run(args);
}
