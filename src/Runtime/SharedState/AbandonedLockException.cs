namespace ConcurrencyAnalyzers.Runtime;

/// <summary>
/// A process ended while it held a <see cref="ProcessLock"/> or <see cref="ProcessReentrantLock"/>. What the lock guards may
/// be half changed. Python hangs for ever there.
/// </summary>
/// <remarks>
/// <para>It is thrown once, to the first who acquires afterwards. The lock is free again by then, and the receiver does
/// <b>not</b> hold it, unlike with <see cref="AbandonedMutexException"/>: a <c>using (gate.Enter())</c> that throws leaves
/// nothing held behind. The one exception is the wait of a <see cref="ProcessCondition"/>, which holds the lock again
/// however it ends.</para>
/// <para>To look after the guarded state before anybody else can, use the forms with <c>out bool wasAbandoned</c>: they hold
/// the lock and tell, and throw nothing.</para>
/// </remarks>
public sealed class AbandonedLockException : InvalidOperationException
{
    /// <summary>Creates the exception with a general message.</summary>
    public AbandonedLockException()
        : base("A process ended while it held the lock. What it guards may be half changed; the lock is free again.")
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">What happened and what to do.</param>
    public AbandonedLockException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with a cause.</summary>
    /// <param name="message">What happened and what to do.</param>
    /// <param name="innerException">The cause.</param>
    public AbandonedLockException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
