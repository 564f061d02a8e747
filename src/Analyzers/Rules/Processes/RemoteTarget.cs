using ConcurrencyAnalyzers.Flow;
using ConcurrencyAnalyzers.Model;
using ConcurrencyAnalyzers.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Rules.Processes;

/// <summary>What a call wants another process to run, and what of it the Runtime refuses.</summary>
internal static class RemoteTarget
{
    /// <summary>The refusals of one call, each at its place.</summary>
    public static IEnumerable<(SyntaxNode Place, Refusal Refusal)> RefusalsOf(IInvocationOperation call, MemberEffect effect)
    {
        if (call.ArgumentFor(effect.BodyParameter)?.Value is not { } value)
        {
            yield break;
        }

        var target = Unwrap(value);
        switch (target)
        {
            case IAnonymousFunctionOperation lambda when IsExpression(call.ArgumentFor(effect.BodyParameter)!.Parameter!.Type):
                foreach (var refusal in OfExpression(lambda, call.TargetMethod.ReturnType))
                {
                    yield return refusal;
                }

                break;

            case IAnonymousFunctionOperation lambda:
                if (CapturedIn(lambda) is { } captured)
                {
                    yield return captured;
                }
                else
                {
                    foreach (var refusal in OfTypes(lambda.Symbol, value.Syntax, call, effect))
                    {
                        yield return refusal;
                    }
                }

                break;

            case IMethodReferenceOperation reference:
                foreach (var refusal in OfMethod(reference, value.Syntax, call, effect))
                {
                    yield return refusal;
                }

                break;
        }
    }

    private static IOperation Unwrap(IOperation value)
    {
        while (true)
        {
            switch (value)
            {
                case IConversionOperation { OperatorMethod: null } conversion:
                    value = conversion.Operand;
                    break;

                case IDelegateCreationOperation creation:
                    value = creation.Target;
                    break;

                case IParenthesizedOperation parenthesized:
                    value = parenthesized.Operand;
                    break;

                default:
                    return value;
            }
        }
    }

    private static bool IsExpression(ITypeSymbol type) => type is INamedTypeSymbol { Name: "Expression", ContainingNamespace.Name: "Expressions" };

    private static IEnumerable<(SyntaxNode Place, Refusal Refusal)> OfMethod(IMethodReferenceOperation reference, SyntaxNode place, IInvocationOperation call, MemberEffect effect)
    {
        var method = reference.Method;
        if (method.MethodKind == MethodKind.LocalFunction)
        {
            if (!method.IsStatic && CaptureOfLocalFunction(method, reference.SemanticModel!) is { } captured)
            {
                yield return (place, captured);
                yield break;
            }
        }
        else if (!method.IsStatic && !CrossesWithObject(reference.Instance?.Type))
        {
            yield return (place, new(method.Name, RefusalReason.Instance));
            yield break;
        }
        else if (method.IsStatic && IsForeign(method))
        {
            yield return (place, new($"{method.ContainingType.Name}.{method.Name}", RefusalReason.Framework));
            yield break;
        }

        if (method is { IsAsync: true, ReturnsVoid: true })
        {
            yield return (place, new(method.Name, RefusalReason.AsyncVoid));
            yield break;
        }

        foreach (var refusal in OfTypes(method, place, call, effect))
        {
            yield return refusal;
        }
    }

    private static IEnumerable<(SyntaxNode Place, Refusal Refusal)> OfExpression(IAnonymousFunctionOperation lambda, ITypeSymbol process)
    {
        var body = lambda.Body.Operations.Length > 0 ? lambda.Body.Operations[0] : null;
        var expression = body switch
        {
            IReturnOperation { ReturnedValue: { } returned } => Unwrap(returned),
            IExpressionStatementOperation statement => Unwrap(statement.Operation),
            _ => null,
        };
        if (expression is null or IInvalidOperation)
        {
            yield break;
        }

        if (expression is not IInvocationOperation { TargetMethod: { MethodKind: MethodKind.Ordinary or MethodKind.ReducedExtension } } call)
        {
            yield return (expression.Syntax, new(expression.Syntax.ToString(), RefusalReason.NoCall));
        }
        else if (call.Instance is { } instance && !CrossesWithObject(instance.Type))
        {
            yield return (call.Syntax, new(call.TargetMethod.Name, RefusalReason.Instance));
        }
        else if (call.TargetMethod.IsStatic && IsForeign(call.TargetMethod))
        {
            yield return (call.Syntax, new($"{call.TargetMethod.ContainingType.Name}.{call.TargetMethod.Name}", RefusalReason.Framework));
        }
        else if (IsConverted(body) && process is INamedTypeSymbol { Name: "WorkerProcess", TypeArguments.Length: 1 })
        {
            yield return (call.Syntax, new(call.TargetMethod.Name, RefusalReason.Converted));
        }
        else
        {
            foreach (var argument in call.Arguments)
            {
                if (argument.Parameter is { } parameter && OfParameter(parameter) is { } refusal)
                {
                    yield return (argument.Syntax, refusal);
                }
            }

            if (OfResult(call.TargetMethod) is { } result)
            {
                yield return (call.Syntax, result);
            }
        }
    }

