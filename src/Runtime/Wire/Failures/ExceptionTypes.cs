using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.CompilerServices;
using ConcurrencyAnalyzers.Runtime.Internal;

namespace ConcurrencyAnalyzers.Runtime;

/// <summary>
/// Which exceptions are made again as their own type. A name from the wire is only compared with those of known types: common
/// ones of .NET, ours, exceptions of assemblies that the process already uses for targets, and registered ones.
/// </summary>
internal static class ExceptionTypes
{
    private static readonly ConcurrentDictionary<string, Type> _known = Common();
    private static readonly ConcurrentDictionary<Assembly, bool> _assemblies = new();

    internal static void Register(Type type) => _known[type.FullName!] = type;

    /// <summary>Lets the exceptions of an assembly come back as themselves: the target's own.</summary>
    internal static void Allow(Assembly assembly)
    {
        if (!Framework.IsPartOf(assembly))
        {
            _assemblies.TryAdd(assembly, true);
        }
    }

    [RequiresUnreferencedCode(TargetId.TrimMessage)]
    internal static Type? Find(string name)
    {
        if (_known.TryGetValue(name, out Type? known))
        {
            return known;
        }

        foreach (Assembly assembly in _assemblies.Keys)
        {
            // Only a type of this very assembly, by its plain name.
            if (IsPlain(name) && assembly.GetType(name, throwOnError: false) is { } type && type.IsSubclassOf(typeof(Exception)) && !type.ContainsGenericParameters)
            {
                return _known[name] = type;
            }
        }

        return null;
    }

    private static bool IsPlain(string name)
    {
        foreach (char c in name)
        {
            if (!char.IsLetterOrDigit(c) && c is not ('.' or '+' or '_' or '<' or '>'))
            {
                return false;
            }
        }

        return name.Length > 0;
    }

    private static ConcurrentDictionary<string, Type> Common()
    {
        Type[] types =
        [
            typeof(Exception), typeof(SystemException), typeof(ApplicationException), typeof(ArgumentException), typeof(ArgumentNullException),
            typeof(ArgumentOutOfRangeException), typeof(InvalidOperationException), typeof(NotSupportedException), typeof(NotImplementedException),
            typeof(FormatException), typeof(OverflowException), typeof(DivideByZeroException), typeof(ArithmeticException), typeof(NotFiniteNumberException),
            typeof(IndexOutOfRangeException), typeof(KeyNotFoundException), typeof(NullReferenceException), typeof(InvalidCastException),
            typeof(ArrayTypeMismatchException), typeof(RankException), typeof(OutOfMemoryException), typeof(InsufficientMemoryException), typeof(TimeoutException),
            typeof(UnauthorizedAccessException), typeof(ObjectDisposedException), typeof(OperationCanceledException), typeof(TaskCanceledException),
            typeof(AggregateException), typeof(IOException), typeof(FileNotFoundException), typeof(DirectoryNotFoundException), typeof(EndOfStreamException),
            typeof(PathTooLongException), typeof(InvalidDataException), typeof(AccessViolationException), typeof(InsufficientExecutionStackException),
            typeof(TypeLoadException), typeof(TypeInitializationException), typeof(MissingMethodException), typeof(MissingFieldException), typeof(MissingMemberException),
            typeof(BadImageFormatException), typeof(FileLoadException), typeof(DllNotFoundException), typeof(EntryPointNotFoundException),
            typeof(PlatformNotSupportedException), typeof(SynchronizationLockException), typeof(SemaphoreFullException), typeof(ThreadInterruptedException),
            typeof(ThreadStateException), typeof(System.Security.SecurityException), typeof(System.Text.DecoderFallbackException),
            typeof(UriFormatException), typeof(SwitchExpressionException),
            typeof(NotSerializableException), typeof(ArgumentNotSerializableException), typeof(ResultNotSerializableException), typeof(CapturedStateException),
            typeof(TargetResolutionException), typeof(WireFormatException), typeof(QueueClosedException), typeof(QueueEmptyException), typeof(QueueFullException),
            typeof(BrokenBarrierException),
        ];
        var known = new ConcurrentDictionary<string, Type>(StringComparer.Ordinal);
        Array.ForEach(types, type => known[type.FullName!] = type);
        return known;
    }
}
