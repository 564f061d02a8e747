namespace ConcurrencyAnalyzers.Rules.Processes;

/// <summary>Why something cannot cross to another process.</summary>
internal enum RefusalReason
{
    /// <summary>A lambda or local function carries a variable of this process.</summary>
    Captured,

    /// <summary>A lambda or local function works on the object it stands in.</summary>
    This,

    /// <summary>An instance method, whose object stays here.</summary>
    Instance,

    /// <summary>A lock, stream, delegate, task …: it means something in one process only.</summary>
    Bound,

    /// <summary>An array with several dimensions.</summary>
    Dimensions,

    /// <summary>A private field, or a property that nobody can set: it would arrive empty.</summary>
    Lost,

    AsyncVoid,

    /// <summary>A method of .NET, of which other processes run very few.</summary>
    Framework,

    /// <summary>An expression that is no call.</summary>
    NoCall,

    /// <summary>The result of the call is converted to another type than the method returns.</summary>
    Converted,
}
