using ConcurrencyAnalyzers.Runtime;

namespace ConcurrencyAnalyzers.Samples.CONC205.Violation
{
    #region Violation
    internal sealed class Account
    {
        private readonly object gate = new();
        private decimal balance;

        public void TransferTo(Account other, decimal amount)
        {
            lock (gate)
            {
                lock (other.gate)
                {
                    balance -= amount;
                    other.balance += amount;
                }
            }
        }
    }
    #endregion
}

namespace ConcurrencyAnalyzers.Samples.CONC205.Fixed
{
    #region Fixed
    internal sealed class Account
    {
        private readonly object gate = new();
        private decimal balance;

        public void TransferTo(Account other, decimal amount)
        {
            using (LockSet.AcquireAll(gate, other.gate))
            {
                balance -= amount;
                other.balance += amount;
            }
        }
    }
    #endregion
}
