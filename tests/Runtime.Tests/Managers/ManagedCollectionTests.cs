using ConcurrencyAnalyzers.Runtime;
using Xunit;

namespace Runtime.Tests.ManagerTests;

/// <summary>Dictionaries, lists and namespaces of this process, used here and by a child.</summary>
public sealed class ManagedCollectionTests(Children children) : IClassFixture<Children>, IDisposable
{
    private readonly SharedManager _manager = SharedManager.Start();

    private ProcessPool Child => children.Pool;

    public void Dispose() => _manager.Dispose();

    [Theory, Trait("Row", "211")]
    [InlineData(false)]
    [InlineData(true)]
    public void A_managed_list_behaves_as_a_list(bool isElsewhere)
    {
        ManagedList<int> list = _manager.List<int>();
        Assert.Equal("0 1 2 3 4 5 6 7 8 9|4|9|2 3|11|5|-1|True|False|10|ArgumentOutOfRangeException|ArgumentOutOfRangeException",
            isElsewhere ? Child.Apply(UseList, list) : UseList(list));
        Assert.Equal([100, 0, 1, 2, 3, 4, 6, 7, 8, 9], list);
        list.Clear();
        Assert.Empty(list);
    }

    [Theory, Trait("Row", "211")]
    [InlineData(false)]
    [InlineData(true)]
    public void A_managed_dictionary_behaves_as_a_dictionary(bool isElsewhere)
    {
        ManagedDictionary<int, string> dictionary = _manager.Dictionary<int, string>();
        Assert.Equal("65=A 66=B 67=C|B|-|True False|C|2|A|new|65 66 68|KeyNotFoundException|False True",
            isElsewhere ? Child.Apply(UseDictionary, dictionary) : UseDictionary(dictionary));
        Assert.Equal([65, 66, 68], dictionary.Keys.Order());
        Assert.Equal(["A", "B", "new"], dictionary.Values.Order(StringComparer.Ordinal));
        dictionary.Clear();
        Assert.Equal(0, dictionary.Count);
    }

    [Fact, Trait("Row", "211")]
    public void Enumerating_goes_over_a_snapshot()
    {
        ManagedList<int> list = _manager.List<int>();
        list.AddRange([1, 2, 3]);
        foreach (int item in list)
        {
            list.Add(item + 10);
        }

        Assert.Equal([1, 2, 3, 11, 12, 13], list);
        ManagedDictionary<string, int> dictionary = _manager.Dictionary<string, int>();
        dictionary["a"] = 1;
        foreach ((string key, int value) in dictionary)
        {
            dictionary[key + "b"] = value;
        }

        Assert.Equal(2, dictionary.Count);
    }

    [Fact, Trait("Row", "212")]
    public void Lists_and_dictionaries_nest_and_inner_changes_are_seen()
    {
        ManagedList<ManagedList<int>> outer = _manager.List<ManagedList<int>>();
        ManagedList<int> inner = _manager.List<int>();
        outer.Add(inner);
        inner.Add(5);
        Assert.Equal(5, outer[0][0]);
        Assert.Equal(2, Child.Apply(static (ManagedList<ManagedList<int>> all) =>
        {
            all[0].Add(6);
            return all[0].Count;
        }, outer));
        Assert.Equal([5, 6], inner);
        Assert.True(outer.Contains(inner));

        ManagedDictionary<string, ManagedDictionary<string, int>> pets = _manager.Dictionary<string, ManagedDictionary<string, int>>();
        pets["dogs"] = _manager.Dictionary<string, int>();
        pets["dogs"]["rex"] = 1;
        Assert.Equal(2, Child.Apply(static (ManagedDictionary<string, ManagedDictionary<string, int>> all) => all["dogs"].Update("rex", n => n + 1), pets));
        Assert.Equal(2, pets["dogs"]["rex"]);
    }

    [Fact, Trait("Row", "213")]
    public void A_namespace_has_names_that_are_set_and_removed()
    {
        ManagedNamespace space = _manager.Namespace();
        space["name"] = "Bob";
        space.Set("age", 41);
        Assert.Equal("Bob 42 True", Child.Apply(static (ManagedNamespace remote) =>
        {
            string text = $"{remote.Get<string>("name")} {remote.Update<int>("age", age => age + 1)} {remote.Contains("age")}";
            remote["job"] = "builder";
            remote.Remove("name");
            return text;
        }, space));
        Assert.Equal(42, space["age"]);
        Assert.Equal(["age", "job"], space.Names.Order(StringComparer.Ordinal));
        Assert.Throws<KeyNotFoundException>(() => space["name"]);
        Assert.Throws<InvalidCastException>(() => space.Get<int>("job"));
        Assert.False(space.TryGet("name", out string? _));
        Assert.False(space.Remove("name"));
        space["nothing"] = null;
        Assert.Null(space.Get<string>("nothing"));
        Assert.Throws<InvalidCastException>(() => space.Get<int>("nothing"));
        Assert.ThrowsAny<NotSerializableException>(() => space["bad"] = new Thread(() => { }));
        Assert.False(space.Contains("bad"));
    }

