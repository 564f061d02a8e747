using ConcurrencyAnalyzers.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Rules.Threads;

/// <summary>Which method of a type starts what it stands for, and which waits for the end.</summary>
internal static class LifeMethods
{
    /// <returns>Null where no method without arguments does it.</returns>
    public static string? Of(ITypeSymbol? type, Effect effect, ConcurrencyModel model)
    {
        for (var current = type; current is not null; current = current.BaseType)
        {
            // Of Start and UnsafeStart, the shorter name is the usual one.
            var name = current.GetMembers().OfType<IMethodSymbol>()
                .Where(method => method is { Parameters.IsEmpty: true, IsStatic: false, DeclaredAccessibility: Accessibility.Public }
                    && model.EffectOf(method) is { IsAsync: false } found && found.Effect == effect)
                .Select(static method => method.Name)
                .OrderBy(static name => name.Length)
                .FirstOrDefault();
            if (name is not null)
            {
                return name;
            }
        }

        return null;
    }

    /// <summary>The method that starts what the operation makes; null where the start has to hand over an argument.</summary>
    public static string? StartOf(IOperation birth, ConcurrencyModel model) =>
        birth is IObjectCreationOperation { Constructor: { } constructor } creation
        && model.EffectOf(constructor) is { BodyParameter: >= 0 } effect
        && effect.Type.Kind == PrimitiveKind.Thread
        && effect.BodyParameter < constructor.Parameters.Length
        && (creation.Constructor.Parameters[effect.BodyParameter].Type as INamedTypeSymbol)?.DelegateInvokeMethod is { Parameters.IsEmpty: false }
            ? null
            : Of(birth.Type, Effect.Start, model);
}
