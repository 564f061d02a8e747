using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Flow.Locks;

/// <summary>What a type does with a field, property, local or parameter that it locks on.</summary>
internal sealed class LockUse(ISymbol symbol)
{
    public ISymbol Symbol { get; } = symbol;

    /// <summary>Everything that is ever put here.</summary>
    public List<IOperation> Values { get; } = [];

    /// <summary>Code that is not part of this type gets the lock handed.</summary>
    public bool Escapes { get; set; }

    public bool HasRelease { get; set; }

    /// <summary>Some code asks whether the lock is held, and may act on it.</summary>
    public bool HasQuery { get; set; }

    /// <summary>The bodies that dispose it: it will never be acquired again.</summary>
    public List<Body> Disposers { get; } = [];

    /// <summary>The bodies that release a hold which they did not acquire themselves.</summary>
    public List<Body> Releasers { get; } = [];

    /// <summary>Made by this type and never shown to other code: whoever releases it is in this type.</summary>
    public bool IsClosed =>
        !Escapes
        && Symbol is ILocalSymbol or { DeclaredAccessibility: Accessibility.Private, Kind: SymbolKind.Field or SymbolKind.Property }
        && Values.All(static value => CreationOf(value) is { } creation ? !IsNamed(creation) : IsEmpty(value))
        && (Values.Count > 0 || Symbol is IFieldSymbol { Type.IsValueType: true });

    /// <summary>The only object that is ever put here, if there is only one.</summary>
    public IObjectCreationOperation? OnlyCreation => Values.Count == 1 ? CreationOf(Values[0]) : null;

    private static IObjectCreationOperation? CreationOf(IOperation value)
    {
        while (value is IConversionOperation { OperatorMethod: null } conversion)
        {
            value = conversion.Operand;
        }

        return value as IObjectCreationOperation;
    }

    /// <summary>Other processes know it by its name.</summary>
    private static bool IsNamed(IObjectCreationOperation creation) => creation.Arguments.Any(static argument => argument.Parameter?.Type.SpecialType == SpecialType.System_String);

    /// <summary>Cleared, or a struct lock that begins free.</summary>
    private static bool IsEmpty(IOperation value) => value is IDefaultValueOperation || value.ConstantValue is { HasValue: true, Value: null };
}
