namespace ConcurrencyAnalyzers.Samples.CONC308.Violation
{
    #region Violation
    internal sealed class Greeter
    {
        private readonly Thread _thread;
        private readonly string _text;

        public Greeter(Func<string> compose)
        {
            _thread = new Thread(Greet);
            _thread.Start();
            _text = compose();
        }

        public void Wait() => _thread.Join();

        private void Greet() => Console.WriteLine(_text.ToUpperInvariant());
    }
    #endregion
}

namespace ConcurrencyAnalyzers.Samples.CONC308.Fixed
{
    #region Fixed
    internal sealed class Greeter
    {
        private readonly Thread _thread;
        private readonly string _text;

        public Greeter(Func<string> compose)
        {
            _thread = new Thread(Greet);
            _text = compose();
            _thread.Start();
        }

        public void Wait() => _thread.Join();

        private void Greet() => Console.WriteLine(_text.ToUpperInvariant());
    }
    #endregion
}
