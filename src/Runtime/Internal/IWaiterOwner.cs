namespace ConcurrencyAnalyzers.Runtime.Internal;

/// <summary>Whoever keeps the list a waiter stands in.</summary>
internal interface IWaiterOwner
{
    /// <summary>
    /// Takes the waiter out of its list. False: somebody already took it out and has signalled it, so the wait succeeded.
    /// </summary>
    bool TryWithdraw(Waiter waiter);
}
