using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Flow.Bodies;

/// <summary>What is known about calls into the base class library beyond the table of primitives.</summary>
internal static class LibraryCalls
{
    /// <summary>The member neither waits for another thread nor tells one anything. Only for members that the table does not list.</summary>
    public static bool IsUnrelatedToThreads(ISymbol method, IAssemblySymbol source)
    {
        if (method.ContainingType is not { } type || SymbolEqualityComparer.Default.Equals(method.ContainingAssembly, source) || type.TypeKind == TypeKind.Delegate)
        {
            return false;
        }

        var space = NamespaceOf(type);
        return type.TypeKind == TypeKind.Interface
            ? space.StartsWith("System.Collections", StringComparison.Ordinal) || type.SpecialType == SpecialType.System_IDisposable
            : IsSystem(space) && !IsAboutThreads(space, type, method);
    }

    /// <summary>The method looks at the elements of an array or collection that it is given before it returns.</summary>
    public static bool ReadsArguments(IInvocationOperation call)
    {
        var type = call.TargetMethod.ContainingType;
        return NamespaceOf(type) switch
        {
            "System" => type.Name is "String" or "Array" or "Console" or "MemoryExtensions",
            "System.Linq" => type.Name == "Enumerable" && IsEvaluated(call),
            "System.Text.Json" => type.Name == "JsonSerializer",
            _ => false,
        };
    }

    /// <summary>A LINQ query runs when its result is no query any more, or something else runs it.</summary>
    private static bool IsEvaluated(IInvocationOperation call)
    {
        while (IsQuery(call.TargetMethod.ReturnType))
        {
            IOperation value = call;
            while (value.Parent is IConversionOperation conversion)
            {
                value = conversion;
            }

            if (value.Parent is IInvocationOperation { TargetMethod.Name: "GetEnumerator" })
            {
                return true;
            }

            if (value.Parent is not IArgumentOperation { Parent: IInvocationOperation outer })
            {
                return false;
            }

            if (outer.TargetMethod.ContainingType is not { Name: "Enumerable" })
            {
                return ReadsArguments(outer);
            }

            call = outer;
        }

        return true;
    }

    private static bool IsQuery(ITypeSymbol type) => type.Name is "IEnumerable" or "IOrderedEnumerable" or "IAsyncEnumerable" or "IQueryable";

    private static bool IsSystem(string space) => space == "System" || space.StartsWith("System.", StringComparison.Ordinal);

    private static bool IsAboutThreads(string space, INamedTypeSymbol type, ISymbol method) =>
        space.StartsWith("System.Threading", StringComparison.Ordinal) && type.Name is not ("Interlocked" or "Volatile" or "CancellationToken" or "Thread")
        || space.StartsWith("System.Net", StringComparison.Ordinal)
        || space.StartsWith("System.IO.Pipe", StringComparison.Ordinal)
        || space is "System.ComponentModel" or "System.Timers" or "System.Reactive" or "System.Windows" or "System.Reflection" or "System.Runtime.CompilerServices"
        || (space == "System" && type.Name is "Lazy" or "Progress" or "Activator" or "AppDomain")
        || (space == "System" && type.Name == "Console" && method.Name.StartsWith("Read", StringComparison.Ordinal))
        || (space == "System.Diagnostics" && type.Name == "Process");

    public static string NamespaceOf(ITypeSymbol? type) => type?.ContainingNamespace?.ToDisplayString() ?? "";
}
