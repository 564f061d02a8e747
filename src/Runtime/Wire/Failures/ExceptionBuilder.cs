using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.ExceptionServices;

namespace ConcurrencyAnalyzers.Runtime;

/// <summary>Makes exceptions of failures.</summary>
[RequiresUnreferencedCode(TargetId.TrimMessage)]
internal sealed class ExceptionBuilder(int processId)
{
    internal Exception Build(RemoteFailure failure)
    {
        Exception[] children = Array.ConvertAll(failure.Children, Build);
        Exception exception = TryOriginal(failure, children) ?? MakeRemote(failure, children);
        Complete(exception, failure);
        return exception;
    }

    private static Exception? TryOriginal(RemoteFailure failure, Exception[] children)
    {
        if (failure.Message is null)
        {
            return null;
        }

        try
        {
            // An exception's constructor is its own code: if it changed the message, the type is not worth the lie.
            Exception? made = ExceptionTypes.Find(failure.TypeName) is { } type ? Make(type, failure, children) : null;
            return made is not null && made.Message.StartsWith(failure.Message, StringComparison.Ordinal) ? made : null;
        }
        catch (Exception)
        {
            return null;
        }
    }

    private static Exception? Make(Type type, RemoteFailure failure, Exception[] children)
    {
        string message = failure.Message!;
        Exception? inner = children.Length > 0 ? children[0] : null;
        if (type == typeof(AggregateException))
        {
            return new AggregateException(message, children);
        }

        if (type == typeof(ObjectDisposedException))
        {
            return new ObjectDisposedException(message, inner);
        }

        if (type == typeof(TypeInitializationException))
        {
            return null;
        }

        return inner is not null
            ? (Exception?)Constructor(type, typeof(string), typeof(Exception))?.Invoke([message, inner])
            : (Exception?)(Constructor(type, typeof(string))?.Invoke([message]) ?? Constructor(type, typeof(string), typeof(Exception))?.Invoke([message, null]));
    }

    private static ConstructorInfo? Constructor(Type type, params Type[] parameters)
    {
        ConstructorInfo? found = type.GetConstructor(BindingFlags.Instance | BindingFlags.Public, parameters);

        // A sole (string paramName) takes something else than a message.
        return found?.GetParameters()[0].Name is "paramName" or "objectName" or "fullTypeName" ? null : found;
    }

    private RemoteException MakeRemote(RemoteFailure failure, Exception[] children)
    {
        string message = $"{failure.TypeName}: {failure.Message ?? "(its message could not be read)"}";
        Exception? inner = children.Length == 0 ? null : children.Length == 1 ? children[0] : new AggregateException(children);
        return new RemoteException(message, inner) { RemoteTypeName = failure.TypeName, RemoteStackTrace = failure.StackTrace, ProcessId = processId };
    }

    private void Complete(Exception exception, RemoteFailure failure)
    {
        exception.HResult = failure.HResult;
        if (failure.Source is not null)
        {
            exception.Source = failure.Source;
        }

        foreach ((string key, object? value) in failure.Data)
        {
            exception.Data[key] = value;
        }

        string stack = failure.StackTrace.Length == 0 ? "   (not thrown)" : failure.StackTrace;
        ExceptionDispatchInfo.SetRemoteStackTrace(exception, $"{stack}{Environment.NewLine}   --- remote, pid {processId} ---");
    }
}
