using System.Diagnostics.CodeAnalysis;
using ConcurrencyAnalyzers.Runtime.Hosting;

namespace ConcurrencyAnalyzers.Runtime;

/// <summary>How a <see cref="ProcessPool"/> works. Immutable; copies are made with <c>with</c>.</summary>
public sealed record ProcessPoolOptions
{
    private int? _maxTasksPerChild;
    private TimeSpan? _taskTimeout;
    private int _crashRetries;
    private int _prefetch = 16;

    /// <summary>
    /// Run once in each worker before its first task: a static method or a lambda that captures nothing. What leaves it breaks
    /// the pool. With arguments: <see cref="WithInitializer{T}"/>.
    /// </summary>
    public Action? Initializer
    {
        get => InitializerTarget as Action;
        [RequiresUnreferencedCode(TargetId.TrimMessage)]
        [RequiresDynamicCode(TargetId.TrimMessage)]
        init
        {
            InitializerTarget = value;
            InitializerCall = value is null ? null : ProcessCall.Of(value);
        }
    }

    /// <summary>A worker that has had this many tasks is replaced by a new process; null: never. A chunk of a map is one task.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is not positive.</exception>
    public int? MaxTasksPerChild
    {
        get => _maxTasksPerChild;
        init
        {
            if (value is { } number)
            {
                ArgumentOutOfRangeException.ThrowIfNegativeOrZero(number, nameof(MaxTasksPerChild));
            }

            _maxTasksPerChild = value;
        }
    }

    /// <summary>How long a task may run; its worker is then killed and the task fails with <see cref="TimeoutException"/>. Null: for ever.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The time is not positive.</exception>
    public TimeSpan? TaskTimeout
    {
        get => _taskTimeout;
        init
        {
            if (value is { } time)
            {
                ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(time, TimeSpan.Zero, nameof(TaskTimeout));
            }

            _taskTimeout = value;
        }
    }

    /// <summary>
    /// How often a task is run again after its worker died of it; 0 unless set. Only for targets that may run twice: nobody
    /// knows how far the dead worker came.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is negative.</exception>
    public int CrashRetries
    {
        get => _crashRetries;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value, nameof(CrashRetries));
            _crashRetries = value;
        }
    }

    /// <summary>How many short tasks at most are sent to a worker ahead; 16 unless set. 1: a task is sent when its worker is idle.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is not positive.</exception>
    public int Prefetch
    {
        get => _prefetch;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(value, nameof(Prefetch));
            _prefetch = value;
        }
    }

    /// <summary>Streams, environment and folder of the workers; their names and whether they are daemons is the pool's to say.</summary>
    public WorkerProcessOptions Process { get; init; } = new();

    internal ProcessCall? InitializerCall { get; private init; }

    private Delegate? InitializerTarget { get; init; }

    /// <summary>The same options with an initializer that takes an argument.</summary>
    /// <typeparam name="T">The type of the argument.</typeparam>
    /// <param name="initializer">A static method or a lambda that captures nothing.</param>
    /// <param name="argument">What each worker gets a copy of.</param>
    /// <returns>A copy.</returns>
    /// <exception cref="CapturedStateException">The initializer captures variables.</exception>
    /// <exception cref="NotSerializableException">The type of the argument cannot cross.</exception>
    [RequiresUnreferencedCode(TargetId.TrimMessage)]
    [RequiresDynamicCode(TargetId.TrimMessage)]
    public ProcessPoolOptions WithInitializer<T>(Action<T> initializer, T argument) =>
        this with { InitializerTarget = initializer, InitializerCall = ProcessCall.Of(initializer, argument) };
}
