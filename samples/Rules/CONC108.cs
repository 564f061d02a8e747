namespace ConcurrencyAnalyzers.Samples.CONC108.Violation
{
    #region Violation
    internal sealed class Account
    {
        private readonly object gate = new();
        private int balance;

        public void Deposit(int amount)
        {
            Monitor.TryEnter(gate, 100);
            try
            {
                balance += amount;
                Console.WriteLine(balance);
            }
            finally
            {
                Monitor.Exit(gate);
            }
        }
    }
    #endregion
}

namespace ConcurrencyAnalyzers.Samples.CONC108.Fixed
{
    #region Fixed
    internal sealed class Account
    {
        private readonly object gate = new();
        private int balance;

        public void Deposit(int amount)
        {
            if (Monitor.TryEnter(gate, 100))
            {
                try
                {
                    balance += amount;
                    Console.WriteLine(balance);
                }
                finally
                {
                    Monitor.Exit(gate);
                }
            }
        }
    }
    #endregion
}
