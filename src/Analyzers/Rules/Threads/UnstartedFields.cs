using ConcurrencyAnalyzers.Flow;
using ConcurrencyAnalyzers.Model;
using ConcurrencyAnalyzers.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Rules.Threads;

/// <summary>What the private fields of a type hold that no code of the type starts or hands out.</summary>
internal static class UnstartedFields
{
    public static IEnumerable<IOperation> In(TypeFacts type)
    {
        var births = new Dictionary<IFieldSymbol, List<IOperation>>(SymbolEqualityComparer.Default);
        var others = new HashSet<IFieldSymbol>(SymbolEqualityComparer.Default);
        var candidates = type.Symbol.FieldsOfAll().Where(field => IsCandidate(field, type.Model)).ToList();
        var bodies = type.Bodies.Where(body => candidates.Exists(field => body.Mentions(field) || SymbolEqualityComparer.Default.Equals(body.Owner, field)));
        foreach (var operation in bodies.SelectMany(static body => BodyOperations.Evaluation(body.Root)))
        {
            if (operation is IFieldInitializerOperation initializer)
            {
                foreach (var field in initializer.InitializedFields.Where(field => IsCandidate(field, type.Model)))
                {
                    Note(field, initializer.Value);
                }
            }
            else if (operation is IFieldReferenceOperation { Field: var field } reference && IsCandidate(field, type.Model))
            {
                var use = Around(reference);
                if (use is ISimpleAssignmentOperation { Parent: IExpressionStatementOperation } assignment && Without(assignment.Target) == reference)
                {
                    Note(field, assignment.Value);
                }
                else if (!IsHarmless(reference, use, type.Model))
                {
                    others.Add(field);
                }
            }
        }

        return births.Where(entry => !others.Contains(entry.Key)).SelectMany(static entry => entry.Value);

        void Note(IFieldSymbol field, IOperation value)
        {
            value = Without(value);
            if (Births.IsUnstarted(value, type.Model) && !IsStartedInInitializer(value, type.Model))
            {
                births[field] = births.TryGetValue(field, out var earlier) ? [.. earlier, value] : [value];
            }
            else if (value is not { ConstantValue: { HasValue: true, Value: null } })
            {
                others.Add(field);
            }
        }
    }

    private static bool IsCandidate(IFieldSymbol field, ConcurrencyModel model) =>
        field.DeclaredAccessibility == Accessibility.Private
        && Births.IsOfKind(model.KindOf(field.Type))
        && field.ContainingType.DeclaringSyntaxReferences.All(static part => !IsGenerated(part.SyntaxTree.FilePath));

    /// <summary>Generated parts of a type are not analysed; they may start what a field holds, as designers do.</summary>
    private static bool IsGenerated(string path) =>
        path.EndsWith(".g.cs", StringComparison.OrdinalIgnoreCase) || path.EndsWith(".g.i.cs", StringComparison.OrdinalIgnoreCase)
        || path.EndsWith(".designer.cs", StringComparison.OrdinalIgnoreCase) || path.EndsWith(".generated.cs", StringComparison.OrdinalIgnoreCase);

    private static bool IsHarmless(IOperation reference, IOperation? use, ConcurrencyModel model) => use switch
    {
        IInvocationOperation call => Without(call.Instance) == reference && model.EffectOf(call) is { ReturnsReceiver: false } effect && IsHarmless(effect.Effect),
        IPropertyReferenceOperation property => model.EffectOf(property.Property, property.Parent is IAssignmentOperation assignment && assignment.Target == property) is { ReturnsReceiver: false } effect && IsHarmless(effect.Effect) && !Births.HandsOutSettings(property, model),
        IEventReferenceOperation => true,
        IConditionalAccessOperation access => Without(access.Operation) == reference
            && access.WhenNotNull is IInvocationOperation or IPropertyReferenceOperation
            && access.WhenNotNull.ChildOperations.FirstOrDefault() is IConditionalAccessInstanceOperation instance
            && IsHarmless(instance, access.WhenNotNull, model),
        IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals } test =>
            test.LeftOperand.ConstantValue is { HasValue: true, Value: null } || test.RightOperand.ConstantValue is { HasValue: true, Value: null },
        IIsPatternOperation { Pattern: IConstantPatternOperation or INegatedPatternOperation } => true,
        INameOfOperation => true,
        _ => false,
    };

    private static bool IsHarmless(Effect effect) =>
        effect is Effect.None or Effect.Join or Effect.TryJoin or Effect.QueryAlive or Effect.Configure or Effect.Stop or Effect.Dispose or Effect.ReadResult or Effect.Subscribe;

    private static bool IsStartedInInitializer(IOperation birth, ConcurrencyModel model) =>
        birth is IObjectCreationOperation { Initializer: { } initializer }
        && initializer.Initializers.OfType<ISimpleAssignmentOperation>().Any(assignment =>
            assignment.Target is IPropertyReferenceOperation property && model.EffectOf(property.Property, isWrite: true) is { Effect: Effect.Start });

    /// <summary>What uses the value, conversions and parentheses left out.</summary>
    private static IOperation? Around(IOperation operation)
    {
        var around = operation.Parent;
        while (around is IConversionOperation or IParenthesizedOperation)
        {
            around = around.Parent;
        }

        return around;
    }

    private static IOperation Without(IOperation? operation)
    {
        while (operation is IConversionOperation or IParenthesizedOperation)
        {
            operation = operation.ChildOperations.First();
        }

        return operation!;
    }
}
