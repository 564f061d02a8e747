using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace ConcurrencyAnalyzers.Runtime.Hosting;

/// <summary>
/// The state that a subclass of <see cref="WorkerProcess"/> declares: its instance fields, those behind properties and
/// primary constructor parameters included. The child's copy gets them without running a constructor, as in Python.
/// </summary>
[RequiresUnreferencedCode(TargetId.TrimMessage)]
[RequiresDynamicCode(TargetId.TrimMessage)]
internal static class ProcessState
{
    private const BindingFlags Declared =
        BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    internal static void Write(WireWriter writer, WorkerProcess process)
    {
        Type type = process.GetType();
        TypeIdentity.Write(writer, type);
        foreach (FieldInfo field in FieldsOf(type))
        {
            WriteField(writer, process, field);
        }
    }

    internal static WorkerProcess Read(WireReader reader)
    {
        Type type = TypeIdentity.Read(reader, TargetPolicy.Current);
        if (!typeof(WorkerProcess).IsAssignableFrom(type) || type.IsAbstract)
        {
            throw new WireFormatException($"{type.Name} is no class of processes.");
        }

        var process = (WorkerProcess)RuntimeHelpers.GetUninitializedObject(type);
        foreach (FieldInfo field in FieldsOf(type))
        {
            field.SetValue(process, WireCodec.Read(reader, field.FieldType));
        }

        return process;
    }

    private static IEnumerable<FieldInfo> FieldsOf(Type type)
    {
        for (Type current = type; current != typeof(WorkerProcess); current = current.BaseType!)
        {
            foreach (FieldInfo field in current.GetFields(Declared))
            {
                if (!field.IsDefined(typeof(NonSerializedAttribute), inherit: false))
                {
                    yield return field;
                }
            }
        }
    }

    private static void WriteField(WireWriter writer, WorkerProcess process, FieldInfo field)
    {
        try
        {
            WireCodec.EnsureSupported(field.FieldType, $"{process.GetType().Name}.{NameOf(field)}");
            WireCodec.Write(writer, field.FieldType, field.GetValue(process));
        }
        catch (NotSerializableException exception)
        {
            throw new ArgumentNotSerializableException(
                $"The state of a process crosses with it, but {process.GetType().Name}.{NameOf(field)} cannot: {exception.Message} "
                + "Mark a field that the child does not need with [NonSerialized] ([field: NonSerialized] on a property).",
                exception);
        }
    }

    /// <summary>The name the user wrote: of the property behind &lt;Name&gt;k__BackingField, of the parameter behind &lt;name&gt;P.</summary>
    private static string NameOf(FieldInfo field)
    {
        int end = field.Name.IndexOf('>', StringComparison.Ordinal);
        return field.Name.StartsWith('<') && end > 1 ? field.Name[1..end] : field.Name;
    }
}
