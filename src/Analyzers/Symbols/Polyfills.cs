#pragma warning disable IDE0130 // the compiler looks these types up in this namespace

namespace System.Runtime.CompilerServices;

/// <summary>Lets C# records and init accessors compile for .NET Standard 2.0.</summary>
internal static class IsExternalInit;
