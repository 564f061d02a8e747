using System.IO.MemoryMappedFiles;
using ConcurrencyAnalyzers.Runtime.Platform;

namespace ConcurrencyAnalyzers.Runtime.Transport;

/// <summary>
/// A number in shared memory that one process writes and another reads: the last task a worker has started, or how many
/// deliveries a client has read. It needs no message and survives its writer, so the reader knows what died with it.
/// </summary>
internal sealed unsafe class SharedCounter : IDisposable
{
    private const int Size = 4096;

    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;
    private readonly long* _cell;
    private readonly bool _isOwner;

    private SharedCounter(string path, FileStream stream, bool isOwner)
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

    internal static SharedCounter Create()
    {
        string path = RuntimeDirectory.SharedMemory.NextPath();
        return new SharedCounter(path, CurrentPlatform.Instance.CreatePrivateFile(path), isOwner: true);
    }

    internal static SharedCounter Open(string path) =>
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
