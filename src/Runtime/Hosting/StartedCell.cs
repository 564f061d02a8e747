using System.IO.MemoryMappedFiles;
using ConcurrencyAnalyzers.Runtime.Platform;

namespace ConcurrencyAnalyzers.Runtime.Hosting;

/// <summary>
/// A number in shared memory: the last task a worker has started. It survives the worker, so the parent knows which of
/// the tasks it had sent died with it and which can be given to another one.
/// </summary>
internal sealed unsafe class StartedCell : IDisposable
{
    private const int Size = 4096;

    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;
    private readonly long* _cell;
    private readonly bool _isOwner;

    private StartedCell(string path, FileStream stream, bool isOwner)
    {
        FullPath = path;
        _isOwner = isOwner;
        if (isOwner)
        {
            stream.SetLength(Size);
        }

        _file = MemoryMappedFile.CreateFromFile(
            stream, mapName: null, Size, MemoryMappedFileAccess.ReadWrite, HandleInheritability.None, leaveOpen: false);
        _view = _file.CreateViewAccessor(0, Size);
        byte* pointer = null;
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref pointer);
        _cell = (long*)pointer;
    }

    internal string FullPath { get; }

    internal long Value
    {
        get => Volatile.Read(ref *_cell);
        set => Volatile.Write(ref *_cell, value);
    }

    internal static StartedCell Create()
    {
        string path = RuntimeDirectory.SharedMemory.NextPath();
        return new StartedCell(path, CurrentPlatform.Instance.CreatePrivateFile(path), isOwner: true);
    }

    internal static StartedCell Open(string path) =>
        new(path, new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0), isOwner: false);

    public void Dispose()
    {
        _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _view.Dispose();
        _file.Dispose();
        if (_isOwner)
        {
            File.Delete(FullPath);
        }
    }
}
