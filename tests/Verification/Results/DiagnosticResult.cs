using System.Collections.Immutable;
using System.Globalization;

using Microsoft.CodeAnalysis.Text;

namespace Microsoft.CodeAnalysis.Testing;

/// <summary>An expected diagnostic. Immutable: every <c>With…</c> method returns a changed copy.</summary>
public readonly record struct DiagnosticResult
{
    /// <summary>No expected diagnostics.</summary>
    public static readonly DiagnosticResult[] EmptyDiagnosticResults = [];

    private readonly ImmutableArray<DiagnosticLocation> _spans;
    private readonly bool _ignoresMessage;
    private readonly string? _message;

    /// <summary>Expects a diagnostic by id and severity; its message is not checked.</summary>
    public DiagnosticResult(string id, DiagnosticSeverity severity)
    {
        Id = id;
        Severity = severity;
    }

    /// <summary>Expects a diagnostic with the id, default severity and message format of <paramref name="descriptor"/>.</summary>
    public DiagnosticResult(DiagnosticDescriptor descriptor)
        : this(descriptor.Id, descriptor.DefaultSeverity) => MessageFormat = descriptor.MessageFormat;

    /// <summary>The expected id.</summary>
    public string Id { get; }

    /// <summary>The expected severity, see <see cref="DiagnosticOptions.IgnoreSeverity"/>.</summary>
    public DiagnosticSeverity Severity { get; private init; }

    /// <summary>What is left unchecked.</summary>
    public DiagnosticOptions Options { get; private init; }

    /// <summary>The format that <see cref="MessageArguments"/> are put into.</summary>
    public LocalizableString? MessageFormat { get; private init; }

    /// <summary>The expected arguments of the message.</summary>
    public object?[]? MessageArguments { get; private init; }

    /// <summary>Whether a <c>DiagnosticSuppressor</c> must have suppressed it; null leaves this unchecked.</summary>
    public bool? IsSuppressed { get; private init; }

    /// <summary>The expected locations: <see cref="Diagnostic.Location"/>, then <see cref="Diagnostic.AdditionalLocations"/>.</summary>
    public ImmutableArray<DiagnosticLocation> Spans => _spans.IsDefault ? [] : _spans;

    /// <summary>Whether a location is expected; a result without one only matches a diagnostic without one.</summary>
    public bool HasLocation => !Spans.IsEmpty;

    /// <summary>The expected message, or null if it is not checked.</summary>
    public string? Message => _ignoresMessage ? null : _message ?? FormattedMessage();

    /// <summary>Expects an error of the compiler.</summary>
    public static DiagnosticResult CompilerError(string identifier) => new(identifier, DiagnosticSeverity.Error);

    /// <summary>Expects a warning of the compiler.</summary>
    public static DiagnosticResult CompilerWarning(string identifier) => new(identifier, DiagnosticSeverity.Warning);

    /// <summary>Expects another severity.</summary>
    public DiagnosticResult WithSeverity(DiagnosticSeverity severity) => this with { Severity = severity };

    /// <summary>Leaves something unchecked.</summary>
    public DiagnosticResult WithOptions(DiagnosticOptions options) => this with { Options = options };

    /// <summary>Expects these arguments in the descriptor's message format.</summary>
    public DiagnosticResult WithArguments(params object[] arguments) => this with { MessageArguments = arguments };

    /// <summary>Expects exactly this message; null leaves the message unchecked.</summary>
    public DiagnosticResult WithMessage(string? message) => new(this, Spans, message);

    /// <summary>Expects another message format.</summary>
    public DiagnosticResult WithMessageFormat(LocalizableString messageFormat) => this with { MessageFormat = messageFormat };

    /// <summary>Expects the diagnostic to be suppressed, or not, by a <c>DiagnosticSuppressor</c>.</summary>
    public DiagnosticResult WithIsSuppressed(bool? isSuppressed) => this with { IsSuppressed = isSuppressed };

    /// <summary>Expects a diagnostic without location.</summary>
    public DiagnosticResult WithNoLocation() => new(this, []);

    /// <summary>Adds the span of the markup <c>{|#key:…|}</c>.</summary>
    public DiagnosticResult WithLocation(int markupKey) => WithLocation(markupKey, DiagnosticLocationOptions.None);

    /// <summary>Adds the span of the markup <c>{|#key:…|}</c>.</summary>
    public DiagnosticResult WithLocation(int markupKey, DiagnosticLocationOptions options)
    {
        var key = new LinePosition(0, markupKey);
        return WithSpan(new FileLinePositionSpan("", key, key), options | DiagnosticLocationOptions.InterpretAsMarkupKey);
    }

    /// <summary>Adds a start, both counted from 1, in the first source.</summary>
    public DiagnosticResult WithLocation(int line, int column) => WithLocation("", line, column);

    /// <summary>Adds a start, counted from 0, in the first source.</summary>
    public DiagnosticResult WithLocation(LinePosition location) => WithLocation("", location);

    /// <summary>Adds a start, both counted from 1.</summary>
    public DiagnosticResult WithLocation(string path, int line, int column) =>
        WithLocation(path, new LinePosition(line - 1, column - 1));

    /// <summary>Adds a start, counted from 0.</summary>
    public DiagnosticResult WithLocation(string path, LinePosition location) =>
        WithLocation(path, location, DiagnosticLocationOptions.None);

    /// <summary>Adds a start, counted from 0.</summary>
    public DiagnosticResult WithLocation(string path, LinePosition location, DiagnosticLocationOptions options) =>
        WithSpan(new FileLinePositionSpan(path, location, location), options | DiagnosticLocationOptions.IgnoreLength);

    /// <summary>Adds a span, counted from 1, in the first source.</summary>
    public DiagnosticResult WithSpan(int startLine, int startColumn, int endLine, int endColumn) =>
        WithSpan("", startLine, startColumn, endLine, endColumn);

    /// <summary>Adds a span, counted from 1.</summary>
    public DiagnosticResult WithSpan(string path, int startLine, int startColumn, int endLine, int endColumn) =>
        WithSpan(new FileLinePositionSpan(path, new(startLine - 1, startColumn - 1), new(endLine - 1, endColumn - 1)));

    /// <summary>Adds a span.</summary>
    public DiagnosticResult WithSpan(FileLinePositionSpan span) => WithSpan(span, DiagnosticLocationOptions.None);

    /// <summary>Adds a span.</summary>
    public DiagnosticResult WithSpan(FileLinePositionSpan span, DiagnosticLocationOptions options) =>
        new(this, Spans.Add(new DiagnosticLocation(span, options)));

    /// <summary>Puts <paramref name="path"/> into the locations that name no file.</summary>
    public DiagnosticResult WithDefaultPath(string path) =>
        MapSpans(location => location.Span.Path.Length == 0
            ? location with { Span = new FileLinePositionSpan(path, location.Span.Span) }
            : location);

    /// <summary>Moves every location down.</summary>
    public DiagnosticResult WithLineOffset(int offset) =>
        MapSpans(location => location with
        {
            Span = new FileLinePositionSpan(
                location.Span.Path,
                new LinePosition(location.Span.StartLinePosition.Line + offset, location.Span.StartLinePosition.Character),
                new LinePosition(location.Span.EndLinePosition.Line + offset, location.Span.EndLinePosition.Character)),
        });

    /// <inheritdoc/>
    public override string ToString() => DiagnosticText.Describe(this);

    internal DiagnosticResult MapSpans(Func<DiagnosticLocation, DiagnosticLocation> map) => new(this, [.. Spans.Select(map)]);

    private DiagnosticResult(DiagnosticResult original, ImmutableArray<DiagnosticLocation> spans)
    {
        this = original;
        _spans = spans;
    }

    private DiagnosticResult(DiagnosticResult original, ImmutableArray<DiagnosticLocation> spans, string? message)
        : this(original, spans)
    {
        _message = message;
        _ignoresMessage = message is null;
    }

    private string? FormattedMessage()
    {
        if (MessageFormat?.ToString(CultureInfo.InvariantCulture) is not { } format)
        {
            return null;
        }

        try
        {
            return string.Format(CultureInfo.InvariantCulture, format, MessageArguments ?? []);
        }
        catch (FormatException)
        {
            // Too few arguments: the bare format equals no real message, so forgotten arguments fail the test.
            return format;
        }
    }
}
