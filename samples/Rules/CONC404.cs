using System;
using System.Collections.Generic;
using System.Threading.Tasks;

namespace ConcurrencyAnalyzers.Samples.CONC404.Violation
{
    #region Violation
    internal static class Mailing
    {
        public static async Task SendAsync(IReadOnlyList<string> receivers, Func<string, Task> send)
        {
            await Task.Factory.StartNew(async () =>
            {
                foreach (var receiver in receivers)
                {
                    await send(receiver);
                }
            });
        }
    }
    #endregion
}

namespace ConcurrencyAnalyzers.Samples.CONC404.Fixed
{
    #region Fixed
    internal static class Mailing
    {
        public static async Task SendAsync(IReadOnlyList<string> receivers, Func<string, Task> send)
        {
            await Task.Factory.StartNew(async () =>
            {
                foreach (var receiver in receivers)
                {
                    await send(receiver);
                }
            }).Unwrap();
        }
    }
    #endregion
}
