namespace ConcurrencyAnalyzers.Samples.CONC101.Violation
{
    #region Violation
    internal sealed class Account
    {
        private readonly SemaphoreSlim gate = new(1, 1);
        private int balance;

        public void Deposit(int amount)
        {
            gate.Wait();
            balance += amount;
            gate.Wait();
            Console.WriteLine(balance);
            gate.Release();
            gate.Release();
        }
    }
    #endregion
}

namespace ConcurrencyAnalyzers.Samples.CONC101.Fixed
{
    #region Fixed
    internal sealed class Account
    {
        private readonly SemaphoreSlim gate = new(1, 1);
        private int balance;

        public void Deposit(int amount)
        {
            gate.Wait();
            balance += amount;
            Console.WriteLine(balance);
            gate.Release();
        }
    }
    #endregion
}
