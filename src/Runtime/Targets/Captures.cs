using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.CompilerServices;
using ConcurrencyAnalyzers.Runtime.Internal;

namespace ConcurrencyAnalyzers.Runtime;

/// <summary>What a lambda or local function captures, by the names the user wrote.</summary>
[UnconditionalSuppressMessage("Trimming", "IL2070", Justification = "Fields of a closure that exists are kept; missing ones would only shorten a message.")]
internal static class Captures
{
    private const BindingFlags Fields = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    /// <summary>True for the classes the compiler makes for lambdas and local functions.</summary>
    internal static bool IsClosure(Type type) =>
        type.Name.StartsWith('<') && type.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false);

    /// <summary>The class of lambdas that capture nothing has no fields.</summary>
    internal static bool IsEmpty(Type closure) => closure.GetFields(Fields).Length == 0;

    internal static void ThrowIfAny(object closure, MethodInfo method)
    {
        if (!IsEmpty(closure.GetType()))
        {
            var names = new List<(string Name, Type Type)>();
            Collect(closure.GetType(), closure, names, 0);
            throw Refuse(method, names);
        }
    }

    internal static CapturedStateException OfThis(MethodInfo method) =>
        new($"{Subject(method)} uses 'this', the {Refusal.Name(method.DeclaringType!)} it stands in, which lives in this process. {Advice("") }");

    private static CapturedStateException Refuse(MethodInfo method, List<(string Name, Type Type)> captured)
    {
        string names = string.Join(", ", captured.ConvertAll(c => $"'{c.Name}'"));
        string parameters = string.Join(", ", captured.FindAll(c => c.Name != "this").ConvertAll(c => $"{Refusal.Name(c.Type)} {c.Name}"));
        return new CapturedStateException(
            $"{Subject(method)} captures {names}; another process does not have {(captured.Count == 1 ? "it" : "them")}. (A lambda carries all captured variables of its block, also those only others use.) {Advice(parameters)}");
    }

    private static string Subject(MethodInfo method)
    {
        string? name = TargetNames.Of(method);
        if (name is not null)
        {
            return $"The local function {name}";
        }

        int end = method.Name.IndexOf('>', StringComparison.Ordinal);
        string owner = end > 1 ? method.Name[1..end] : "";
        return owner.Length == 0 ? "The lambda" : $"The lambda in {owner.Trim('<', '>').Replace('$', ' ').Trim()}";
    }

    private static string Advice(string parameters) => parameters.Length == 0
        ? "Make the target static and pass what it needs as arguments."
        : $"Make them parameters, static ({parameters}) => …, and pass the values as arguments; or call a static method in an expression: Call(() => Method({parameters})), without the types.";

    private static void Collect(Type closure, object? instance, List<(string Name, Type Type)> names, int depth)
    {
        foreach (FieldInfo field in closure.GetFields(Fields))
        {
            if (IsClosure(field.FieldType) && depth < 16)
            {
                // The closure of an outer block.
                Collect(field.FieldType, instance is null ? null : field.GetValue(instance), names, depth + 1);
            }
            else if (!field.Name.StartsWith("<>9", StringComparison.Ordinal))
            {
                names.Add((NameOf(field), field.FieldType));
            }
        }
    }

    private static string NameOf(FieldInfo field)
    {
        string name = field.Name;
        int end = name.IndexOf('>', StringComparison.Ordinal);
        return name.StartsWith("<>4__this", StringComparison.Ordinal) ? "this"
            : name.StartsWith('<') && end > 1 ? name[1..end]
            : name;
    }
}