    [Fact, Trait("Row", "214")]
    public void A_queue_in_a_list_in_a_manager_is_the_same_queue()
    {
        ManagedList<ManagedQueue<string>> list = _manager.List<ManagedQueue<string>>();
        list.Add(_manager.Queue<string>());
        list[0].Put("here");
        Assert.Equal("here", Child.Apply(static (ManagedList<ManagedQueue<string>> all) =>
        {
            all[0].Put("there");
            return all[0].Get();
        }, list));
        Assert.Equal("there", list[0].Get());
    }

    [Fact]
    public void An_update_loses_no_change_of_anybody()
    {
        ManagedDictionary<string, int> counts = _manager.Dictionary<string, int>();
        ManagedList<int> list = _manager.List<int>();
        list.Add(0);
        ManagedValue<int> value = _manager.Value(0);
        PendingResult<int> other = Child.ApplyAsync(Count, counts, list, value);
        Wait.Background[] threads = Wait.Start(2, _ => Count(counts, list, value));
        threads.JoinAll();
        Assert.Equal(300, other.Get(Wait.Limit));
        Assert.Equal(900, counts["n"]);
        Assert.Equal(900, list[0]);
        Assert.Equal(900, value.Value);
    }

    [Fact]
    public void What_cannot_cross_changes_nothing()
    {
        ManagedDictionary<string, object> dictionary = _manager.Dictionary<string, object>();
        dictionary["a"] = 1;
        Assert.ThrowsAny<NotSerializableException>(() => dictionary["a"] = new MemoryStream());
        Assert.ThrowsAny<NotSerializableException>(() => dictionary.TryAdd("b", new MemoryStream()));
        Assert.Equal(1, dictionary["a"]);
        Assert.Equal(1, dictionary.Count);
    }

    private static string UseList(ManagedList<int> list)
    {
        list.AddRange(Enumerable.Range(0, 10));
        string all = string.Join(' ', list), fourth = $"{list[4]}", last = $"{list[-1]}", slice = string.Join(' ', list.ToArray()[2..4]);
        list.Insert(0, 100);
        string count = $"{list.Count}", found = $"{list.IndexOf(4)}", missing = $"{list.IndexOf(1000)}";
        string removed = $"{list.Remove(5)}|{list.Remove(5)}";
        return string.Join('|', all, fourth, last, slice, count, found, missing, removed, $"{list.Count}", Thrown(() => list[10]), Thrown(() => list.RemoveAt(-11)));
    }

    private static string UseDictionary(ManagedDictionary<int, string> dictionary)
    {
        for (int i = 65; i < 68; i++)
        {
            dictionary[i] = $"{(char)i}";
        }

        string all = string.Join(' ', dictionary.OrderBy(one => one.Key).Select(one => $"{one.Key}={one.Value}"));
        string read = dictionary[66], missing = dictionary.TryGetValue(1, out string? none) ? none : "-";
        string keys = $"{dictionary.ContainsKey(65)} {dictionary.ContainsKey(1)}";
        string removed = dictionary.TryRemove(67, out string? value) ? value : "?";
        string count = $"{dictionary.Count}", kept = dictionary.GetOrAdd(65, "other"), added = dictionary.GetOrAdd(68, "new");
        string left = string.Join(' ', dictionary.Keys.Order());
        return string.Join('|', all, read, missing, keys, removed, count, kept, added, left, Thrown(() => dictionary[1]), $"{dictionary.TryAdd(65, "x")} {!dictionary.TryRemove(1)}");
    }

    private static string Thrown(Func<object> call)
    {
        try
        {
            return $"{call()}";
        }
        catch (Exception exception)
        {
            return exception.GetType().Name;
        }
    }

    private static int Count(ManagedDictionary<string, int> counts, ManagedList<int> list, ManagedValue<int> value)
    {
        for (int i = 0; i < 300; i++)
        {
            counts.AddOrUpdate("n", 1, n => n + 1);
            list.Update(0, n => n + 1);
            value.Update(n => n + 1);
        }

        return 300;
    }
}
