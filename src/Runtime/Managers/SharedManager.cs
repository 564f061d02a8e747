using System.Diagnostics.CodeAnalysis;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Text;
using ConcurrencyAnalyzers.Runtime.Channels;
using ConcurrencyAnalyzers.Runtime.Managers;

namespace ConcurrencyAnalyzers.Runtime;

/// <summary>
/// Makes objects that processes share: dictionaries, lists, queues, locks and more. Pass the objects to other processes as
/// arguments. Python's <c>multiprocessing.Manager</c>.
/// </summary>
/// <remarks>
/// <para>The objects live in the process that calls <see cref="Start"/>, where using them costs no connection, or in a
/// process of their own after <see cref="StartProcess"/>, as in Python. They end with <see cref="Shutdown"/> or with that
/// process; then every use throws <see cref="ObjectDisposedException"/> or <see cref="OwnerExitedException"/>.</para>
/// <para>Other processes of the same user may also <see cref="Connect"/> with address and key, and find what was published.
/// All members are thread-safe.</para>
/// </remarks>
public sealed class SharedManager : IDisposable
{
    private readonly byte[] _key;
    private readonly FactoryCore? _here;
    private readonly CoreClient _factory;
    private readonly ProcessPool? _server;
    private readonly ProcessConnection<string>? _lifeline;
    private readonly List<InterfaceHost> _registered = [];
    private int _isDown;

    private SharedManager(FactoryCore here, byte[] key)
    {
        (_here, _key) = (here, key);
        _factory = new CoreClient(here);
        Address = ManagerServer.AddressText(_factory.Address);
    }

    private SharedManager(string address, byte[] key, ProcessPool? server, ProcessConnection<string>? lifeline)
    {
        (Address, _key, _server, _lifeline) = (address, key, server, lifeline);
        _factory = new CoreClient(ManagerServer.Address(address, key));
        _factory.Connect();
    }

    /// <summary>What <see cref="Connect"/> needs besides the key. Valid until the manager ends.</summary>
    public string Address { get; }

    /// <summary>What whoever connects must know.</summary>
    public ReadOnlyMemory<byte> Key => _key;

    /// <summary>Starts a manager whose objects live in this process.</summary>
    /// <param name="initializer">Run before anything else; null: nothing.</param>
    /// <param name="key">What whoever connects must know; null: 32 random bytes.</param>
    /// <returns>The manager.</returns>
    public static SharedManager Start(Action? initializer = null, byte[]? key = null)
    {
        initializer?.Invoke();
        byte[] secret = SecretOf(key);
        return new SharedManager(new FactoryCore(secret), secret);
    }

    /// <summary>Starts a manager in a process of its own, so that its objects outlive whatever happens to the others.</summary>
    /// <param name="initializer">Run there before anything else: a static method or a lambda that captures nothing; null: nothing.</param>
    /// <param name="key">What whoever connects must know; null: 32 random bytes.</param>
    /// <returns>The manager, once its process serves. The process ends with this one.</returns>
    /// <exception cref="CapturedStateException">The initializer captures variables.</exception>
    [RequiresUnreferencedCode(TargetId.TrimMessage)]
    [RequiresDynamicCode(TargetId.TrimMessage)]
    public static SharedManager StartProcess(Action? initializer = null, byte[]? key = null)
    {
        byte[] secret = SecretOf(key);
        (ProcessConnection<string> mine, ProcessConnection<string> theirs) = ProcessPipe.Create<string>();
        var server = new ProcessPool(1, new ProcessPoolOptions { Initializer = initializer });
        try
        {
            PendingResult<int> run = server.ApplyAsync(ManagerServer.Run, theirs, secret);
            theirs.Close();
            return new SharedManager(ReceiveAddress(mine, run), secret, server, mine);
        }
        catch
        {
            server.Terminate();
            server.Dispose();
            throw;
        }
    }

    /// <summary>Connects to a manager of another process of the same user.</summary>
    /// <param name="address">Its <see cref="Address"/>.</param>
    /// <param name="key">Its <see cref="Key"/>.</param>
    /// <returns>The manager. Disposing it ends only the connection.</returns>
    /// <exception cref="AuthenticationException">The key is wrong; the connection was closed.</exception>
    /// <exception cref="OwnerExitedException">The manager's process has ended.</exception>
    /// <exception cref="ObjectDisposedException">The manager was shut down.</exception>
    /// <exception cref="FormatException">The address is none.</exception>
    public static SharedManager Connect(string address, ReadOnlySpan<byte> key)
    {
        ArgumentNullException.ThrowIfNull(address);
        return new SharedManager(address, key.ToArray(), server: null, lifeline: null);
    }

