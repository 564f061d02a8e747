using System.Diagnostics;

namespace ConcurrencyAnalyzers.Samples.CONC501.Violation
{
    #region Violation
    internal static class Listing
    {
        public static string Of(string folder)
        {
            using var process = new Process();
            process.StartInfo = new ProcessStartInfo("ls", folder) { RedirectStandardOutput = true, RedirectStandardError = true };
            process.Start();
            process.WaitForExit();
            var output = process.StandardOutput.ReadToEnd();
            var errors = process.StandardError.ReadToEnd();
            return errors.Length == 0 ? output : errors;
        }
    }
    #endregion
}

namespace ConcurrencyAnalyzers.Samples.CONC501.Fixed
{
    #region Fixed
    internal static class Listing
    {
        public static string Of(string folder)
        {
            using var process = new Process();
            process.StartInfo = new ProcessStartInfo("ls", folder) { RedirectStandardOutput = true, RedirectStandardError = true };
            process.Start();
            var outputTask = process.StandardOutput.ReadToEndAsync();
            var errorTask = process.StandardError.ReadToEndAsync();
            process.WaitForExit();
            var output = outputTask.GetAwaiter().GetResult();
            var errors = errorTask.GetAwaiter().GetResult();
            return errors.Length == 0 ? output : errors;
        }
    }
    #endregion
}
