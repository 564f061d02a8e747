using System.Diagnostics;

namespace ConcurrencyAnalyzers.Samples.CONC503.Violation
{
    #region Violation
    internal static class Backup
    {
        public static int Begin(string file)
        {
            var process = Process.Start("cp", $"{file} {file}.old");
            return process.Id;
        }
    }
    #endregion
}

namespace ConcurrencyAnalyzers.Samples.CONC503.Fixed
{
    #region Fixed
    internal static class Backup
    {
        public static int Begin(string file)
        {
            using var process = Process.Start("cp", $"{file} {file}.old");
            return process.Id;
        }
    }
    #endregion
}
