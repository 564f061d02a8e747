using System.IO;
using ConcurrencyAnalyzers.Runtime;

namespace ConcurrencyAnalyzers.Samples.CONC507.Violation
{
    #region Violation
    internal static class WordCount
    {
        public static int Of(string path, int minLength)
        {
            using var process = WorkerProcess.Create(() => Count(path, minLength));
            process.Start();
            var words = process.Result;
            process.Join();
            return words;
        }

        private static int Count(string path, int minLength)
        {
            var words = 0;
            foreach (var word in File.ReadAllText(path).Split(' '))
            {
                words += word.Length >= minLength ? 1 : 0;
            }

            return words;
        }
    }
    #endregion
}

namespace ConcurrencyAnalyzers.Samples.CONC507.Fixed
{
    #region Fixed
    internal static class WordCount
    {
        public static int Of(string path, int minLength)
        {
            using var process = WorkerProcess.Call(() => Count(path, minLength));
            process.Start();
            var words = process.Result;
            process.Join();
            return words;
        }

        private static int Count(string path, int minLength)
        {
            var words = 0;
            foreach (var word in File.ReadAllText(path).Split(' '))
            {
                words += word.Length >= minLength ? 1 : 0;
            }

            return words;
        }
    }
    #endregion
}
