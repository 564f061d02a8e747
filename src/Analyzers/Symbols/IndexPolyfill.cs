#pragma warning disable IDE0130 // the compiler looks this type up in this namespace

namespace System;

/// <summary>Lets C# list patterns compile for .NET Standard 2.0; the compiler needs no more of the type than this.</summary>
internal readonly struct Index(int value, bool fromEnd = false)
{
    private readonly int value = value;
    private readonly bool fromEnd = fromEnd;

    public int GetOffset(int length) => fromEnd ? length - value : value;
}