    /// <summary>The result becomes a value of another type on its way out of the expression.</summary>
    private static bool IsConverted(IOperation? body)
    {
        var value = (body as IReturnOperation)?.ReturnedValue;
        for (; value is IConversionOperation or IParenthesizedOperation; value = (value as IConversionOperation)?.Operand ?? ((IParenthesizedOperation)value).Operand)
        {
            if (value is IConversionOperation { OperatorMethod: null, Conversion: { IsIdentity: false, Exists: true } })
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The parameters and the result; a refused parameter is shown at the argument that is given for it.</summary>
    private static IEnumerable<(SyntaxNode Place, Refusal Refusal)> OfTypes(IMethodSymbol method, SyntaxNode target, IInvocationOperation call, MemberEffect effect)
    {
        var given = call.Arguments.Where(argument => argument is { IsImplicit: false, Parameter: { } parameter } && parameter.Ordinal > effect.BodyParameter && parameter.OriginalDefinition.Type is ITypeParameterSymbol)
            .OrderBy(static argument => argument.Parameter!.Ordinal).ToList();
        for (var i = 0; i < method.Parameters.Length; i++)
        {
            if (OfParameter(method.Parameters[i]) is { } refusal)
            {
                yield return (i < given.Count ? given[i].Value.Syntax : target, refusal);
                yield break;
            }
        }

        if (OfResult(method) is { } result)
        {
            yield return (target, result);
        }
    }

    private static Refusal? OfParameter(IParameterSymbol parameter) =>
        parameter.RefKind is not RefKind.None ? new(parameter.Name, RefusalReason.Bound)
        : parameter.Type is { Name: nameof(CancellationToken), ContainingNamespace.Name: "Threading" } ? null
        : Crossing.Of(parameter.Type, parameter.Name);

    private static Refusal? OfResult(IMethodSymbol method)
    {
        var type = method.ReturnType;
        if (type is INamedTypeSymbol { Name: "Task" or "ValueTask", ContainingNamespace.Name: "Tasks" } task)
        {
            if (task.TypeArguments.IsEmpty)
            {
                return null;
            }

            type = task.TypeArguments[0];
        }

        return method.ReturnsVoid ? null : Crossing.Of(type, type.Name.Length == 0 ? type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat) : type.Name);
    }

    /// <summary>A copy of the object crosses if its class says so; a class derived from the declared one may say so, too.</summary>
    private static bool CrossesWithObject(ITypeSymbol? type)
    {
        if (type is not INamedTypeSymbol { TypeKind: TypeKind.Class or TypeKind.Struct, IsAbstract: false } named)
        {
            return true;
        }

        for (var current = named; current is not null; current = current.BaseType)
        {
            if (current.GetAttributes().Any(static attribute => attribute.AttributeClass?.Name == "ProcessStateAttribute"))
            {
                return true;
            }
        }

        return named.AllInterfaces.Any(static contract => contract.Name == "IWireSerializable");
    }

    /// <summary>A method of .NET itself; only plain functions of it are run by another process without one's own method around them.</summary>
    private static bool IsForeign(IMethodSymbol method) =>
        method.ContainingAssembly is { Name: var assembly }
        && (assembly is "mscorlib" or "netstandard" or "System" || assembly.StartsWith("System.", StringComparison.Ordinal))
        && method.DeclaringSyntaxReferences.IsEmpty
        && method.ContainingType is { SpecialType: not (>= SpecialType.System_Boolean and <= SpecialType.System_UIntPtr) } type
        && MetadataNames.Of(type) switch
        {
            "System.Math" or "System.MathF" or "System.Numerics.BitOperations" or "System.Convert" => false,
            "System.Decimal" or "System.Half" or "System.Int128" or "System.UInt128" or "System.Numerics.BigInteger" => false,
            "System.String" or "System.Char" or "System.Guid" or "System.DateTime" or "System.TimeSpan" => false,
            "System.Console" => method.Name is not ("WriteLine" or "Write"),
            "System.Threading.Thread" => method.Name != "Sleep",
            "System.Threading.Tasks.Task" => method.Name != "Delay",
            _ => true,
        };

    private static (SyntaxNode Place, Refusal Refusal)? CapturedIn(IAnonymousFunctionOperation lambda)
    {
        foreach (var operation in BodyOperations.Evaluation(lambda.Body))
        {
            if (CaptureOf(operation, lambda.Syntax) is { } refusal)
            {
                return (operation.Syntax, refusal);
            }
        }

        return null;
    }

    private static Refusal? CaptureOf(IOperation operation, SyntaxNode function) => operation switch
    {
        _ when IsInNameOf(operation) => null,
        ILocalReferenceOperation { Local: { IsConst: false, IsStatic: false } local } when IsDeclaredOutside(local, function) => new(local.Name, RefusalReason.Captured),
        IParameterReferenceOperation { Parameter: var parameter } when IsDeclaredOutside(parameter, function) => new(parameter.Name, RefusalReason.Captured),
        IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ContainingTypeInstance } => new("this", RefusalReason.This),
        _ => null,
    };

    private static bool IsInNameOf(IOperation operation)
    {
        for (var parent = operation.Parent; parent is not null and not IAnonymousFunctionOperation; parent = parent.Parent)
        {
            if (parent is INameOfOperation)
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsDeclaredOutside(ISymbol variable, SyntaxNode function) =>
        !variable.DeclaringSyntaxReferences.IsEmpty
        && variable.DeclaringSyntaxReferences.All(reference => reference.SyntaxTree != function.SyntaxTree || !function.Span.Contains(reference.Span));

    private static Refusal? CaptureOfLocalFunction(IMethodSymbol method, SemanticModel model)
    {
        foreach (var reference in method.DeclaringSyntaxReferences)
        {
            var syntax = reference.GetSyntax();
            if (syntax.SyntaxTree == model.SyntaxTree && model.GetOperation(syntax) is ILocalFunctionOperation { Body: { } body })
            {
                foreach (var operation in BodyOperations.Evaluation(body))
                {
                    if (CaptureOf(operation, syntax) is { } refusal)
                    {
                        return refusal;
                    }
                }
            }
        }

        return null;
    }
}
