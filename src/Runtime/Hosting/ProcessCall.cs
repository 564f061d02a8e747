using System.Diagnostics.CodeAnalysis;
using System.Linq.Expressions;

namespace ConcurrencyAnalyzers.Runtime.Hosting;

/// <summary>A target and its arguments.</summary>
[RequiresUnreferencedCode(TargetId.TrimMessage)]
[RequiresDynamicCode(TargetId.TrimMessage)]
internal sealed class ProcessCall
{
    private readonly object?[] _arguments;

    private ProcessCall(ProcessTarget target, object?[] arguments)
    {
        Target = target;
        _arguments = arguments;
    }

    internal ProcessTarget Target { get; }

    internal Type ResultType => Target.ResultType;

    /// <exception cref="CapturedStateException">The target captures variables.</exception>
    /// <exception cref="NotSerializableException">The type of a parameter or of the result cannot cross.</exception>
    internal static ProcessCall Of(Delegate target, params object?[] arguments)
    {
        ArgumentNullException.ThrowIfNull(target);
        return new ProcessCall(ProcessTarget.FromDelegate(target), arguments);
    }

    internal static ProcessCall Of(LambdaExpression call)
    {
        ArgumentNullException.ThrowIfNull(call);
        var target = ProcessTarget.FromCall(call, out object?[] arguments);
        return new ProcessCall(target, arguments);
    }

    /// <summary>The tokens among the arguments: they do not cross, their cancellation does.</summary>
    internal IEnumerable<CancellationToken> Tokens => _arguments.OfType<CancellationToken>();

    /// <exception cref="NotSerializableException">An argument cannot cross.</exception>
    internal void Write(WireWriter writer)
    {
        Target.Id.Write(writer);
        WriteArguments(writer);
    }

    internal void WriteArguments(WireWriter writer) => Target.WriteArguments(writer, _arguments);

    internal object? ReadResult(WireReader reader) => Target.ReadResult(reader);
}
