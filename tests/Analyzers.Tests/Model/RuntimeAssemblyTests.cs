#if RUNTIME // defined by the project file as soon as the solution has the Runtime
using ConcurrencyAnalyzers.Model;
using ConcurrencyAnalyzers.Runtime;
using Microsoft.CodeAnalysis;

namespace Analyzers.Tests.Model;

/// <summary>The table of our own primitives against the Runtime itself.</summary>
public sealed class RuntimeAssemblyTests
{
    private const string Namespace = "ConcurrencyAnalyzers.Runtime.";

    /// <summary>Listed from the design, but not yet part of the Runtime. A type leaves this list when it is built.</summary>
    private static readonly string[] NotYetBuilt =
    [
        "Future`1",
        "ProcessExecutor",
        "ThreadExecutor",
    ];

    private static readonly IReadOnlyList<PrimitiveType> Listed =
        [.. PrimitiveTable.BuiltIn.ByMetadataName.Values.Where(static type => type.IsRuntime)];

    private static readonly Lazy<Compilation> Runtime = new(static () => Frameworks.With(typeof(WorkerThread).Assembly.Location));

    [Fact]
    public void The_listed_types_exist_but_for_those_not_yet_built() =>
        Assert.Equal(
            NotYetBuilt.Select(static name => Namespace + name),
            new TableCheck(Runtime.Value, Listed, 10).MissingTypes().Order(StringComparer.Ordinal));

    [Fact]
    public void Every_public_type_of_the_Runtime_is_listed() =>
        TableCheck.AssertNone(typeof(WorkerThread).Assembly.GetExportedTypes()
            .Where(static type => !IsExempt(type))
            .Select(static type => type.FullName!)
            .Where(static name => !PrimitiveTable.BuiltIn.ByMetadataName.ContainsKey(name)));

    [Fact]
    public void Every_row_answers_for_a_member_and_hides_no_other_row() => TableCheck.AssertNone(Built().UnusedRows());

    [Fact]
    public void Every_public_member_has_a_row() => TableCheck.AssertNone(Built().MembersWithoutRow());

    [Fact]
    public void Every_overload_has_a_row() => TableCheck.AssertNone(Built().OverloadsWithoutRow());

    [Fact]
    public void Ordinals_name_parameters_of_a_fitting_type() => TableCheck.AssertNone(Built().OrdinalProblems());

    [Fact]
    public void Every_delegate_that_a_member_takes_is_a_body_or_a_callback() => TableCheck.AssertNone(Built().UnnamedDelegates());

    [Fact]
    public void Every_timeout_that_a_member_takes_is_named() => TableCheck.AssertNone(Built().UnnamedTimeouts());

    [Fact]
    public void Every_try_tells_whether_it_happened() => TableCheck.AssertNone(Built().TriesWithoutResult());

    [Fact]
    public void Traits_fit_the_types() => TableCheck.AssertNone(Built().TraitProblems());

    private static TableCheck Built() =>
        new(Runtime.Value, Listed.Where(static type => !NotYetBuilt.Contains(type.MetadataName.Substring(Namespace.Length))), 10);

    /// <summary>What carries data or describes code, and does nothing to a thread.</summary>
    private static bool IsExempt(Type type) =>
        typeof(Exception).IsAssignableFrom(type)
        || typeof(Attribute).IsAssignableFrom(type)
        || typeof(EventArgs).IsAssignableFrom(type)
        || typeof(Delegate).IsAssignableFrom(type)
        || type.IsEnum
        || type.Name.StartsWith("Wire", StringComparison.Ordinal)
        || type.Name.StartsWith("IWire", StringComparison.Ordinal)
        || type.Name is nameof(HostCommand) or nameof(WorkerHost) or nameof(PoolSnapshot) or nameof(TargetTable);
}
#endif
