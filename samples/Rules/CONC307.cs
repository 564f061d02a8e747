namespace ConcurrencyAnalyzers.Samples.CONC307.Violation
{
    #region Violation
    internal static class Transcript
    {
        public static void Write(string path, IReadOnlyList<string> lines)
        {
            using var writer = new StreamWriter(path);
            var scribe = new Thread(() =>
            {
                foreach (var line in lines)
                {
                    writer.WriteLine(line);
                }
            });
            scribe.Start();
        }
    }
    #endregion
}

namespace ConcurrencyAnalyzers.Samples.CONC307.Fixed
{
    #region Fixed
    internal static class Transcript
    {
        public static void Write(string path, IReadOnlyList<string> lines)
        {
            using var writer = new StreamWriter(path);
            var scribe = new Thread(() =>
            {
                foreach (var line in lines)
                {
                    writer.WriteLine(line);
                }
            });
            scribe.Start();
            scribe.Join();
        }
    }
    #endregion
}