    /// <summary>Makes a queue.</summary>
    /// <typeparam name="T">The type of the items; serialisable.</typeparam>
    /// <param name="maxSize">How many items fit in; 0 or less: any number.</param>
    /// <returns>The queue.</returns>
    [RequiresUnreferencedCode(WireCodec.TrimMessage)]
    [RequiresDynamicCode(WireCodec.TrimMessage)]
    public ManagedQueue<T> Queue<T>(int maxSize = 0) => new(ProcessQueue<T>.Receive(Create(ManagedKind.Queue, maxSize)));

    /// <summary>Makes a dictionary.</summary>
    /// <typeparam name="TKey">The type of the keys; serialisable.</typeparam>
    /// <typeparam name="TValue">The type of the values; serialisable.</typeparam>
    /// <returns>The dictionary, empty.</returns>
    [RequiresUnreferencedCode(WireCodec.TrimMessage)]
    [RequiresDynamicCode(WireCodec.TrimMessage)]
    public ManagedDictionary<TKey, TValue> Dictionary<TKey, TValue>()
        where TKey : notnull =>
        new(CoreClient.ReadFrom<DictionaryCore>(Create(ManagedKind.Dictionary)));

    /// <summary>Makes a list.</summary>
    /// <typeparam name="T">The type of the elements; serialisable.</typeparam>
    /// <returns>The list, empty.</returns>
    [RequiresUnreferencedCode(WireCodec.TrimMessage)]
    [RequiresDynamicCode(WireCodec.TrimMessage)]
    public ManagedList<T> List<T>() => new(CoreClient.ReadFrom<ListCore>(Create(ManagedKind.List)));

    /// <summary>Makes a namespace.</summary>
    /// <returns>The namespace, empty.</returns>
    [RequiresUnreferencedCode(WireCodec.TrimMessage)]
    [RequiresDynamicCode(WireCodec.TrimMessage)]
    public ManagedNamespace Namespace() => new(CoreClient.ReadFrom<DictionaryCore>(Create(ManagedKind.Dictionary)));

    /// <summary>Makes a single value.</summary>
    /// <typeparam name="T">Its type; serialisable.</typeparam>
    /// <param name="value">The value it begins with.</param>
    /// <returns>The value's holder.</returns>
    [RequiresUnreferencedCode(WireCodec.TrimMessage)]
    [RequiresDynamicCode(WireCodec.TrimMessage)]
    public ManagedValue<T> Value<T>(T value) => new(CoreClient.ReadFrom<DictionaryCore>(Create(ManagedKind.Dictionary))) { Value = value };

    /// <summary>Makes a lock that is not re-entrant.</summary>
    /// <returns>The lock.</returns>
    public ManagedLock Lock() => new(ProcessLock.ReadFrom(Create(ManagedKind.Lock)));

    /// <summary>Makes a lock that the thread that holds it may take again. Python's <c>manager.RLock()</c>.</summary>
    /// <returns>The lock.</returns>
    public ProcessReentrantLock ReentrantLock() => ProcessReentrantLock.ReadFrom(Create(ManagedKind.ReentrantLock));

