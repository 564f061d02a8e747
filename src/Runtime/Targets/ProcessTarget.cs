using System.Diagnostics.CodeAnalysis;
using System.Linq.Expressions;
using System.Reflection;
using System.Runtime.CompilerServices;
using ConcurrencyAnalyzers.Runtime.Internal;

namespace ConcurrencyAnalyzers.Runtime;

/// <summary>
/// A method that another process runs. In the parent it is made from a delegate or an expression and writes arguments and reads
/// results; in the child it comes from <see cref="TargetId.Resolve"/> and runs. Thread-safe.
/// </summary>
[RequiresUnreferencedCode(TargetId.TrimMessage)]
[RequiresDynamicCode(TargetId.TrimMessage)]
internal sealed class ProcessTarget
{
    // The compiler keeps one delegate per lambda or method group, so most calls find theirs here.
    private static readonly ConditionalWeakTable<Delegate, ProcessTarget> _known = [];

    private readonly TargetShape _shape;
    private readonly bool _hasReceiver;
    private readonly object? _receiver;

    private ProcessTarget(TargetShape shape, bool hasReceiver, object? receiver)
    {
        _shape = shape;
        _hasReceiver = hasReceiver;
        _receiver = receiver;
        ParameterTypes = ListParameters();
    }

    internal TargetId Id => _shape.Id;

    internal MethodInfo Method => _shape.Method;

    /// <summary>For messages and names of processes: the class and the method as the user wrote them.</summary>
    internal string Name => TargetRules.NameOf(Method);

    /// <summary>What comes back; of an asynchronous method what its task yields; void if nothing.</summary>
    internal Type ResultType => _shape.ResultType;

    /// <summary>What the caller gives, in order: without the object the delegate is closed over and without tokens.</summary>
    internal Type[] ParameterTypes { get; }

    /// <summary>True if the method has a token parameter; it does not cross, the child supplies its own.</summary>
    internal bool TakesToken => Array.IndexOf(_shape.Slots, null) >= 0;

    private int Skipped => _hasReceiver ? 1 : 0;

    /// <summary>Takes a delegate as a target.</summary>
    /// <exception cref="CapturedStateException">It captures variables.</exception>
    /// <exception cref="ArgumentException">It is no single method that another process has.</exception>
    /// <exception cref="NotSerializableException">A parameter or the result cannot cross.</exception>
    internal static ProcessTarget FromDelegate(Delegate target)
    {
        ArgumentNullException.ThrowIfNull(target);
        return _known.TryGetValue(target, out ProcessTarget? known) ? known : Make(target);
    }

    /// <summary>Takes a call such as <c>() => Work(x, y: 2)</c> as a target; its arguments are evaluated here and now.</summary>
    /// <exception cref="ArgumentException">It is no single call.</exception>
    internal static ProcessTarget FromCall(LambdaExpression call, out object?[] arguments)
    {
        ArgumentNullException.ThrowIfNull(call);
        MethodCallExpression found = CallExpression.Find(call);
        object? receiver = found.Object is null ? null : CallExpression.Evaluate(found.Object);
        arguments = CallExpression.EvaluateAll(found.Arguments);
        return From(TargetOrigin.Of(found.Method, receiver));
    }

    /// <summary>A method found in this process, to be run here.</summary>
    internal static ProcessTarget FromMethod(MethodInfo method, Type? receiverType)
    {
        bool fits = receiverType is null
            ? method.IsStatic || (Captures.IsClosure(method.DeclaringType!) && Captures.IsEmpty(method.DeclaringType!))
            : !method.IsStatic && receiverType.IsAssignableTo(method.DeclaringType) && TargetRules.IsState(receiverType);
        return fits
            ? new ProcessTarget(TargetShape.Of(method, receiverType), hasReceiver: false, receiver: null)
            : throw new TargetResolutionException($"{TargetRules.NameOf(method)} cannot be a target.");
    }

    /// <summary>The token among the arguments the caller gave, for the session to watch; it does not cross.</summary>
    internal CancellationToken TokenIn(object?[] arguments)
    {
        bool withTokens = TakesToken && arguments.Length == _shape.Slots.Length - Skipped;
        int slot = withTokens ? Array.IndexOf(_shape.Slots, null) - Skipped : -1;
        return slot >= 0 && arguments[slot] is CancellationToken token ? token : CancellationToken.None;
    }

    /// <summary>Writes the arguments in the method's order; tokens may be given or left out, they are not written.</summary>
    /// <exception cref="ArgumentNotSerializableException">One cannot cross; nothing is written.</exception>
    internal void WriteArguments(WireWriter writer, params object?[] arguments)
    {
        int start = writer.Length;
        try
        {
            WriteAll(writer, arguments);
        }
        catch
        {
            writer.Truncate(start);
            throw;
        }
    }

