using ConcurrencyAnalyzers.Model;
using ConcurrencyAnalyzers.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Rules.Threads;

/// <summary>A variable that a loop changes from round to round, and the places where a body that runs beside the loop reads it.</summary>
internal sealed record LoopCapture(ILocalSymbol Variable, List<ILocalReferenceOperation> Reads)
{
    /// <summary>A lambda or local function in a loop: to see one, nothing need be bound.</summary>
    public static bool IsPossibleIn(SyntaxNode body) => body.DescendantNodes().Any(static node =>
        node is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax && node.Ancestors().Any(static around => around is ForStatementSyntax or WhileStatementSyntax or DoStatementSyntax or CommonForEachStatementSyntax));

    public static IEnumerable<LoopCapture> In(IOperation root, ConcurrencyModel model)
    {
        foreach (var operation in root.DescendantsAndSelf())
        {
            var (work, start) = operation switch
            {
                IAnonymousFunctionOperation function when LoopAround(function) is not null => (function.Body, StartOf(function, model)),
                IMethodReferenceOperation { Method: { MethodKind: MethodKind.LocalFunction } local } reference when LoopAround(reference) is not null => (FunctionOf(local, root)?.Body, StartWith(reference, model)),
                _ => default,
            };
            if (work is not null && start is not null)
            {
                foreach (var capture in By(work, start, model))
                {
                    yield return capture;
                }
            }
        }
    }

