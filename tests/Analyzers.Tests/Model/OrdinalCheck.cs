using ConcurrencyAnalyzers.Model;
using Microsoft.CodeAnalysis;

namespace Analyzers.Tests.Model;

/// <summary>Whether the ordinals of a row name parameters that can be what the row says they are.</summary>
internal static class OrdinalCheck
{
    public static IEnumerable<string> Problems(MemberEffect row, ISymbol member, bool isWrite)
    {
        var types = RowMembers.ParametersOf(member, isWrite);
        var expectations = new List<(string Option, int Ordinal, Func<ITypeSymbol, bool> Fits)>
        {
            ("key", row.KeyParameter, static type => type.IsReferenceType || type.TypeKind is TypeKind.TypeParameter or TypeKind.Struct),
            ("other", row.OtherParameter, static type => type.IsReferenceType),
            ("timeout", row.TimeoutParameter, IsTime),
            ("blocking", row.BlockingParameter, IsBool),
            ("taken", row.TakenParameter, IsBool),
            ("initially", row.InitialParameter, IsBool),
            ("count", row.CountParameter, IsInt),
            ("max", row.MaximumParameter, IsInt),
            ("recursion", row.RecursionParameter, static type => IsBool(type) || type.TypeKind == TypeKind.Enum),
            ("scope", row.ScopeParameter, static type => type.TypeKind == TypeKind.Struct),
        };
        expectations.AddRange(row.BodyParameters.Select(static ordinal => ("body", ordinal, (Func<ITypeSymbol, bool>)IsDelegate)));
        expectations.AddRange(row.CallbackParameters.Select(static ordinal => ("callback", ordinal, (Func<ITypeSymbol, bool>)IsDelegate)));
        foreach (var (option, ordinal, fits) in expectations.Where(static expectation => expectation.Ordinal != MemberEffect.Absent))
        {
            if (ordinal >= types.Count)
            {
                yield return $"{option}={ordinal} is out of range";
            }
            else if (!fits(types[ordinal]))
            {
                yield return $"{option}={ordinal} is a {types[ordinal].ToDisplayString()}";
            }
        }

        if (row.TakenParameter != MemberEffect.Absent && RefKindOf(member, row.TakenParameter) != RefKind.Ref)
        {
            yield return $"taken={row.TakenParameter} is not passed by ref";
        }

        if (row.ScopeParameter != MemberEffect.Absent && RefKindOf(member, row.ScopeParameter) != RefKind.Out)
        {
            yield return $"scope={row.ScopeParameter} is no out parameter";
        }

        if (row.IsAsync && !IsTaskLike(member))
        {
            yield return "async, but it returns nothing to await";
        }

        if (row.ReturnsScope && member is IMethodSymbol { ReturnType: var scope } && !IsScope(scope))
        {
            yield return $"scope, but it returns {scope.ToDisplayString()}";
        }
    }

    /// <summary>The delegate parameters that the row says nothing of.</summary>
    public static IEnumerable<int> UnnamedDelegates(MemberEffect row, ISymbol member, bool isWrite) =>
        RowMembers.ParametersOf(member, isWrite)
            .Select(static (type, ordinal) => (type, ordinal))
            .Where(static parameter => IsDelegate(parameter.type))
            .Select(static parameter => parameter.ordinal)
            .Except(row.BodyParameters)
            .Except(row.CallbackParameters);

    private static bool IsDelegate(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol array => IsDelegate(array.ElementType),
        { TypeKind: TypeKind.Delegate } or { SpecialType: SpecialType.System_Delegate } => true,
        INamedTypeSymbol { Name: "ReadOnlySpan" or "Expression" } span => IsDelegate(span.TypeArguments[0]),
        _ => false,
    };

    private static bool IsTime(ITypeSymbol type) =>
        Unwrap(type) is { SpecialType: SpecialType.System_Int32 or SpecialType.System_Int64 or SpecialType.System_UInt32 } or { Name: nameof(TimeSpan) };

    private static bool IsBool(ITypeSymbol type) => type.SpecialType == SpecialType.System_Boolean;

    private static bool IsInt(ITypeSymbol type) => type.SpecialType == SpecialType.System_Int32;

    private static ITypeSymbol Unwrap(ITypeSymbol type) =>
        type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable ? nullable.TypeArguments[0] : type;

    private static RefKind RefKindOf(ISymbol member, int ordinal) =>
        member is IMethodSymbol method && ordinal < method.Parameters.Length ? method.Parameters[ordinal].RefKind : RefKind.None;

    private static bool IsTaskLike(ISymbol member)
    {
        var type = member is IMethodSymbol method ? method.ReturnType : ((IPropertySymbol)member).Type;
        return type.Name is nameof(Task) or nameof(ValueTask) or "IAsyncEnumerable";
    }

    private static bool IsScope(ITypeSymbol type) =>
        (type is INamedTypeSymbol { Name: nameof(Task) or nameof(ValueTask), TypeArguments: [var result] } ? result : type)
            .GetMembers(nameof(IDisposable.Dispose)).Length > 0;
}
