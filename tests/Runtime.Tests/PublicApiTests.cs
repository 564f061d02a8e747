using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text;
using ConcurrencyAnalyzers.Runtime;
using Xunit;

namespace Runtime.Tests;

/// <summary>The public surface is written down: whoever changes it changes the file, too, and sees what breaks.</summary>
public class PublicApiTests
{
    [Fact]
    public void The_public_api_is_the_approved_one()
    {
        string actual = Describe(typeof(WorkerThread).Assembly);
        string file = Path.Combine(AppContext.BaseDirectory, "PublicApi.approved.txt");
        string approved = File.Exists(file) ? File.ReadAllText(file).ReplaceLineEndings("\n") : "";
        if (actual != approved)
        {
            File.WriteAllText(Path.Combine(AppContext.BaseDirectory, "PublicApi.received.txt"), actual);
        }

        Assert.True(
            actual == approved,
            "The public API differs; if that is wanted, copy PublicApi.received.txt from the test's folder over tests/Runtime.Tests/PublicApi.approved.txt. First difference: "
                + FirstDifference(actual, approved));
    }

    [Fact]
    public void No_name_is_that_of_a_public_type_of_the_framework()
    {
        string framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        string web = framework.Replace("Microsoft.NETCore.App", "Microsoft.AspNetCore.App", StringComparison.Ordinal);
        string[] folders = [.. new[] { framework, web }.Where(Directory.Exists)];
        HashSet<string> taken = [.. folders.SelectMany(folder => Directory.GetFiles(folder, "*.dll")).SelectMany(PublicNames)];
        Assert.Contains("SemaphoreSlim", taken);
        Assert.All(typeof(WorkerThread).Assembly.GetExportedTypes().Where(t => !t.IsNested), t => Assert.DoesNotContain(t.Name, taken));
    }

    private static string[] PublicNames(string file)
    {
        using var image = new PEReader(File.OpenRead(file));
        if (!image.HasMetadata)
        {
            return [];
        }

        MetadataReader reader = image.GetMetadataReader();
        return
        [
            .. from handle in reader.TypeDefinitions
               let type = reader.GetTypeDefinition(handle)
               where (type.Attributes & TypeAttributes.VisibilityMask) == TypeAttributes.Public
               select reader.GetString(type.Name),
        ];
    }

    private static string FirstDifference(string actual, string approved)
    {
        string[] left = actual.Split('\n'), right = approved.Split('\n');
        int line = Enumerable.Range(0, left.Length).FirstOrDefault(i => i >= right.Length || left[i] != right[i]);
        return left[line];
    }

    private static string Describe(Assembly assembly)
    {
        var text = new StringBuilder();
        foreach (Type type in assembly.GetExportedTypes().OrderBy(t => t.FullName, StringComparer.Ordinal))
        {
            text.Append(Kind(type)).Append(' ').Append(NameOf(type));
            Type[] bases = [.. new[] { type.BaseType! }.Where(b => b is not null && b != typeof(object) && b != typeof(ValueType) && b != typeof(Enum)), .. type.GetInterfaces().Where(i => i.IsPublic && !type.IsEnum)];
            text.Append(bases.Length == 0 ? "" : " : " + string.Join(", ", bases.Select(NameOf))).Append('\n');
            foreach (string member in Members(type).Order(StringComparer.Ordinal))
            {
                text.Append("    ").Append(member).Append('\n');
            }
        }

        return text.ToString();
    }

    private static IEnumerable<string> Members(Type type)
    {
        const BindingFlags All = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
        foreach (ConstructorInfo constructor in type.GetConstructors(All).Where(c => !c.IsStatic && IsVisible(c)))
        {
            yield return $"{Access(constructor)}.ctor({Parameters(constructor)})";
        }

        foreach (MethodInfo method in type.GetMethods(All).Where(m => IsVisible(m) && (!m.IsSpecialName || m.Name.StartsWith("op_", StringComparison.Ordinal))))
        {
            string generic = method.IsGenericMethodDefinition ? $"<{string.Join(", ", method.GetGenericArguments().Select(a => a.Name))}>" : "";
            yield return $"{Access(method)}{(method.IsStatic ? "static " : "")}{Virtual(method)}{NameOf(method.ReturnType)} {method.Name}{generic}({Parameters(method)})";
        }

        foreach (PropertyInfo property in type.GetProperties(All))
        {
            MethodInfo[] accessors = [.. property.GetAccessors(nonPublic: true).Where(IsVisible)];
            if (accessors.Length > 0)
            {
                string names = string.Join(" ", accessors.Select(a => a.Name.StartsWith("get_", StringComparison.Ordinal) ? "get;" : "set;").Order(StringComparer.Ordinal));
                yield return $"{(accessors[0].IsStatic ? "static " : "")}{Virtual(accessors[0])}{NameOf(property.PropertyType)} {property.Name} {{ {names} }}";
            }
        }

        foreach (EventInfo e in type.GetEvents(All).Where(e => IsVisible(e.AddMethod!)))
        {
            yield return $"{(e.AddMethod!.IsStatic ? "static " : "")}event {NameOf(e.EventHandlerType!)} {e.Name}";
        }

        foreach (FieldInfo field in type.GetFields(All).Where(f => f.IsPublic && !f.IsSpecialName))
        {
            yield return $"{NameOf(field.FieldType)} {field.Name}";
        }
    }

    private static bool IsVisible(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    private static string Access(MethodBase method) => method.IsPublic ? "" : "protected ";

    private static string Virtual(MethodInfo method) =>
        !method.IsVirtual || method.IsFinal ? "" : method.GetBaseDefinition() == method ? "virtual " : "override ";

    private static string Kind(Type type) =>
        type.IsEnum ? "enum"
        : type.IsValueType ? type.IsByRefLike ? "ref struct" : "struct"
        : type.IsInterface ? "interface"
        : type.IsAbstract && type.IsSealed ? "static class"
        : type.IsAbstract ? "abstract class"
        : type.IsSealed ? "sealed class"
        : "class";

    private static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(p =>
        $"{(p.IsOut ? "out " : p.IsDefined(typeof(ParamArrayAttribute)) ? "params " : "")}{NameOf(p.ParameterType.IsByRef ? p.ParameterType.GetElementType()! : p.ParameterType)} {p.Name}{(p.HasDefaultValue ? " = " + (p.DefaultValue ?? "default") : "")}"));

    private static string NameOf(Type type)
    {
        if (type.IsArray)
        {
            return NameOf(type.GetElementType()!) + "[]";
        }

        string name = type.IsNested && !type.IsGenericParameter ? NameOf(type.DeclaringType!) + "." + type.Name : type.Name;
        int tick = name.IndexOf('`', StringComparison.Ordinal);
        return tick < 0 ? name : $"{name[..tick]}<{string.Join(", ", type.GetGenericArguments().Select(NameOf))}>";
    }
}