    /// <inheritdoc cref="WriteArguments(WireWriter, object?[])"/>
    internal void WriteArguments<T1>(WireWriter writer, T1 arg1)
    {
        if (_shape.Slots is [WireFormatter<T1> first])
        {
            WriteOne(writer, 0, first, arg1, writer.Length);
        }
        else
        {
            WriteArguments(writer, [arg1]);
        }
    }

    /// <inheritdoc cref="WriteArguments(WireWriter, object?[])"/>
    internal void WriteArguments<T1, T2>(WireWriter writer, T1 arg1, T2 arg2)
    {
        if (_shape.Slots is [WireFormatter<T1> first, WireFormatter<T2> second])
        {
            int start = writer.Length;
            WriteOne(writer, 0, first, arg1, start);
            WriteOne(writer, 1, second, arg2, start);
        }
        else
        {
            WriteArguments(writer, [arg1, arg2]);
        }
    }

    /// <summary>Reads what <see cref="WriteArguments(WireWriter, object?[])"/> wrote: all parameters of the method, with null for tokens.</summary>
    internal object?[] ReadArguments(WireReader reader) => _shape.ReadArguments(reader);

    /// <summary>Calls the method with what <see cref="ReadArguments"/> returned, waits for the end, and throws what it throws.</summary>
    internal object? Invoke(object?[] arguments, CancellationToken token = default)
    {
        _shape.FillTokens(arguments, token);
        return _shape.Invoker.Invoke(arguments);
    }

    /// <summary>Reads arguments, calls, writes the result: the fast form for a child's loop. Never throws.</summary>
    internal TargetOutcome Run(WireReader reader, WireWriter writer, CancellationToken token, out Exception? exception)
    {
        TargetOutcome outcome = _shape.Invoker.Run(reader, writer, token, out exception);
        if (outcome == TargetOutcome.ResultUnwritable && exception is not ResultNotSerializableException)
        {
            exception = new ResultNotSerializableException($"The result of {Name} cannot cross to another process: {exception!.Message}", exception);
        }

        return outcome;
    }

    /// <exception cref="ResultNotSerializableException">The result cannot cross.</exception>
    internal void WriteResult(WireWriter writer, object? result) => _shape.WriteResult(writer, result);

    internal object? ReadResult(WireReader reader) => _shape.Result?.ReadBoxed(reader);

    /// <summary>Reads the result as what the caller declared, which may be wider than what the method returns.</summary>
    internal T ReadResult<T>(WireReader reader)
    {
        if (_shape.Result is WireFormatter<T> exact)
        {
            return exact.Read(reader);
        }

        object? value = ReadResult(reader);
        return value is T or null ? (T)value! : (T)Convert.ChangeType(value, typeof(T), System.Globalization.CultureInfo.InvariantCulture);
    }

    private static ProcessTarget Make(Delegate target)
    {
        ProcessTarget made = From(TargetOrigin.Of(target));
        if (!made._hasReceiver)
        {
            _known.TryAdd(target, made);
        }

        return made;
    }

    private static ProcessTarget From(TargetOrigin origin)
    {
        TargetPolicy.Current.ThrowIfForbiddenHere(origin.Method);
        return new ProcessTarget(TargetShape.Of(origin.Method, origin.ReceiverType), origin.HasReceiver, origin.Receiver);
    }

    private void WriteOne<T>(WireWriter writer, int slot, WireFormatter<T> formatter, T value, int start)
    {
        try
        {
            formatter.Write(writer, value);
        }
        catch (NotSerializableException exception)
        {
            writer.Truncate(start);
            throw _shape.Wrap(slot, exception);
        }
    }

    private void WriteAll(WireWriter writer, object?[] arguments)
    {
        bool withTokens = arguments.Length == _shape.Slots.Length - Skipped;
        if (!withTokens && arguments.Length != ParameterTypes.Length)
        {
            throw new ArgumentException($"{Name} takes {ParameterTypes.Length} argument(s) but {arguments.Length} were given.", nameof(arguments));
        }

        if (_hasReceiver)
        {
            _shape.WriteArgument(writer, 0, _receiver);
        }

        int next = 0;
        for (int slot = Skipped; slot < _shape.Slots.Length; slot++)
        {
            if (_shape.Slots[slot] is not null)
            {
                _shape.WriteArgument(writer, slot, arguments[next++]);
            }
            else if (withTokens)
            {
                next++;
            }
        }
    }

    private Type[] ListParameters()
    {
        var types = new List<Type>(_shape.Slots.Length);
        for (int slot = Skipped; slot < _shape.Slots.Length; slot++)
        {
            if (_shape.Slots[slot] is { } formatter)
            {
                types.Add(formatter.Type);
            }
        }

        return [.. types];
    }
}