    private static IEnumerable<LoopCapture> By(IBlockOperation work, IOperation start, ConcurrencyModel model)
    {
        var groups = work.Descendants().OfType<ILocalReferenceOperation>()
            .GroupBy<ILocalReferenceOperation, ISymbol>(static reference => reference.Local, SymbolEqualityComparer.Default);
        foreach (var group in groups)
        {
            var reads = group.Where(static reference => !reference.Syntax.Ancestors().Any(static node => node is InvocationExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: "nameof" } })).ToList();
            if (reads.Count > 0
                && ChangingLoop((ILocalSymbol)group.Key, start) is { } loop
                && reads.TrueForAll(static read => !IsWritten(read) && !IsAskedRepeatedly(read))
                && !IsJoinedInRound(start, loop, model)
                && !IsHandedOn(start, loop)
                && !LeavesLoop(start.Syntax, loop.Syntax))
            {
                yield return new((ILocalSymbol)group.Key, reads);
            }
        }
    }

    private static ILocalFunctionOperation? FunctionOf(IMethodSymbol function, IOperation root) =>
        root.Descendants().OfType<ILocalFunctionOperation>().FirstOrDefault(declared => SymbolEqualityComparer.Default.Equals(declared.Symbol, function.OriginalDefinition));

    /// <summary>The innermost loop around the start that goes on with the same variable and changes it.</summary>
    private static ILoopOperation? ChangingLoop(ILocalSymbol variable, IOperation start)
    {
        for (var loop = LoopAround(start); loop is not null; loop = LoopAround(loop))
        {
            var isDeclaredInBody = variable.DeclaringSyntaxReferences.All(reference => loop.Body.Syntax.Span.Contains(reference.Span));
            if (isDeclaredInBody)
            {
                return null;
            }

            if (loop is IForLoopOperation or IWhileLoopOperation && IsStepped(variable, loop))
            {
                return loop;
            }
        }

        return null;
    }

    /// <summary>Only what counts is taken for a loop's variable: anything else that changes may be shared on purpose.</summary>
    private static bool IsStepped(ILocalSymbol variable, ILoopOperation loop)
    {
        var isStepped = false;
        foreach (var operation in loop.Descendants())
        {
            if (operation is ILocalReferenceOperation reference && SymbolEqualityComparer.Default.Equals(reference.Local, variable) && IsWritten(reference))
            {
                if (IsInFunction(reference, loop) || reference.Parent is IArgumentOperation)
                {
                    return false;
                }

                isStepped |= reference.Parent is IIncrementOrDecrementOperation or ICompoundAssignmentOperation { OperatorKind: BinaryOperatorKind.Add or BinaryOperatorKind.Subtract or BinaryOperatorKind.Multiply or BinaryOperatorKind.LeftShift }
                    || IsNext(reference, loop)
                    || reference.Parent is ISimpleAssignmentOperation { Value: IBinaryOperation { LeftOperand: ILocalReferenceOperation before } } && SymbolEqualityComparer.Default.Equals(before.Local, variable);
            }
        }

        return isStepped;
    }

    /// <summary>The head of the loop takes the next value: <c>while ((line = reader.ReadLine()) != null)</c>.</summary>
    private static bool IsNext(ILocalReferenceOperation written, ILoopOperation loop) =>
        written.Parent is ISimpleAssignmentOperation && loop is IWhileLoopOperation { ConditionIsTop: true, Condition: { } condition } && condition.Syntax.Span.Contains(written.Syntax.Span);

    private static bool IsInFunction(IOperation operation, IOperation within)
    {
        for (var around = operation.Parent; around is not null && around != within; around = around.Parent)
        {
            if (around is IAnonymousFunctionOperation or ILocalFunctionOperation)
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsWritten(ILocalReferenceOperation reference) => reference.Parent switch
    {
        IAssignmentOperation assignment => assignment.Target == reference,
        IIncrementOrDecrementOperation => true,
        IArgumentOperation argument => argument.Parameter?.RefKind is not (null or RefKind.None),
        IAddressOfOperation => true,
        _ => false,
    };

    /// <summary>A body that waits in a loop for the value to change wants to see it change.</summary>
    private static bool IsAskedRepeatedly(IOperation read)
    {
        for (var around = read; around.Parent is { } parent and not IAnonymousFunctionOperation; around = parent)
        {
            if (parent is IWhileLoopOperation loop && loop.Condition == around)
            {
                return true;
            }
        }

        return false;
    }

    private static ILoopOperation? LoopAround(IOperation operation)
    {
        for (var around = operation.Parent; around is not null and not (IAnonymousFunctionOperation or ILocalFunctionOperation); around = around.Parent)
        {
            // What stands in the head of a loop runs once, or decides about the next round.
            if (around is ILoopOperation loop && loop.Body.Syntax.Span.Contains(operation.Syntax.Span))
            {
                return loop;
            }
        }

        return null;
    }

    /// <summary>The call or creation that gets the function as the body of a thread, task or pool.</summary>
    private static IOperation? StartOf(IAnonymousFunctionOperation function, ConcurrencyModel model)
    {
        IOperation value = function;
        while (value.Parent is IDelegateCreationOperation or IConversionOperation or IParenthesizedOperation)
        {
            value = value.Parent;
        }

        if (value.Parent is IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol: var local } })
        {
            // Through a variable that nothing else is put into.
            return LoopAround(function)!.Body.Descendants().OfType<ILocalReferenceOperation>()
                .Where(reference => SymbolEqualityComparer.Default.Equals(reference.Local, local))
                .Select(reference => StartWith(reference, model))
                .FirstOrDefault(static start => start is not null);
        }

        return StartWith(value, model);
    }

    private static IOperation? StartWith(IOperation value, ConcurrencyModel model)
    {
        while (value.Parent is IConversionOperation or IParenthesizedOperation or IDelegateCreationOperation)
        {
            value = value.Parent;
        }

        if (value.Parent is not IArgumentOperation { Parameter: { } parameter } argument)
        {
            return null;
        }

        var effect = argument.Parent switch
        {
            IInvocationOperation call => model.EffectOf(call),
            IObjectCreationOperation creation => model.EffectOf(creation),
            _ => null,
        };
        return effect is not null && CONC306LoopVariableCapturedAnalyzer.IsStart(effect) && effect.BodyParameters.Contains(parameter.Ordinal) ? argument.Parent : null;
    }

    /// <summary>The round waits for something after the start, which may be the end of what it has started.</summary>
    private static bool IsJoinedInRound(IOperation start, ILoopOperation loop, ConcurrencyModel model)
    {
        foreach (var operation in loop.Body.Descendants())
        {
            var isAfter = operation.Syntax.SpanStart >= start.Syntax.Span.End || operation.Syntax.Span.Contains(start.Syntax.Span);
            if (!isAfter || operation == start || IsInFunction(operation, loop))
            {
                continue;
            }

            if (operation is IAwaitOperation
                || (operation is IInvocationOperation call && model.EffectOf(call) is { } effect && IsWait(effect.Effect))
                || (operation is IPropertyReferenceOperation property && model.EffectOf(property.Property, isWrite: false) is { Effect: Effect.Join or Effect.ReadResult })
                || operation is IInvocationOperation { TargetMethod.DeclaringSyntaxReferences.IsEmpty: false } own && own.Arguments.Concat<IOperation>(own.Instance is null ? [] : [own.Instance]).Any(operand => operand.Descendants().Contains(start)))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Code of the user's gets what was started: it may wait for it.</summary>
    private static bool IsHandedOn(IOperation start, ILoopOperation loop)
    {
        var local = start.Converted().Parent switch
        {
            IVariableInitializerOperation { Parent: IVariableDeclaratorOperation declarator } => declarator.Symbol,
            ISimpleAssignmentOperation { Target: ILocalReferenceOperation target } => target.Local,
            _ => null,
        };
        return local is not null && loop.Body.Descendants().OfType<ILocalReferenceOperation>().Any(reference =>
            SymbolEqualityComparer.Default.Equals(reference.Local, local)
            && reference.Converted().Parent is IArgumentOperation { Parent: IInvocationOperation call }
            && (!call.TargetMethod.DeclaringSyntaxReferences.IsEmpty || call.TargetMethod.MethodKind == MethodKind.DelegateInvoke));
    }

    private static bool IsWait(Effect effect) => effect is Effect.Join or Effect.TryJoin or Effect.JoinAll or Effect.TryJoinAll or Effect.JoinAny
        or Effect.Wait or Effect.TryWait or Effect.SignalAndWait or Effect.TrySignalAndWait or Effect.Take or Effect.TryTake or Effect.JoinQueue or Effect.TryJoinQueue or Effect.ReadResult or Effect.QueryAlive;

    /// <summary>After the start the round always leaves the loop, so that the variable keeps its value.</summary>
    private static bool LeavesLoop(SyntaxNode start, SyntaxNode loop)
    {
        var isInSwitch = false;
        for (var node = start; node is not null && node != loop; node = node.Parent)
        {
            var following = node.Parent switch
            {
                BlockSyntax block when node is StatementSyntax statement => block.Statements.Skip(block.Statements.IndexOf(statement) + 1),
                SwitchSectionSyntax section when node is StatementSyntax statement => section.Statements.Skip(section.Statements.IndexOf(statement) + 1),
                _ => [],
            };
            isInSwitch |= node.Parent is SwitchSectionSyntax;
            if (node is ReturnStatementSyntax or ThrowStatementSyntax || following.Any(next => next is ReturnStatementSyntax or ThrowStatementSyntax || (next is BreakStatementSyntax && !isInSwitch)))
            {
                return true;
            }
        }

        return false;
    }
}
