using System.Reflection;

namespace ConcurrencyAnalyzers.Runtime;

/// <summary>Methods of the framework that are harmless targets by themselves, because Python's examples begin with them.</summary>
internal static class FrameworkTargets
{
    internal static bool Contains(MethodInfo method) => method.IsStatic && method.DeclaringType switch
    {
        { FullName: "System.Math" or "System.MathF" or "System.Numerics.BitOperations" or "System.Convert" } => true,
        { FullName: "System.Console" } => method.Name is "WriteLine" or "Write",
        { FullName: "System.Threading.Thread" } => method.Name is "Sleep",
        { FullName: "System.Threading.Tasks.Task" } => method.Name is "Delay",
        { FullName: "System.Environment" } => method.Name is "get_ProcessId" or "get_CurrentManagedThreadId",
        { IsPrimitive: true } or { FullName: "System.Decimal" or "System.Half" or "System.Int128" or "System.UInt128" or "System.Numerics.BigInteger" } => true,
        { FullName: "System.String" or "System.Char" or "System.Guid" or "System.DateTime" or "System.TimeSpan" } => true,
        _ => false,
    };
}
