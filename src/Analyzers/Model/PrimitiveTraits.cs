namespace ConcurrencyAnalyzers.Model;

/// <summary>Properties of a primitive that decide which misuse is possible.</summary>
[Flags]
internal enum PrimitiveTraits
{
    None = 0,

    /// <summary>The owner may acquire again.</summary>
    Reentrant = 1,

    /// <summary>A second acquire by the owner hangs or throws.</summary>
    NonReentrant = 2,

    /// <summary>Only the thread that acquired may release.</summary>
    ThreadAffine = 4,

    /// <summary>A value type; a copy is another primitive.</summary>
    Struct = 8,

    /// <summary>Only static members act; no instance is a handle.</summary>
    Static = 16,

    /// <summary>Ships with ConcurrencyAnalyzers.Runtime.</summary>
    Runtime = 32,

    /// <summary>Awaiting an instance joins it.</summary>
    Awaitable = 64,

    /// <summary>One signal lets one waiter pass.</summary>
    AutoReset = 128,

    /// <summary>Acts between processes, not only between threads of one.</summary>
    CrossProcess = 256,

    /// <summary>Only the members that matter are listed; no test asks for the others.</summary>
    Partial = 512,

    /// <summary>Its members are named like those of many other types: no rule may be woken by their names alone.</summary>
    CommonNames = 1024,
}
