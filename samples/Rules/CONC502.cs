using System.Diagnostics;

namespace ConcurrencyAnalyzers.Samples.CONC502.Violation
{
    #region Violation
    internal static class Build
    {
        public static bool Run(string project)
        {
            using var process = Process.Start("make", project);
            return process.ExitCode == 0;
        }
    }
    #endregion
}

namespace ConcurrencyAnalyzers.Samples.CONC502.Fixed
{
    #region Fixed
    internal static class Build
    {
        public static bool Run(string project)
        {
            using var process = Process.Start("make", project);
            process.WaitForExit();
            return process.ExitCode == 0;
        }
    }
    #endregion
}
