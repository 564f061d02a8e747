using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json.Serialization;

namespace ConcurrencyAnalyzers.Runtime.Internal;

/// <summary>
/// Goes through a type's fields before its first value is sent and refuses what JSON would drop: an object that arrives
/// half empty is worse than one that does not leave.
/// </summary>
[RequiresUnreferencedCode(WireCodec.TrimMessage)]
[RequiresDynamicCode(WireCodec.TrimMessage)]
internal sealed class StateInspector
{
    private const BindingFlags Own = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    private readonly bool _includeFields;
    private readonly HashSet<Type> _seen = [];

    private StateInspector(bool includeFields) => _includeFields = includeFields;

    internal static void ThrowIfLossy(Type type, string path, bool includeFields) => new StateInspector(includeFields).InspectState(type, path);

    private void InspectMember(Type type, string path)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        Refusal.ThrowIfNoValue(type, path);
        if (WireJsonConverterFactory.IsBetterOnTheWire(type))
        {
            InspectOnTheWire(type, path);
            return;
        }

        Refusal.ThrowIfBoundToProcess(type, path);
        if (JsonLeaf.Is(type))
        {
            return;
        }

        if (JsonLeaf.Parts(type) is { } parts)
        {
            Array.ForEach(parts, part => InspectMember(part, path + "[]"));
        }
        else if (type.IsArray)
        {
            throw Refusal.Because(path, type, "has several dimensions: use a jagged array, or a flat one and its width");
        }
        else
        {
            InspectState(type, path);
        }
    }

    /// <summary>These are written by the codec; what they hold may lead back here and is then known already.</summary>
    private void InspectOnTheWire(Type type, string path)
    {
        if (!_seen.Add(type))
        {
            return;
        }

        if (type is { IsGenericType: true, Namespace: not null } && Framework.IsPartOf(type.Assembly))
        {
            Array.ForEach(type.GenericTypeArguments, part => InspectMember(part, path + "[]"));
        }
        else if (!type.IsAbstract)
        {
            FormatterFactory.Get(type, path);
        }
    }

    private void InspectState(Type type, string path)
    {
        if (!_seen.Add(type) || IsExplicit(type))
        {
            return;
        }

        if (type.IsInterface || type.IsAbstract)
        {
            throw Refusal.Because(path, type, "may be anything: declare the class that is sent, or register the classes that may stand here with WireTypes.Register<T>(\"…\")");
        }

        if (type.IsAssignableTo(typeof(IEnumerable)))
        {
            throw Refusal.Because(path, type, $"is a collection of its own kind: use a List<T> or an array, or implement IWireSerializable<{Refusal.Name(type)}>");
        }

        if (Framework.IsPartOf(type.Assembly))
        {
            throw Refusal.Because(path, type, "does not cross to another process: pass what it is made of, and make it in the child");
        }

        Inspect(type, path);
    }

    private void Inspect(Type type, string path)
    {
        var members = new RoundTrip(type, _includeFields);
        members.ThrowIfNotConstructible(path);
        for (Type? current = type; current is not null && current != typeof(object) && current != typeof(ValueType); current = current.BaseType)
        {
            foreach (FieldInfo field in current.GetFields(Own))
            {
                InspectField(field, members, path);
            }
        }
    }

    private void InspectField(FieldInfo field, RoundTrip members, string path)
    {
        MemberInfo member = members.MemberOf(field);
        string memberPath = $"{path}.{(member == field ? field.Name.Trim('<', '>') : member.Name)}";
        if (RoundTrip.IsLeftOut(field, member))
        {
            return;
        }

        if (!HasConverter(member))
        {
            InspectMember(field.FieldType, memberPath);
        }

        members.ThrowIfLost(field, member, memberPath);
    }

    /// <summary>The user says how it is written.</summary>
    private static bool IsExplicit(Type type) => HasConverter(type) || JsonTypes.IsPolymorphic(type);

    private static bool HasConverter(MemberInfo member) => member.IsDefined(typeof(JsonConverterAttribute), inherit: false);
}
