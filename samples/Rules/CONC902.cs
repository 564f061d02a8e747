namespace ConcurrencyAnalyzers.Samples.CONC902.Violation
{
    #region Violation
    internal static class Folder
    {
        public static async Task<long> LengthAsync(IEnumerable<string> paths)
        {
            var total = 0L;
            Parallel.ForEach(paths, path =>
            {
                var text = File.ReadAllText(path);
                Interlocked.Add(ref total, text.Length);
            });
            await Console.Out.WriteLineAsync($"{total} characters");
            return total;
        }
    }
    #endregion
}

namespace ConcurrencyAnalyzers.Samples.CONC902.Fixed
{
    #region Fixed
    internal static class Folder
    {
        public static async Task<long> LengthAsync(IEnumerable<string> paths)
        {
            var total = 0L;
            await Parallel.ForEachAsync(paths, async (path, _) =>
            {
                var text = await File.ReadAllTextAsync(path);
                Interlocked.Add(ref total, text.Length);
            });
            await Console.Out.WriteLineAsync($"{total} characters");
            return total;
        }
    }
    #endregion
}
