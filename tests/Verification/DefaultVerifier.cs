using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace Microsoft.CodeAnalysis.Testing;

/// <summary>Fails with <see cref="InvalidOperationException"/>, which every test framework reports as a failure.</summary>
public class DefaultVerifier : IVerifier
{
    /// <summary>Creates a verifier without context.</summary>
    public DefaultVerifier()
        : this([])
    {
    }

    /// <summary>Creates a verifier that names <paramref name="context"/> in its failures.</summary>
    protected DefaultVerifier(ImmutableStack<string> context) => Context = context;

    /// <summary>What is being verified, innermost first.</summary>
    protected ImmutableStack<string> Context { get; }

    /// <inheritdoc/>
    public virtual void Empty<T>(string collectionName, IEnumerable<T> collection) =>
        True(!collection.Any(), $"Expected '{collectionName}' to be empty.");

    /// <inheritdoc/>
    public virtual void Equal<T>(T expected, T actual, string? message = null) =>
        True(EqualityComparer<T>.Default.Equals(expected, actual), message ?? $"Expected '{expected}' but found '{actual}'.");

    /// <inheritdoc/>
    public virtual void True([DoesNotReturnIf(false)] bool assert, string? message = null)
    {
        if (!assert)
        {
            Fail(message ?? "Expected the condition to hold.");
        }
    }

    /// <inheritdoc/>
    public virtual void False([DoesNotReturnIf(true)] bool assert, string? message = null) =>
        True(!assert, message ?? "Expected the condition not to hold.");

    /// <inheritdoc/>
    [DoesNotReturn]
    public virtual void Fail(string? message = null) =>
        throw new InvalidOperationException(CreateMessage(message ?? "The verification failed."));

    /// <inheritdoc/>
    public virtual void LanguageIsSupported(string language) =>
        True(language == LanguageNames.CSharp, $"The language '{language}' is not supported.");

    /// <inheritdoc/>
    public virtual void NotEmpty<T>(string collectionName, IEnumerable<T> collection) =>
        True(collection.Any(), $"Expected '{collectionName}' not to be empty.");

    /// <inheritdoc/>
    public virtual void SequenceEqual<T>(
        IEnumerable<T> expected, IEnumerable<T> actual, IEqualityComparer<T>? equalityComparer = null, string? message = null) =>
        True(expected.SequenceEqual(actual, equalityComparer), message ?? "Expected both sequences to be equal.");

    /// <inheritdoc/>
    public virtual IVerifier PushContext(string context) => new DefaultVerifier(Context.Push(context));

    /// <summary>Puts the context before the message, outermost first.</summary>
    protected virtual string CreateMessage(string message) =>
        string.Concat(Context.Reverse().Select(context => $"Context: {context}\n")) + message;
}
