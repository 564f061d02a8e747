using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace ConcurrencyAnalyzers.Runtime;

/// <summary>
/// A method as a target: its identity, how its arguments and its result cross, how it is called. Made once per method, and
/// refused there if something of it cannot cross. Thread-safe.
/// </summary>
[RequiresUnreferencedCode(TargetId.TrimMessage)]
[RequiresDynamicCode(TargetId.TrimMessage)]
internal sealed class TargetShape
{
    private static readonly ConcurrentDictionary<(MethodInfo Method, Type? Receiver), TargetShape> _known = new();

    private readonly string[] _names;
    private TargetInvoker? _invoker;

    private TargetShape(MethodInfo method, Type? receiverType)
    {
        TargetRules.ThrowIfNotInFile(method);
        TargetRules.ThrowIfOpen(method);
        TargetRules.ThrowIfAsyncVoid(method);
        Method = method;
        ReceiverType = receiverType;
        ParameterInfo[] parameters = method.GetParameters();
        int first = receiverType is null ? 0 : 1;
        Slots = new WireFormatter?[parameters.Length + first];
        _names = new string[Slots.Length];
        if (receiverType is not null)
        {
            SetSlot(0, receiverType, "this");
        }

        for (int i = 0; i < parameters.Length; i++)
        {
            SetSlot(i + first, parameters[i].ParameterType, parameters[i].Name ?? $"arg{i}");
        }

        Awaiter = ResultAwaiter.For(method.ReturnType);
        ResultType = Awaiter?.ResultType ?? method.ReturnType;
        Result = ResultType == typeof(void) ? null : FindResult();
        Id = TargetId.Of(method, receiverType);

        // What the target's own assembly throws may come back as itself.
        ExceptionTypes.Allow(method.Module.Assembly);
    }

    internal MethodInfo Method { get; }

    /// <summary>Set if the method is an instance method: its object is then argument 0.</summary>
    internal Type? ReceiverType { get; }

    internal TargetId Id { get; }

    internal Type ResultType { get; }

    internal ResultAwaiter? Awaiter { get; }

    /// <summary>How each argument crosses, in the method's order; null for cancellation tokens, which do not.</summary>
    internal WireFormatter?[] Slots { get; }

    /// <summary>How the result crosses; null if there is none.</summary>
    internal WireFormatter? Result { get; }

    /// <summary>True for lambdas: instance methods of a class without fields.</summary>
    internal bool NeedsClosure => !Method.IsStatic && ReceiverType is null;

    internal TargetInvoker Invoker => _invoker ??= TypedInvokerFactory.TryMake(this) ?? new ReflectionInvoker(this);

    internal static TargetShape Of(MethodInfo method, Type? receiverType) =>
        _known.TryGetValue((method, receiverType), out TargetShape? shape)
            ? shape
            : _known.GetOrAdd((method, receiverType), new TargetShape(method, receiverType));

    internal object MakeClosure() => RuntimeHelpers.GetUninitializedObject(Method.DeclaringType!);

    internal string PathOf(int slot) => $"{TargetRules.NameOf(Method)}({_names[slot]})";

    internal object?[] ReadArguments(WireReader reader)
    {
        var arguments = new object?[Slots.Length];
        for (int i = 0; i < arguments.Length; i++)
        {
            arguments[i] = Slots[i]?.ReadBoxed(reader);
        }

        return arguments;
    }

    internal void FillTokens(object?[] arguments, CancellationToken token)
    {
        for (int i = 0; i < Slots.Length; i++)
        {
            if (Slots[i] is null)
            {
                arguments[i] = token;
            }
        }
    }

    internal void WriteArgument(WireWriter writer, int slot, object? value)
    {
        try
        {
            Slots[slot]!.WriteBoxed(writer, value);
        }
        catch (NotSerializableException exception)
        {
            throw Wrap(slot, exception);
        }
        catch (Exception exception) when (exception is InvalidCastException or NullReferenceException)
        {
            throw new ArgumentException(
                $"{PathOf(slot)} takes a {Internal.Refusal.Name(Slots[slot]!.Type)}, not {(value is null ? "null" : $"a {Internal.Refusal.Name(value.GetType())}")}.", exception);
        }
    }

    internal ArgumentNotSerializableException Wrap(int slot, NotSerializableException exception) =>
        new($"The argument {PathOf(slot)} cannot cross to another process: {exception.Message}", exception);

    internal void WriteResult(WireWriter writer, object? result)
    {
        try
        {
            Result?.WriteBoxed(writer, result);
        }
        catch (NotSerializableException exception)
        {
            throw new ResultNotSerializableException($"The result of {TargetRules.NameOf(Method)} cannot cross to another process: {exception.Message}", exception);
        }
    }

    private void SetSlot(int slot, Type type, string name)
    {
        _names[slot] = name;
        if (type == typeof(CancellationToken))
        {
            return;
        }

        try
        {
            WireCodec.EnsureSupported(type, name);
            Slots[slot] = WireCodec.Formatter(type);
        }
        catch (NotSerializableException exception)
        {
            throw Wrap(slot, exception);
        }
    }

    private WireFormatter FindResult()
    {
        try
        {
            WireCodec.EnsureSupported(ResultType, "the result");
            return WireCodec.Formatter(ResultType);
        }
        catch (NotSerializableException exception)
        {
            throw new ResultNotSerializableException($"The result of {TargetRules.NameOf(Method)} cannot cross to another process: {exception.Message}", exception);
        }
    }
}
