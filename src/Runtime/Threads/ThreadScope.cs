namespace ConcurrencyAnalyzers.Runtime;

/// <summary>
/// A variable that every thread has for itself, made on first use and dropped with the thread. Python's
/// <c>threading.local</c>.
/// </summary>
/// <typeparam name="T">The variable's type; for several values use a class or a record.</typeparam>
/// <remarks>
/// All members are thread-safe. It belongs to threads: after an <c>await</c> another thread, and another value, may be
/// current. For a value that follows the task use <see cref="AsyncLocal{T}"/>.
/// </remarks>
public sealed class ThreadScope<T> : IDisposable
{
    private readonly ThreadLocal<T> _values;

    /// <summary>Creates a variable that is <c>default</c> in every thread that has not set it.</summary>
    public ThreadScope() => _values = new ThreadLocal<T>(static () => default!);

    /// <summary>Creates a variable with a first value per thread.</summary>
    /// <param name="factory">Run once in every thread that reads the variable before setting it.</param>
    public ThreadScope(Func<T> factory) => _values = new ThreadLocal<T>(factory);

    /// <summary>The calling thread's value.</summary>
    /// <exception cref="InvalidOperationException">The factory itself reads this variable.</exception>
    /// <exception cref="ObjectDisposedException">The variable was disposed.</exception>
    public T Value
    {
        get => _values.Value!;
        set => _values.Value = value;
    }

    /// <summary>Whether the calling thread has a value yet.</summary>
    /// <exception cref="ObjectDisposedException">The variable was disposed.</exception>
    public bool IsValueCreated => _values.IsValueCreated;

    /// <summary>Drops the values of all threads.</summary>
    public void Dispose() => _values.Dispose();
}
