using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json.Serialization;

namespace ConcurrencyAnalyzers.Runtime.Internal;

/// <summary>Which members of a type JSON writes and brings back.</summary>
[RequiresUnreferencedCode(WireCodec.TrimMessage)]
internal sealed class RoundTrip
{
    private const BindingFlags All = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    private readonly Type _type;
    private readonly bool _includeFields;
    private readonly ConstructorInfo? _constructor;
    private readonly PropertyInfo[] _properties;

    internal RoundTrip(Type type, bool includeFields)
    {
        _type = type;
        _includeFields = includeFields;
        _constructor = FindConstructor(type);
        _properties = type.GetProperties(All);
    }

    internal void ThrowIfNotConstructible(string path)
    {
        if (_constructor is null && !_type.IsValueType)
        {
            throw Refusal.Because(
                path, _type, $"has no constructor that fits its members: give it a public parameterless one, mark one with [JsonConstructor], or implement IWireSerializable<{Refusal.Name(_type)}>");
        }
    }

    /// <summary>The member through which a field is written: the property whose value it keeps, or the field itself.</summary>
    internal MemberInfo MemberOf(FieldInfo field)
    {
        string name = field.Name;
        if (name.StartsWith('<') && name.IndexOf('>', StringComparison.Ordinal) is > 1 and int end)
        {
            // "<Name>k__BackingField" of a property, "<Name>i__Field" of an anonymous type, "<name>P" of a captured parameter.
            name = name[1..end];
        }
        else if (field.IsPublic)
        {
            return field;
        }

        string plain = name.StartsWith("m_", StringComparison.Ordinal) || name.StartsWith("s_", StringComparison.Ordinal) ? name[2..] : name.TrimStart('_');
        PropertyInfo? property = Array.Find(_properties, p =>
            string.Equals(p.Name, plain, StringComparison.OrdinalIgnoreCase) && p.PropertyType == field.FieldType && p.GetIndexParameters().Length == 0);
        return (MemberInfo?)property ?? field;
    }

    /// <summary>The user says that it need not arrive.</summary>
    internal static bool IsLeftOut(FieldInfo field, MemberInfo member) =>
        field.IsDefined(typeof(NonSerializedAttribute), inherit: false)
        || member.GetCustomAttribute<JsonIgnoreAttribute>() is { Condition: JsonIgnoreCondition.Always };

    internal void ThrowIfLost(FieldInfo field, MemberInfo member, string path)
    {
        if (member is PropertyInfo property ? IsKept(property) : IsKept(field))
        {
            return;
        }

        string what = member is PropertyInfo ? "is a property without a public setter or a constructor parameter of its name" : field.IsPublic ? "is a read-only field" : "is a private field";
        throw new NotSerializableException(
            $"'{path}' {what}; it would be lost on the way. Make it a public property with set or init or a parameter of the constructor, add [JsonInclude], implement IWireSerializable<{Refusal.Name(_type)}>, or say that it may be lost: [JsonIgnore] on a property, [NonSerialized] on a field.");
    }

    private bool IsKept(PropertyInfo property)
    {
        bool isIncluded = property.IsDefined(typeof(JsonIncludeAttribute));
        bool isRead = property.GetMethod is { } getter && (getter.IsPublic || isIncluded);
        bool isWritten = property.SetMethod is { } setter && (setter.IsPublic || isIncluded);
        return isRead && (isWritten || IsParameter(property.Name, property.PropertyType));
    }

    private bool IsKept(FieldInfo field)
    {
        bool isWritten = (field.IsPublic && _includeFields) || field.IsDefined(typeof(JsonIncludeAttribute));
        return isWritten && (!field.IsInitOnly || IsParameter(field.Name, field.FieldType));
    }

    private bool IsParameter(string name, Type type) => _constructor is not null && Array.Exists(
        _constructor.GetParameters(), p => p.ParameterType == type && string.Equals(p.Name, name, StringComparison.OrdinalIgnoreCase));

    /// <summary>The constructor JSON uses: the marked one, else the public parameterless one, else the only public one.</summary>
    private static ConstructorInfo? FindConstructor(Type type)
    {
        ConstructorInfo[] all = type.GetConstructors(All);
        ConstructorInfo[] open = Array.FindAll(all, c => c.IsPublic);
        return Array.Find(all, c => c.IsDefined(typeof(JsonConstructorAttribute)))
            ?? Array.Find(open, c => c.GetParameters().Length == 0)
            ?? (open.Length == 1 && !type.IsValueType ? open[0] : null);
    }
}
