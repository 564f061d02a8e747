using ConcurrencyAnalyzers.Flow;
using ConcurrencyAnalyzers.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Rules.Threads;

/// <summary>Calls of what a thread was made to run, on the calling thread, where nothing starts the thread itself.</summary>
internal static class DirectCalls
{
    /// <param name="birth">The creation of a thread that the body does not start.</param>
    /// <param name="body">The body that creates it.</param>
    public static IInvocationOperation? Of(IOperation birth, Body body) =>
        WorkOf(birth, body.Model) is { } made && Inner(made, body) is { } work
            ? body.Operations.All.OfType<IInvocationOperation>().FirstOrDefault(call => call.Syntax.SpanStart > birth.Syntax.Span.End && IsStatement(call) && Runs(call, work))
            : null;

    /// <summary>The same for a thread in a field, which any method of the type might start; none does.</summary>
    public static IInvocationOperation? In(TypeFacts type, IOperation birth)
    {
        if (WorkOf(birth, type.Model) is not { } made || Inner(made, null) is not (IMethodReferenceOperation or IFieldReferenceOperation { Field.DeclaredAccessibility: Accessibility.Private }))
        {
            return null;
        }

        var work = Inner(made, null);
        return type.Bodies
            .Where(body => body.Source is not null && !SymbolEqualityComparer.Default.Equals(body.Owner, (work as IMethodReferenceOperation)?.Method))
            .SelectMany(static body => body.Source!.DescendantsAndSelf())
            .OfType<IInvocationOperation>()
            .FirstOrDefault(call => IsStatement(call) && Runs(call, work) && !IsInFunction(call));
    }

    /// <summary>The method or the variable with the delegate that the thread is to run.</summary>
    private static IOperation? WorkOf(IOperation birth, ConcurrencyModel model)
    {
        var (effect, arguments) = birth switch
        {
            IObjectCreationOperation creation => (model.EffectOf(creation), creation.Arguments),
            IInvocationOperation call => (model.EffectOf(call), call.Arguments),
            _ => default,
        };
        if (effect is not { BodyParameter: not MemberEffect.Absent } || arguments.FirstOrDefault(argument => argument.Parameter?.Ordinal == effect.BodyParameter) is not { } work)
        {
            return null;
        }

        var value = work.Value;
        while (value is IConversionOperation or IDelegateCreationOperation && value.ChildOperations.Any())
        {
            value = value.ChildOperations.First();
        }

        return value;
    }

    /// <summary>A lambda that does nothing but call a delegate is the same as that.</summary>
    private static IOperation Inner(IOperation work, Body? body)
    {
        var calls = work switch
        {
            IAnonymousFunctionOperation lambda => lambda.Body.Operations.SelectMany(BodyOperations.Evaluation).OfType<IInvocationOperation>().ToList(),
            IFlowAnonymousFunctionOperation lambda => body?.Outermost.NestedBodyOf(lambda.Symbol)?.Operations.All.OfType<IInvocationOperation>().ToList(),
            _ => null,
        };
        return calls is [{ Arguments.IsEmpty: true } only] && only.Syntax.FirstAncestorOrSelf<AnonymousFunctionExpressionSyntax>() is { Body: var text } && (text == only.Syntax || text is BlockSyntax { Statements: [ExpressionStatementSyntax { Expression: var called }] } && called == only.Syntax)
            && only is { TargetMethod.MethodKind: MethodKind.DelegateInvoke, Instance: { } invoked }
            ? invoked
            : work;
    }

    private static bool Runs(IInvocationOperation call, IOperation work) => work switch
    {
        IFieldReferenceOperation => call.TargetMethod.MethodKind == MethodKind.DelegateInvoke && IsSame(call.Instance, work),
        IMethodReferenceOperation method => SymbolEqualityComparer.Default.Equals(call.TargetMethod, method.Method) && (method.Method.MethodKind == MethodKind.LocalFunction || IsSame(call.Instance, method.Instance)),
        ILocalReferenceOperation or IParameterReferenceOperation => call.TargetMethod.MethodKind == MethodKind.DelegateInvoke && IsSame(call.Instance, work),
        _ => false,
    };

    private static bool IsSame(IOperation? left, IOperation? right) => (left, right) switch
    {
        (null, null) or (IInstanceReferenceOperation, IInstanceReferenceOperation) => true,
        (IFieldReferenceOperation one, IFieldReferenceOperation other) => SymbolEqualityComparer.Default.Equals(one.Field, other.Field) && IsSame(one.Instance, other.Instance),
        (ILocalReferenceOperation one, ILocalReferenceOperation other) => SymbolEqualityComparer.Default.Equals(one.Local, other.Local),
        (IParameterReferenceOperation one, IParameterReferenceOperation other) => SymbolEqualityComparer.Default.Equals(one.Parameter, other.Parameter),
        _ => false,
    };

    /// <summary>Nobody uses what the call returns, so a start would do.</summary>
    private static bool IsStatement(IInvocationOperation call) => call.Parent is IExpressionStatementOperation;

    private static bool IsInFunction(IOperation operation)
    {
        for (var around = operation.Parent; around is not null; around = around.Parent)
        {
            if (around is IAnonymousFunctionOperation or ILocalFunctionOperation)
            {
                return true;
            }
        }

        return false;
    }
}
