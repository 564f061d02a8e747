using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using ConcurrencyAnalyzers.Runtime.Internal;

namespace ConcurrencyAnalyzers.Runtime;

/// <summary>What a delegate is made of: the method, and the object it is closed over if that may cross as argument 0.</summary>
internal readonly record struct TargetOrigin(MethodInfo Method, bool HasReceiver, object? Receiver, Type? ReceiverType)
{
    /// <summary>Takes a delegate apart; refuses those that carry more than arguments.</summary>
    /// <exception cref="CapturedStateException">It captures variables.</exception>
    /// <exception cref="ArgumentException">It is no single method that another process has.</exception>
    internal static TargetOrigin Of(Delegate target)
    {
        while (target.Target is Delegate inner && target.Method.Name == nameof(Action.Invoke) && target.GetInvocationList().Length == 1)
        {
            // new Action(other): the same method behind one more door.
            target = inner;
        }

        int methods = target.GetInvocationList().Length;
        if (methods > 1)
        {
            throw new ArgumentException($"The delegate calls {methods} methods; a target is one. Write a method that calls them.", nameof(target));
        }

        MethodInfo method = target.Method;
        TargetRules.ThrowIfNotInFile(method);
        return method.IsStatic ? OfStatic(target, method) : OfInstance(target.Target, method);
    }

    /// <summary>A method and the object it is called on, as an expression names them.</summary>
    internal static TargetOrigin Of(MethodInfo method, object? receiver)
    {
        TargetRules.ThrowIfNotInFile(method);
        return method.IsStatic ? new TargetOrigin(method, HasReceiver: false, null, null)
            : receiver is null ? throw new ArgumentException($"{TargetRules.NameOf(method)} is called on null.", nameof(receiver))
            : OfObject(receiver, method);
    }

    private static TargetOrigin OfStatic(Delegate target, MethodInfo method)
    {
        // A delegate may be closed over the first argument: an extension method on an instance. Null is a value there, too.
        bool isClosed = method.GetParameters().Length > InvokeOf(target).GetParameters().Length;
        return new TargetOrigin(method, isClosed, isClosed ? target.Target : null, null);
    }

    private static TargetOrigin OfInstance(object? receiver, MethodInfo method)
    {
        if (receiver is null)
        {
            throw new ArgumentException($"{TargetRules.NameOf(method)} needs an object. Pass a static method that takes the object as an argument.", nameof(method));
        }

        if (Captures.IsClosure(receiver.GetType()))
        {
            Captures.ThrowIfAny(receiver, method);
            return new TargetOrigin(method, HasReceiver: false, null, null);
        }

        if (method.Name.StartsWith('<'))
        {
            throw Captures.OfThis(method);
        }

        return OfObject(receiver, method);
    }

    private static TargetOrigin OfObject(object receiver, MethodInfo method)
    {
        Type type = receiver.GetType();
        return TargetRules.IsState(type)
            ? new TargetOrigin(method, HasReceiver: true, receiver, type)
            : throw new ArgumentException(
                $"{TargetRules.NameOf(method)} runs on a {Refusal.Name(type)} of this process. Make the method static and pass what it needs as arguments, or mark {Refusal.Name(type)} with [ProcessState]: then a copy of the object crosses.", nameof(method));
    }

    [UnconditionalSuppressMessage("Trimming", "IL2075", Justification = "A delegate's Invoke is never trimmed.")]
    private static MethodInfo InvokeOf(Delegate target) => target.GetType().GetMethod(nameof(Action.Invoke))!;
}
