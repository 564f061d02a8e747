using ConcurrencyAnalyzers.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Rules.Threads;

/// <summary>Operations that make a thread, a process or a timer which does not run before it is started.</summary>
internal static class Births
{
    public static bool IsUnstarted(IOperation birth, ConcurrencyModel model) => birth switch
    {
        IObjectCreationOperation { Constructor: { } constructor } creation =>
            model.EffectOf(constructor) is { } effect && IsUnstarted(effect, creation) && IsPlain(creation.Type, effect.Type),
        IInvocationOperation call => model.EffectOf(call) is { Effect: Effect.Create } effect && IsOfKind(effect.Type.Kind),
        _ => false,
    };

    /// <summary>What to call the new object: the variable it is put into, or its type.</summary>
    public static object NameOf(IOperation birth) => birth.Syntax.Parent switch
    {
        EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax variable } => variable.Identifier.ValueText,
        AssignmentExpressionSyntax { Left: { Span.Length: <= 40 } left } => left,
        _ => birth.Type?.Name ?? "",
    };

    /// <summary>The type in <c>new Thread(…)</c>, the name of a factory method.</summary>
    public static Location SpanOf(IOperation birth) => birth.Syntax switch
    {
        ObjectCreationExpressionSyntax creation => creation.Type.GetLocation(),
        ImplicitObjectCreationExpressionSyntax creation => creation.NewKeyword.GetLocation(),
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access } => access.Name.GetLocation(),
        var other => other.GetLocation(),
    };

    public static bool IsOfKind(PrimitiveKind kind) => kind is PrimitiveKind.Thread or PrimitiveKind.Process or PrimitiveKind.Timer;

    /// <summary>The settings of a process leave it: they may start another one.</summary>
    public static bool HandsOutSettings(IPropertyReferenceOperation property, ConcurrencyModel model) =>
        model.KindOf(property.Type) == PrimitiveKind.Options
        && property.Instance is { } instance
        && model.KindOf(instance.Type) == PrimitiveKind.Process
        && property.Parent is not IMemberReferenceOperation
        && !(property.Parent is ISimpleAssignmentOperation assignment && assignment.Target == property)
        && !(property.Parent is IInvocationOperation call && call.Instance == property);

    private static bool IsUnstarted(MemberEffect effect, IObjectCreationOperation creation) =>
        IsOfKind(effect.Type.Kind)
        && (effect.Effect == Effect.Create || (effect.Effect == Effect.CreateStarted && effect.Type.Kind == PrimitiveKind.Timer && HasInfiniteDelay(effect, creation)));

    private static bool HasInfiniteDelay(MemberEffect effect, IObjectCreationOperation creation)
    {
        var delay = creation.Arguments.FirstOrDefault(argument => argument.Parameter?.Ordinal == effect.TimeoutParameter)?.Value;
        while (delay is IConversionOperation conversion)
        {
            delay = conversion.Operand;
        }

        return delay is { ConstantValue: { HasValue: true, Value: -1 or -1L or uint.MaxValue } } or IFieldReferenceOperation { Field.Name: "InfiniteTimeSpan" };
    }

    /// <summary>A constructor of the user's may start the object that it makes.</summary>
    private static bool IsPlain(ITypeSymbol? type, PrimitiveType primitive)
    {
        for (var current = type as INamedTypeSymbol; current is not null; current = current.BaseType)
        {
            if (current.MetadataName == primitive.MetadataName.Substring(primitive.MetadataName.LastIndexOf('.') + 1))
            {
                return true;
            }

            if (current.InstanceConstructors.Any(static constructor => !constructor.IsImplicitlyDeclared))
            {
                return false;
            }
        }

        return false;
    }
}
