namespace ConcurrencyAnalyzers.Samples.CONC102.Violation
{
    #region Violation
    internal sealed class Account
    {
        private readonly SemaphoreSlim gate = new(1, 1);
        private int balance;

        public void Deposit(int amount)
        {
            gate.Wait();
            try
            {
                balance += amount;
            }
            finally
            {
                gate.Release();
            }
        }

        public void DepositWithBonus(int amount)
        {
            gate.Wait();
            try
            {
                Deposit(amount + 1);
            }
            finally
            {
                gate.Release();
            }
        }
    }
    #endregion
}

namespace ConcurrencyAnalyzers.Samples.CONC102.Fixed
{
    #region Fixed
    internal sealed class Account
    {
        private readonly SemaphoreSlim gate = new(1, 1);
        private int balance;

        public void Deposit(int amount)
        {
            gate.Wait();
            try
            {
                DepositCore(amount);
            }
            finally
            {
                gate.Release();
            }
        }

        // The caller holds gate.
        private void DepositCore(int amount)
        {
            balance += amount;
        }

        public void DepositWithBonus(int amount)
        {
            gate.Wait();
            try
            {
                DepositCore(amount + 1);
            }
            finally
            {
                gate.Release();
            }
        }
    }
    #endregion
}
