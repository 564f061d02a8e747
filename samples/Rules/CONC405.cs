using System.IO;
using System.Linq;
using System.Threading;
using ConcurrencyAnalyzers.Runtime;

namespace ConcurrencyAnalyzers.Samples.CONC405.Violation
{
    #region Violation
    internal sealed class FolderSize
    {
        private readonly WorkerThreadPool _pool = new(4);
        private long _bytes;

        public long Measure(string folder)
        {
            _pool.PutRequest(WorkRequest.Create(Add, folder));
            _pool.Wait();
            return Interlocked.Read(ref _bytes);
        }

        private void Add(string folder)
        {
            foreach (var inner in Directory.GetDirectories(folder))
            {
                _pool.PutRequest(WorkRequest.Create(Add, inner));
            }

            Interlocked.Add(ref _bytes, new DirectoryInfo(folder).EnumerateFiles().Sum(file => file.Length));
            _pool.Wait();
        }
    }
    #endregion
}

namespace ConcurrencyAnalyzers.Samples.CONC405.Fixed
{
    #region Fixed
    internal sealed class FolderSize
    {
        private readonly WorkerThreadPool _pool = new(4);
        private long _bytes;

        public long Measure(string folder)
        {
            _pool.PutRequest(WorkRequest.Create(Add, folder));
            _pool.Wait();
            return Interlocked.Read(ref _bytes);
        }

        private void Add(string folder)
        {
            foreach (var inner in Directory.GetDirectories(folder))
            {
                _pool.PutRequest(WorkRequest.Create(Add, inner));
            }

            Interlocked.Add(ref _bytes, new DirectoryInfo(folder).EnumerateFiles().Sum(file => file.Length));
        }
    }
    #endregion
}
