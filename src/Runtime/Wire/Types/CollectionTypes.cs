using System.Collections.Immutable;
using System.Collections.ObjectModel;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace ConcurrencyAnalyzers.Runtime.Internal;

/// <summary>Which formatter a generic type of the framework has.</summary>
[RequiresUnreferencedCode(WireCodec.TrimMessage)]
[RequiresDynamicCode(WireCodec.TrimMessage)]
internal static class CollectionTypes
{
    internal static WireFormatter? Find(Type type, string path)
    {
        if (!type.IsGenericType || type.Namespace is not { } space || !space.StartsWith("System", StringComparison.Ordinal) || !Framework.IsPartOf(type.Assembly))
        {
            return null;
        }

        Type definition = type.GetGenericTypeDefinition();
        Type[] arguments = type.GenericTypeArguments;
        return FindTuple(type, definition, arguments, path)
            ?? (definition == typeof(IProgress<>) ? FormatterFactory.Make(typeof(ProgressFormatter<>), arguments) : null)
            ?? FindCollection(type, definition, arguments, path);
    }

    private static WireFormatter? FindTuple(Type type, Type definition, Type[] arguments, string path)
    {
        if (definition == typeof(KeyValuePair<,>))
        {
            return FormatterFactory.Make(typeof(PairFormatter<,>), arguments, Items(arguments, path));
        }

        if (!type.IsAssignableTo(typeof(ITuple)) || type.Namespace != "System")
        {
            return null;
        }

        object[] items = Items(arguments, path);
        return definition == typeof(ValueTuple<,>) ? FormatterFactory.Make(typeof(ValueTupleFormatter<,>), arguments, items)
            : definition == typeof(ValueTuple<,,>) ? FormatterFactory.Make(typeof(ValueTupleFormatter<,,>), arguments, items)
            : FormatterFactory.Make(typeof(TupleFormatter<>), [type], Array.ConvertAll(items, item => (WireFormatter)item), Members(type, arguments.Length), type.GetConstructor(arguments)!);
    }

    private static object[] Items(Type[] arguments, string path)
    {
        var items = new object[arguments.Length];
        for (int i = 0; i < items.Length; i++)
        {
            items[i] = FormatterFactory.Get(arguments[i], $"{path}.Item{i + 1}");
        }

        return items;
    }

    private static MemberInfo[] Members(Type type, int count)
    {
        var members = new MemberInfo[count];
        for (int i = 0; i < count; i++)
        {
            string name = i == 7 ? "Rest" : $"Item{i + 1}";
            members[i] = type.IsValueType ? type.GetField(name)! : type.GetProperty(name)!;
        }

        return members;
    }

    private static WireFormatter? FindCollection(Type type, Type definition, Type[] arguments, string path)
    {
        (Type Formatter, bool IsInterface)? found = FindCore(definition)
            ?? (type.Namespace == "System.Collections.Immutable" ? FindImmutable(definition) : null)
            ?? (type.Namespace == "System.Collections.Generic" ? FindOrdered(definition) : null);
        if (found is not { } entry)
        {
            return null;
        }

        Type element = arguments.Length == 2 ? typeof(KeyValuePair<,>).MakeGenericType(arguments) : arguments[0];
        Type[] all = entry.IsInterface ? [type, .. arguments] : arguments;
        return FormatterFactory.Make(entry.Formatter, all, FormatterFactory.Get(element, path + "[]"));
    }

    private static (Type Formatter, bool IsInterface)? FindCore(Type definition) =>
        definition == typeof(List<>) ? (typeof(ListFormatter<>), false)
        : definition == typeof(Dictionary<,>) ? (typeof(DictionaryFormatter<,>), false)
        : definition == typeof(HashSet<>) ? (typeof(HashSetFormatter<>), false)
        : definition == typeof(Queue<>) ? (typeof(QueueFormatter<>), false)
        : definition == typeof(ReadOnlyCollection<>) ? (typeof(ReadOnlyCollectionFormatter<>), false)
        : definition == typeof(ArraySegment<>) ? (typeof(ArraySegmentFormatter<>), false)
        : definition == typeof(Memory<>) ? (typeof(MemoryFormatter<>), false)
        : definition == typeof(ReadOnlyMemory<>) ? (typeof(ReadOnlyMemoryFormatter<>), false)
        : definition == typeof(IEnumerable<>) || definition == typeof(ICollection<>) || definition == typeof(IList<>)
            || definition == typeof(IReadOnlyCollection<>) || definition == typeof(IReadOnlyList<>) ? (typeof(ListInterfaceFormatter<,>), true)
        : definition == typeof(ISet<>) || definition == typeof(IReadOnlySet<>) ? (typeof(SetInterfaceFormatter<,>), true)
        : definition == typeof(IDictionary<,>) || definition == typeof(IReadOnlyDictionary<,>) ? (typeof(DictionaryInterfaceFormatter<,,>), true)
        : null;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static (Type Formatter, bool IsInterface)? FindOrdered(Type definition) =>
        definition == typeof(Stack<>) ? (typeof(StackFormatter<>), false)
        : definition == typeof(LinkedList<>) ? (typeof(LinkedListFormatter<>), false)
        : definition == typeof(SortedSet<>) ? (typeof(SortedSetFormatter<>), false)
        : definition == typeof(SortedDictionary<,>) ? (typeof(SortedDictionaryFormatter<,>), false)
        : definition == typeof(SortedList<,>) ? (typeof(SortedListFormatter<,>), false)
        : null;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static (Type Formatter, bool IsInterface)? FindImmutable(Type definition) =>
        definition == typeof(ImmutableArray<>) ? (typeof(ImmutableArrayFormatter<>), false)
        : definition == typeof(ImmutableList<>) ? (typeof(ImmutableListFormatter<>), false)
        : definition == typeof(ImmutableQueue<>) ? (typeof(ImmutableQueueFormatter<>), false)
        : definition == typeof(ImmutableStack<>) ? (typeof(ImmutableStackFormatter<>), false)
        : definition == typeof(ImmutableHashSet<>) ? (typeof(ImmutableHashSetFormatter<>), false)
        : definition == typeof(ImmutableSortedSet<>) ? (typeof(ImmutableSortedSetFormatter<>), false)
        : definition == typeof(ImmutableDictionary<,>) ? (typeof(ImmutableDictionaryFormatter<,>), false)
        : definition == typeof(ImmutableSortedDictionary<,>) ? (typeof(ImmutableSortedDictionaryFormatter<,>), false)
        : null;
}
