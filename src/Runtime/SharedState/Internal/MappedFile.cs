using System.Globalization;
using System.IO.MemoryMappedFiles;
using ConcurrencyAnalyzers.Runtime.Platform;

namespace ConcurrencyAnalyzers.Runtime.SharedState;

/// <summary>
/// A private file in memory. It begins with a header that whoever maps it checks: mark and version of the layout, the
/// file's size, and the process that made it.
/// </summary>
internal sealed unsafe class MappedFile
{
    internal const int HeaderSize = 64;

    private const long Mark = 0x3176_6d65_4d6e_6f43; // "ConMemv1", the last two of which are the layout's version
    private const int MarkAt = 0;
    private const int SizeAt = 8;
    private const int OwnerIdAt = 16;
    private const int OwnerStartAt = 24;

    private readonly MemoryMappedViewAccessor _view;
    private byte* _base;

    private MappedFile(MemoryMappedViewAccessor view, long size)
    {
        _view = view;
        Size = size;
        view.SafeMemoryMappedViewHandle.AcquirePointer(ref _base);
        _base += view.PointerOffset;
    }

    /// <summary>Of the whole file, with the header.</summary>
    internal long Size { get; }

    internal byte* Base => _base;

    /// <summary>Makes a file of zeros, whose memory is reserved at once: a lack of memory shows here and not at some later access.</summary>
    internal static MappedFile Create(long size, out int number)
    {
        string path = RuntimeDirectory.SharedMemory.NextPath();
        number = int.Parse(Path.GetFileName(path), CultureInfo.InvariantCulture);
        try
        {
            MappedFile mapped;
            using (FileStream file = CurrentPlatform.Instance.CreatePrivateFile(path, size))
            {
                file.SetLength(size);
                mapped = Map(file, size);
            }

            mapped.WriteHeader();
            return mapped;
        }
        catch
        {
            File.Delete(path);
            throw;
        }
    }

    /// <exception cref="SharedStateLostException">There is no such file, or its owner lives no more.</exception>
    internal static MappedFile Open(SharedAddress address)
    {
        if (!address.Owner.IsAlive)
        {
            throw SharedStateLostException.OwnerEnded(address.Owner.ProcessId);
        }

        try
        {
            using var file = new FileStream(
                address.Path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            if (file.Length < HeaderSize)
            {
                throw SharedStateLostException.NotOurs();
            }

            MappedFile mapped = Map(file, file.Length);
            if (!mapped.HasHeaderOf(address.Owner))
            {
                mapped.Unmap();
                throw SharedStateLostException.NotOurs();
            }

            return mapped;
        }
        catch (IOException exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw SharedStateLostException.Disposed();
        }
    }

    /// <summary>No pointer into the file may be used afterwards.</summary>
    internal void Unmap()
    {
        _base = null;
        _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _view.Dispose();
    }

    private static MappedFile Map(FileStream file, long size)
    {
        // A view outlives the file's handles, so that none stays open.
        using var map = MemoryMappedFile.CreateFromFile(
            file, null, size, MemoryMappedFileAccess.ReadWrite, HandleInheritability.None, leaveOpen: true);
        return new MappedFile(map.CreateViewAccessor(0, size), size);
    }

    private void WriteHeader()
    {
        *(long*)(_base + SizeAt) = Size;
        *(int*)(_base + OwnerIdAt) = ProcessIdentity.Current.ProcessId;
        *(long*)(_base + OwnerStartAt) = ProcessIdentity.Current.StartTime;
        Volatile.Write(ref *(long*)(_base + MarkAt), Mark);
    }

    private bool HasHeaderOf(ProcessIdentity owner) =>
        Volatile.Read(ref *(long*)(_base + MarkAt)) == Mark
        && *(long*)(_base + SizeAt) == Size
        && *(int*)(_base + OwnerIdAt) == owner.ProcessId
        && *(long*)(_base + OwnerStartAt) == owner.StartTime;
}
