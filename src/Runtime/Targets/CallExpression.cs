using System.Collections.ObjectModel;
using System.Linq.Expressions;
using System.Reflection;

namespace ConcurrencyAnalyzers.Runtime;

/// <summary>Takes apart <c>() => Method(a, b)</c>: only the call crosses, its arguments are evaluated by the parent.</summary>
internal static class CallExpression
{
    internal static MethodCallExpression Find(LambdaExpression lambda)
    {
        if (lambda.Parameters.Count > 0)
        {
            throw new ArgumentException("The expression must take no parameters: () => Work(x, y).", nameof(lambda));
        }

        Expression body = lambda.Body;
        while (body is UnaryExpression { NodeType: ExpressionType.Convert or ExpressionType.ConvertChecked, Method: null } conversion)
        {
            // From the method's result to what the caller declared.
            body = conversion.Operand;
        }

        return body is MethodCallExpression { Method.IsSpecialName: false } call
            ? call
            : throw new ArgumentException(
                $"The expression must be a single call of a method, such as () => Work(x, y); this is {Describe(body)}. Write a static method for it.", nameof(lambda));
    }

    internal static object?[] EvaluateAll(ReadOnlyCollection<Expression> arguments)
    {
        var values = new object?[arguments.Count];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = Evaluate(arguments[i]);
        }

        return values;
    }

    /// <summary>Constants, variables and fields are read directly; anything else is interpreted, which is 10 times cheaper than compiling for one use.</summary>
    internal static object? Evaluate(Expression expression) => expression switch
    {
        ConstantExpression constant => constant.Value,
        MemberExpression { Member: FieldInfo field } member when TryOwner(member, out object? owner) => field.GetValue(owner),
        _ => Interpret(expression),
    };

    /// <summary>The object a field is read from: a closure, or another variable. A null one is left to the interpreter, which throws as C# does.</summary>
    private static bool TryOwner(MemberExpression member, out object? owner)
    {
        owner = null;
        if (member.Expression is null)
        {
            return true;
        }

        bool isPlain = member.Expression is ConstantExpression or MemberExpression { Member: FieldInfo };
        owner = isPlain ? Evaluate(member.Expression) : null;
        return owner is not null;
    }

    private static object? Interpret(Expression expression) =>
        Expression.Lambda<Func<object?>>(Expression.Convert(expression, typeof(object))).Compile(preferInterpretation: true)();

    private static string Describe(Expression body) => body switch
    {
        NewExpression or MemberInitExpression => $"the construction of {Internal.Refusal.Name(body.Type)}",
        MemberExpression { Member: PropertyInfo property } => $"the property {property.Name}",
        MemberExpression { Member: FieldInfo field } => $"the variable or field {field.Name}",
        ConstantExpression => "a constant",
        InvocationExpression => "the call of a delegate",
        UnaryExpression { Method: { } conversion } => $"the conversion {conversion.Name} to {Internal.Refusal.Name(body.Type)}",
        MethodCallExpression call => $"the accessor or operator {call.Method.Name}",
        _ => $"a {body.NodeType} expression",
    };
}
