namespace ConcurrencyAnalyzers.Runtime.Diagnostics;

internal enum TaskResult
{
    Succeeded,
    Failed,
    Crashed,
}
