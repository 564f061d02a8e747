using System.Reflection;
using System.Runtime.ExceptionServices;

namespace ConcurrencyAnalyzers.Runtime.Internal;

/// <summary>A delegate with all its arguments, put in place by position and name before anything runs.</summary>
internal sealed class BoundCall
{
    private readonly Delegate _target;
    private readonly object?[] _arguments;

    private BoundCall(Delegate target, object?[] arguments)
    {
        _target = target;
        _arguments = arguments;
    }

    internal static BoundCall Bind(Delegate target, IReadOnlyList<object?> args, IReadOnlyDictionary<string, object?>? kwargs)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(args);
        ParameterInfo[] parameters = Parameters(target);
        string called = TargetNames.Of(target.Method) ?? "the target";
        if (args.Count > parameters.Length)
        {
            throw new ArgumentException(
                $"{called} takes {parameters.Length} argument(s) but {args.Count} were given.", nameof(args));
        }

        var values = new object?[parameters.Length];
        int used = 0;
        for (int i = 0; i < parameters.Length; i++)
        {
            values[i] = Value(parameters[i], i, args, kwargs, called, ref used);
        }

        if (kwargs is not null && used < kwargs.Count)
        {
            string unknown = string.Join(", ", kwargs.Keys.Where(key => !parameters.Any(p => p.Name == key)).Select(key => $"'{key}'"));
            throw new ArgumentException(
                $"{called} has no parameter {unknown}; its parameters are ({string.Join(", ", parameters.Select(p => p.Name))}).", nameof(kwargs));
        }

        return new BoundCall(target, values);
    }

    /// <summary>One value for each parameter of the target, in order.</summary>
    internal object?[] Arguments => _arguments;

    /// <summary>Calls the target. Its exception comes as it was thrown, not wrapped.</summary>
    internal object? Invoke()
    {
        try
        {
            return _target.DynamicInvoke(_arguments);
        }
        catch (TargetInvocationException exception) when (exception.InnerException is { } inner)
        {
            ExceptionDispatchInfo.Throw(inner);
            throw;
        }
    }

    /// <summary>The method's own parameters: they have the names and defaults the user wrote, which a delegate type has not.</summary>
    private static ParameterInfo[] Parameters(Delegate target)
    {
        ParameterInfo[] parameters = target.Method.GetParameters();
        bool isClosedStatic = target.Method.IsStatic && target.Target is not null;
        return isClosedStatic ? parameters[1..] : parameters;
    }

    private static object? Value(
        ParameterInfo parameter,
        int index,
        IReadOnlyList<object?> args,
        IReadOnlyDictionary<string, object?>? kwargs,
        string called,
        ref int used)
    {
        object? named = null;
        bool isNamed = kwargs is not null && parameter.Name is not null && kwargs.TryGetValue(parameter.Name, out named);
        if (isNamed)
        {
            used++;
            if (index < args.Count)
            {
                throw new ArgumentException($"{called} got two values for '{parameter.Name}', by position and by name.", nameof(kwargs));
            }
        }
        else if (index >= args.Count)
        {
            return parameter.HasDefaultValue
                ? parameter.DefaultValue
                : throw new ArgumentException($"{called} needs a value for '{parameter.Name}'.", nameof(args));
        }

        object? value = isNamed ? named : args[index];
        ThrowIfUnfit(parameter, value, called);
        return value;
    }

    private static void ThrowIfUnfit(ParameterInfo parameter, object? value, string called)
    {
        Type type = parameter.ParameterType;
        bool takesNull = !type.IsValueType || Nullable.GetUnderlyingType(type) is not null;
        if (value is null ? takesNull : type.IsInstanceOfType(value))
        {
            return;
        }

        throw new ArgumentException(
            $"{called} takes a {type.Name} for '{parameter.Name}', not {(value is null ? "null" : $"a {value.GetType().Name}")}.");
    }
}
