using ConcurrencyAnalyzers.Flow;
using ConcurrencyAnalyzers.Model;
using ConcurrencyAnalyzers.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Rules.Threads;

/// <summary>A variable that a thread or task sets as the last thing it does: to poll it is to wait for the end.</summary>
/// <param name="Flag">What the loop asks for.</param>
/// <param name="Handle">The variable that holds the thread or task.</param>
/// <param name="Kind">Which of the two it is.</param>
internal sealed record FlagWait(ISymbol Flag, ISymbol Handle, PrimitiveKind Kind)
{
    /// <param name="condition">What the loop goes on, or ends, with.</param>
    /// <param name="whileTrue">The loop goes on as long as the condition holds.</param>
    /// <param name="body">The outermost body with the loop.</param>
    public static FlagWait? Of(IOperation condition, bool whileTrue, Body body)
    {
        while (condition is IUnaryOperation { OperatorKind: UnaryOperatorKind.Not } or IParenthesizedOperation or IConversionOperation)
        {
            whileTrue ^= condition is IUnaryOperation;
            condition = condition.ChildOperations.First();
        }

        if (Read(condition) is not { } flag
            || OnlyEnd(flag, !whileTrue, body) is not { } end
            || WorkEndedBy(end) is not { } work
            || StartOf(work, body) is not var (start, kind)
            || HandleOf(start, body) is not { } handle
            || !IsSeen(handle, start, condition, body))
        {
            return null;
        }

        return new(flag, handle, kind);
    }

    private static bool IsMaker(PrimitiveType type, MemberEffect member) => type.Kind is PrimitiveKind.Thread or PrimitiveKind.Task or PrimitiveKind.Factory && MakesWork(member);

    private static bool MakesWork(MemberEffect member) => member is { Effect: Effect.Create or Effect.CreateStarted, BodyParameter: not MemberEffect.Absent };

    /// <summary>A local or a private field, also by way of <c>Volatile.Read</c>.</summary>
    private static ISymbol? Read(IOperation condition) => condition switch
    {
        ILocalReferenceOperation { Type.SpecialType: SpecialType.System_Boolean } local => local.Local,
        IFieldReferenceOperation { Type.SpecialType: SpecialType.System_Boolean, Field: { DeclaredAccessibility: Accessibility.Private } field, Instance: null or IInstanceReferenceOperation } => field,
        IInvocationOperation { TargetMethod: { Name: "Read", ContainingType.Name: "Volatile" }, Arguments: [{ Value: { } value }] } => Read(value),
        _ => null,
    };

    private static IEnumerable<IOperation> AllUses(ISymbol variable, Body body) =>
        (variable is ILocalSymbol ? [body] : body.Type.Bodies.Where(other => other.Mentions(variable))).SelectMany(static part => part.Source is { } source ? source.DescendantsAndSelf() : []);

    /// <summary>The one place that writes the value with which the wait ends.</summary>
    private static IOperation? OnlyEnd(ISymbol flag, bool value, Body body)
    {
        IOperation? end = null;
        foreach (var use in AllUses(flag, body).Where(operation => IsSame(operation, flag)))
        {
            var (write, written) = use.Parent switch
            {
                ISimpleAssignmentOperation assignment when assignment.Target == use => (assignment, assignment.Value),
                IArgumentOperation { Parent: IInvocationOperation { TargetMethod: { Name: "Write", ContainingType.Name: "Volatile" } } call } => (call, call.Arguments[1].Value),
                IArgumentOperation { Parent: IInvocationOperation { TargetMethod: { Name: "Read", ContainingType.Name: "Volatile" } } } => default,
                IAssignmentOperation assignment when assignment.Target == use => (assignment, assignment),
                IArgumentOperation { Parameter.RefKind: RefKind.Ref or RefKind.Out } or IAddressOfOperation => (use, use),
                _ => default((IOperation, IOperation)),
            };
            if (write is null)
            {
                continue;
            }

            if (written.ConstantValue is not { HasValue: true, Value: bool constant })
            {
                return null;
            }

            if (constant == value)
            {
                if (end is not null)
                {
                    return null;
                }

                end = write;
            }
        }

        return end;
    }

    private static bool IsSame(IOperation operation, ISymbol variable) => operation switch
    {
        ILocalReferenceOperation local => SymbolEqualityComparer.Default.Equals(local.Local, variable),
        IFieldReferenceOperation field => SymbolEqualityComparer.Default.Equals(field.Field, variable),
        _ => false,
    };

