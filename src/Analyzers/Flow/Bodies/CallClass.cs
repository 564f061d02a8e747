namespace ConcurrencyAnalyzers.Flow.Bodies;

/// <summary>What is known about code that an operation runs and that is neither in the table nor in the same type.</summary>
internal enum CallClass
{
    /// <summary>The operation runs no code of anyone's.</summary>
    None,

    /// <summary>A method of the base class library that has nothing to do with other threads, apart from the delegates that it is given.</summary>
    Library,

    /// <summary>An await.</summary>
    Wait,
    Unknown,
}