    /// <summary>Makes a semaphore. Python's <c>manager.Semaphore()</c>, and <c>BoundedSemaphore</c> with a maximum.</summary>
    /// <param name="value">How many permits are free at first.</param>
    /// <param name="max">How many there may be at most.</param>
    /// <returns>The semaphore.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative, or above the maximum.</exception>
    public ProcessSemaphore Semaphore(int value = 1, int max = int.MaxValue)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(value);
        ArgumentOutOfRangeException.ThrowIfLessThan(max, Math.Max(value, 1));
        return ProcessSemaphore.ReadFrom(Create(ManagedKind.Semaphore, value, max));
    }

    /// <summary>Makes an event, not set.</summary>
    /// <returns>The event.</returns>
    public ProcessEvent Event() => ProcessEvent.ReadFrom(Create(ManagedKind.Event));

    /// <summary>Makes a condition with a re-entrant lock of its own.</summary>
    /// <returns>The condition.</returns>
    public ProcessCondition Condition() => ProcessCondition.ReadFrom(Create(ManagedKind.Condition));

    /// <summary>Makes a barrier.</summary>
    /// <param name="parties">How many must come; at least 1.</param>
    /// <returns>The barrier.</returns>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than one party.</exception>
    public ProcessBarrier Barrier(int parties)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(parties, 1);
        return ProcessBarrier.ReadFrom(Create(ManagedKind.Barrier, parties));
    }

    /// <summary>
    /// Lets other processes call an object of this one by an interface. Nothing but the members of the interface can be
    /// called. Python's <c>BaseManager.register</c>.
    /// </summary>
    /// <typeparam name="TInterface">The interface: methods and properties of serialisable types.</typeparam>
    /// <param name="target">The object. It lives in this process also when the manager has one of its own. Several processes may call it at once, each call on a thread of the pool: it must be thread-safe.</param>
    /// <returns>A handle to pass to other processes.</returns>
    /// <exception cref="ArgumentException">The type is no interface, or a member cannot be called from another process; the message names it.</exception>
    /// <exception cref="NotSerializableException">A parameter or result cannot cross.</exception>
    [RequiresUnreferencedCode(InterfaceContract.TrimMessage)]
    [RequiresDynamicCode(InterfaceContract.TrimMessage)]
    public ManagedObject<TInterface> Register<[DynamicallyAccessedMembers(InterfaceContract.Needs)] TInterface>(TInterface target)
        where TInterface : class
    {
        ArgumentNullException.ThrowIfNull(target);
        ObjectDisposedException.ThrowIf(Volatile.Read(ref _isDown) != 0, this);
        var host = new InterfaceHost(InterfaceContract.Of(typeof(TInterface)), target);
        lock (_registered)
        {
            _registered.Add(host);
        }

        return new ManagedObject<TInterface>(host);
    }

    /// <summary>Gives a managed object a name by which <see cref="Find"/> finds it in any process that knows address and key.</summary>
    /// <typeparam name="T">The type of the handle.</typeparam>
    /// <param name="name">The name; what had it before is not found any more.</param>
    /// <param name="handle">What this manager has made, or any other value that can cross.</param>
    [RequiresUnreferencedCode(WireCodec.TrimMessage)]
    [RequiresDynamicCode(WireCodec.TrimMessage)]
    public void Publish<T>(string name, T handle)
    {
        ArgumentNullException.ThrowIfNull(name);
        _factory.Do(FactoryCore.Publish, [.. Packing.Pack(Encoding.UTF8.GetBytes(name)), .. Formatters.Of<T>().Encode(handle)]);
    }

    /// <summary>Finds what was published under a name.</summary>
    /// <typeparam name="T">The type it was published as.</typeparam>
    /// <param name="name">The name.</param>
    /// <returns>The handle.</returns>
    /// <exception cref="KeyNotFoundException">Nothing has that name.</exception>
    /// <exception cref="WireFormatException">It was published as another type.</exception>
    [RequiresUnreferencedCode(WireCodec.TrimMessage)]
    [RequiresDynamicCode(WireCodec.TrimMessage)]
    public T Find<T>(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return _factory.Try(FactoryCore.Find, Packing.Pack(Encoding.UTF8.GetBytes(name)), out byte[] handle)
            ? Formatters.Of<T>().Decode(handle)
            : throw new KeyNotFoundException($"Nothing was published as '{name}' at this manager.");
    }

    /// <summary>
    /// Ends the manager and all its objects; who waits at one gets an exception. After <see cref="Connect"/> it ends only
    /// the connection. Does nothing the second time. Another manager may be started afterwards, with the same key, too.
    /// </summary>
    public void Shutdown()
    {
        if (Interlocked.Exchange(ref _isDown, 1) != 0)
        {
            return;
        }

        lock (_registered)
        {
            _registered.ForEach(static host => host.Dispose());
        }

        _here?.End();
        _factory.Release();
        _lifeline?.Dispose();
        if (_server is not null)
        {
            _server.Close();
            _server.Join();
            _server.Dispose();
        }
    }

    /// <inheritdoc cref="Shutdown"/>
    public void Dispose() => Shutdown();

    private static byte[] SecretOf(byte[]? key) => key is null ? RandomNumberGenerator.GetBytes(HostedObject.TokenLength) : [.. key];

    private static string ReceiveAddress(ProcessConnection<string> server, PendingResult<int> run)
    {
        string? address;
        while (!server.TryReceive(out address, TimeSpan.FromMilliseconds(100)))
        {
            if (run.Ready)
            {
                run.Get();
            }
        }

        return address;
    }

    private WireReader Create(byte kind, int first = 0, int second = 0)
    {
        ObjectDisposedException.ThrowIf(Volatile.Read(ref _isDown) != 0, this);
        return new WireReader(_factory.Do(FactoryCore.Create, [kind, .. Packing.Of(first), .. Packing.Of(second)]));
    }
}