    /// <summary>The lambda or the root of the method in which nothing comes after the operation.</summary>
    private static IOperation? WorkEndedBy(IOperation end)
    {
        var last = end.Parent as IExpressionStatementOperation;
        for (IOperation? statement = last; statement is not null; statement = statement.Parent)
        {
            switch (statement.Parent)
            {
                case IBlockOperation block when block.Operations.LastOrDefault(static inner => inner is not IReturnOperation { IsImplicit: true }) == statement:
                    continue;

                case ITryOperation attempt when attempt.Finally == statement:
                    continue;

                case IAnonymousFunctionOperation { Symbol.IsAsync: false } lambda:
                    return lambda;

                case IMethodBodyOperation or null when statement is IBlockOperation or IMethodBodyOperation:
                    return statement.Parent ?? statement;

                default:
                    return null;
            }
        }

        return null;
    }

    /// <summary>The only creation that runs the work, and that once.</summary>
    private static (IOperation Start, PrimitiveKind Kind)? StartOf(IOperation work, Body body)
    {
        var method = work is IAnonymousFunctionOperation ? null : body.Type.Bodies.FirstOrDefault(other => other.Source == work || other.Source?.Syntax == work.Syntax)?.Method;
        if (work is not IAnonymousFunctionOperation && method is not { IsAsync: false, DeclaredAccessibility: Accessibility.Private })
        {
            return null;
        }

        (IOperation, PrimitiveKind)? found = null;
        var around = method is null ? work.Parent is { } parent ? [parent] : [] : body.Type.Bodies.Where(other => other.Mentions(method)).SelectMany(static other => other.Source is { } source ? source.DescendantsAndSelf() : []);
        foreach (var operation in around)
        {
            if (operation is IInvocationOperation call && SymbolEqualityComparer.Default.Equals(call.TargetMethod.OriginalDefinition, method))
            {
                return null;
            }

            if (operation is IDelegateCreationOperation made && (method is null || made.Target is IMethodReferenceOperation reference && SymbolEqualityComparer.Default.Equals(reference.Method.OriginalDefinition, method)))
            {
                if (found is not null || CreationWith(made, body) is not { } creation)
                {
                    return null;
                }

                found = creation;
            }
        }

        return found;
    }

    private static (IOperation Start, PrimitiveKind Kind)? CreationWith(IOperation work, Body body)
    {
        while (work.Parent is IConversionOperation or IDelegateCreationOperation)
        {
            work = work.Parent;
        }

        if (work.Parent is not IArgumentOperation { Parent: { } creation })
        {
            return null;
        }

        var effect = creation switch
        {
            IObjectCreationOperation { Constructor: { } constructor } => body.Model.EffectOf(constructor),
            IInvocationOperation call => body.Model.EffectOf(call),
            _ => null,
        };
        var isOnce = !creation.Syntax.Ancestors().TakeWhile(static node => node is not MemberDeclarationSyntax and not AnonymousFunctionExpressionSyntax)
            .Any(static node => node is ForStatementSyntax or CommonForEachStatementSyntax or WhileStatementSyntax or DoStatementSyntax);
        return isOnce && effect is not null && IsMaker(effect.Type, effect) ? (creation, effect.Type.Kind == PrimitiveKind.Thread ? PrimitiveKind.Thread : PrimitiveKind.Task) : null;
    }

    /// <summary>The variable that the creation is put into, and that holds nothing else.</summary>
    private static ISymbol? HandleOf(IOperation start, Body body)
    {
        var value = start.Converted();
        var handle = value.Parent switch
        {
            IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol: var local } } => local,
            ISimpleAssignmentOperation { Target: ILocalReferenceOperation { Local: var local } } => local,
            ISimpleAssignmentOperation { Target: IFieldReferenceOperation { Field: { DeclaredAccessibility: Accessibility.Private } field, Instance: null or IInstanceReferenceOperation } } => field,
            _ => (ISymbol?)null,
        };
        return handle is not null && AllUses(handle, body).Count(use => use is ISimpleAssignmentOperation assignment && IsSame(assignment.Target, handle)) <= (value.Parent is ISimpleAssignmentOperation ? 1 : 0) ? handle : null;
    }

    /// <summary>The handle can be named where the loop stands, and there is a thread by then.</summary>
    private static bool IsSeen(ISymbol handle, IOperation start, IOperation condition, Body body) =>
        handle is IFieldSymbol
            ? !start.Syntax.Span.Contains(condition.Syntax.Span)
            : body.Syntax.Span.Contains(start.Syntax.Span) && start.Syntax.Span.End < condition.Syntax.SpanStart && start.Syntax.FirstAncestorOrSelf<BlockSyntax>()?.Span.Contains(condition.Syntax.Span) is true or null;
}
