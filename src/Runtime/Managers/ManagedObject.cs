using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Reflection;
using ConcurrencyAnalyzers.Runtime.Channels;
using ConcurrencyAnalyzers.Runtime.Managers;

namespace ConcurrencyAnalyzers.Runtime;

/// <summary>
/// A handle to an object of another process that was registered at a <see cref="SharedManager"/> by an interface; it may be
/// passed to other processes. Python's proxies of <c>BaseManager.register</c>.
/// </summary>
/// <typeparam name="TInterface">The interface.</typeparam>
/// <remarks>
/// All members are thread-safe. Arguments and results are copies. What the object throws is thrown at the caller, as the
/// same type where that is known, else as a <see cref="RemoteException"/>. A member that the registered interface does not
/// have is refused with <see cref="ProtocolViolationException"/>.
/// </remarks>
public sealed class ManagedObject<[DynamicallyAccessedMembers(InterfaceContract.Needs)] TInterface> : IWireSerializable<ManagedObject<TInterface>>
    where TInterface : class
{
    private readonly ObjectAddress _address;
    private readonly Lazy<TInterface> _proxy;

    internal ManagedObject(InterfaceHost host)
    {
        _address = ObjectAddress.Of(host);
        _proxy = new Lazy<TInterface>(() => Make(request => host.Invoke(request), static () => Environment.ProcessId));
    }

    private ManagedObject(ObjectAddress address)
    {
        _address = address;
        var remote = new Remote(address);
        _proxy = new Lazy<TInterface>(() => Make(request => remote.Call(0, [], request), () => remote.Connect().Link.OwnerProcessId));
    }

    /// <summary>The object as its interface; each call goes to the process where the object lives.</summary>
    public TInterface Proxy => _proxy.Value;

    /// <inheritdoc/>
    void IWireSerializable<ManagedObject<TInterface>>.WriteTo(WireWriter writer) => _address.WriteTo(writer);

    /// <inheritdoc/>
    static ManagedObject<TInterface> IWireSerializable<ManagedObject<TInterface>>.ReadFrom(WireReader reader)
    {
        ObjectAddress address = ObjectAddress.ReadFrom(reader);
        return address.FindHere() switch
        {
            null => new ManagedObject<TInterface>(address),
            InterfaceHost here => new ManagedObject<TInterface>(here),
            _ => throw new WireFormatException("The shared object was not registered by an interface."),
        };
    }

    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "Who registers an object is warned, and a handle comes from there.")]
    [UnconditionalSuppressMessage("AOT", "IL3050", Justification = "The same.")]
    private static TInterface Make(Func<byte[], Reply> send, Func<int> owner)
    {
        TInterface proxy = DispatchProxy.Create<TInterface, InterfaceProxy>();
        var calls = (InterfaceProxy)(object)proxy;
        (calls.Send, calls.OwnerProcessId) = (send, owner);
        return proxy;
    }

    private sealed class Remote(ObjectAddress address) : RemoteObject(address)
    {
        internal override void OnNotice(byte notice, ReadOnlySpan<byte> content)
        {
            // The next call is told.
        }
    }
}
