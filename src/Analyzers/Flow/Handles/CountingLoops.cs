using ConcurrencyAnalyzers.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Flow.Handles;

/// <summary>Finds the counting loops of a body.</summary>
internal sealed class CountingLoops
{
    private readonly Body body;
    private readonly Dictionary<IOperation, CountingLoop> byCondition = [];
    private readonly Dictionary<ILocalSymbol, CountingLoop> byIndex = new(SymbolEqualityComparer.Default);

    public CountingLoops(Body body)
    {
        this.body = body;
        foreach (var operation in body.Operations.All)
        {
            if (operation is IBinaryOperation { OperatorKind: BinaryOperatorKind.LessThan or BinaryOperatorKind.NotEquals } condition)
            {
                Find(condition);
            }
        }
    }

    public bool IsEmpty => byCondition.Count == 0;

    public IEnumerable<CountingLoop> All => byCondition.Values;

    public CountingLoop? WithCondition(IOperation operation) => byCondition.TryGetValue(operation, out var loop) ? loop : null;

    /// <summary>The loop that begins with the assignment of 0 to its index.</summary>
    public CountingLoop? StartedBy(ISimpleAssignmentOperation assignment) =>
        assignment.Target is ILocalReferenceOperation local && byIndex.TryGetValue(local.Local, out var loop) && loop.Syntax.Declaration!.Span.Contains(assignment.Syntax.Span) ? loop : null;

    public CountingLoop? WithIndex(IOperation? index) =>
        index is not null && body.Definitions.SkipWrappers(index) is ILocalReferenceOperation local && byIndex.TryGetValue(local.Local, out var loop) ? loop : null;

    /// <summary>Whether both bounds are the same number, whatever that is.</summary>
    public bool IsSame(IOperation left, IOperation right)
    {
        left = body.Definitions.SkipWrappers(left);
        right = body.Definitions.SkipWrappers(right);
        if (left.ConstantValue is { HasValue: true, Value: { } constant })
        {
            return right.ConstantValue is { HasValue: true } other && constant.Equals(other.Value);
        }

        return (left, right) switch
        {
            (ILocalReferenceOperation one, ILocalReferenceOperation two) => IsSame(one.Local, two.Local) && body.Definitions.WritesTo(one.Local) <= 1,
            (IParameterReferenceOperation one, IParameterReferenceOperation two) => IsSame(one.Parameter, two.Parameter) && body.Definitions.WritesTo(one.Parameter) == 0,

            // Environment.ProcessorCount and the like: a static getter of the framework is taken to be constant.
            (IPropertyReferenceOperation { Instance: null } one, IPropertyReferenceOperation { Instance: null } two) => IsSame(one.Property, two.Property) && one.Property.SetMethod is null,
            (IPropertyReferenceOperation { Instance: { } of } one, IPropertyReferenceOperation { Instance: { } another } two)
                when CollectionMembers.Of(one.Property.Name) == CollectionEffect.Count =>
                IsSame(one.Property, two.Property) && AccessPaths.Of(of, body) is { IsStable: true } path && path.Equals(AccessPaths.Of(another, body)),
            _ => AccessPaths.Of(left, body) is { IsStable: true, IsField: true } path && path.Equals(AccessPaths.Of(right, body)),
        };
    }

    private static bool IsSame(ISymbol left, ISymbol right) => SymbolEqualityComparer.Default.Equals(left, right);

    private void Find(IBinaryOperation condition)
    {
        if (condition.Syntax.Parent is ForStatementSyntax { Declaration.Variables: [{ Initializer.Value: LiteralExpressionSyntax { Token.ValueText: "0" } } variable], Incrementors: [var step] } syntax
            && syntax.Condition == condition.Syntax
            && body.Definitions.SkipWrappers(condition.LeftOperand) is ILocalReferenceOperation { Local: var index }
            && index.Name == variable.Identifier.ValueText
            && IsStepOfOne(step, index.Name)
            && body.Definitions.WritesTo(index) == 2
            && !byIndex.ContainsKey(index))
        {
            var loop = new CountingLoop(condition, index, condition.RightOperand, syntax);
            byCondition.Add(condition, loop);
            byIndex.Add(index, loop);
        }
    }

    private static bool IsStepOfOne(ExpressionSyntax step, string index) => step switch
    {
        PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PostIncrementExpression, Operand: IdentifierNameSyntax name } => name.Identifier.ValueText == index,
        PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PreIncrementExpression, Operand: IdentifierNameSyntax name } => name.Identifier.ValueText == index,
        AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.AddAssignmentExpression, Left: IdentifierNameSyntax name, Right: LiteralExpressionSyntax { Token.ValueText: "1" } } => name.Identifier.ValueText == index,
        _ => false,
    };
}
