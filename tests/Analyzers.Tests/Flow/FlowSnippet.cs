using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text.RegularExpressions;
using ConcurrencyAnalyzers.Flow;
using ConcurrencyAnalyzers.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Testing;

namespace Analyzers.Tests.Flow;

/// <summary>
/// A source text with marks such as <c>/*1*/</c> at which a test asks a flow analysis for its state. The facts are collected by the real
/// driver, as they are when a rule runs.
/// </summary>
/// <remarks>
/// A mark stands before the operation it asks about: it means the state before the first operation of what follows it in the source. Where
/// nothing follows in the body, it means the body's normal end.
/// </remarks>
internal sealed partial class FlowSnippet
{
    private static readonly CSharpParseOptions ParseOptions = new(LanguageVersion.Latest);

    private readonly ImmutableArray<TypeFacts> types;
    private readonly string source;

    private FlowSnippet(string source, ImmutableArray<TypeFacts> types)
    {
        this.source = source;
        this.types = types;
    }

    /// <summary>The facts of the type that stands first in the source.</summary>
    public TypeFacts Type => types[0];

    /// <summary>All bodies of all types, lambdas and local functions included.</summary>
    public IEnumerable<Body> Bodies => types.SelectMany(static type => type.Bodies).SelectMany(static body => body.SelfAndNested);

    public static FlowSnippet OfMembers(string members) => Of("class C { " + members + " }");

    public static FlowSnippet OfStatements(string statements) => OfMembers("void M() { " + statements + " }");

    /// <param name="source">One file; the usual namespaces are in scope. It may contain errors only if the test is about that.</param>
    /// <param name="allowErrors">Whether the compiler may report errors.</param>
    public static FlowSnippet Of(string source, bool allowErrors = false)
    {
        var compilation = CSharpCompilation.Create(
            "Snippet",
            [
                CSharpSyntaxTree.ParseText(source, ParseOptions, "Snippet.cs"),
                CSharpSyntaxTree.ParseText(Usings, ParseOptions, "Usings.cs"),
            ],
            ReferenceAssemblies.Net.Net100.ResolveAsync(LanguageNames.CSharp, CancellationToken.None).GetAwaiter().GetResult(),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true, nullableContextOptions: NullableContextOptions.Enable));
        if (!allowErrors && compilation.GetDiagnostics().FirstOrDefault(static diagnostic => diagnostic.Severity == DiagnosticSeverity.Error) is { } error)
        {
            throw new InvalidOperationException($"The snippet does not compile: {error}");
        }

        var collector = new Collector();
        var failures = new ConcurrentQueue<Exception>();
        var options = new CompilationWithAnalyzersOptions(new AnalyzerOptions([]), (exception, _, _) => failures.Enqueue(exception), concurrentAnalysis: false, logAnalyzerExecutionTime: false);
        _ = compilation.WithAnalyzers([collector], options).GetAnalyzerDiagnosticsAsync().GetAwaiter().GetResult();
        return failures.IsEmpty
            ? new(source, [.. collector.Types.OrderBy(static type => type.Symbol.Locations[0].SourceSpan.Start)])
            : throw new AggregateException(failures);
    }

    /// <summary>The body of the method, accessor or local function that has the name.</summary>
    public Body BodyOf(string name) => Bodies.First(body => body.Owner.Name == name);

    /// <summary>The innermost body in which the mark stands.</summary>
    public Body BodyAt(string mark)
    {
        var position = Position(mark);
        return Bodies
            .Where(body => body.Root.Syntax.SyntaxTree.FilePath == "Snippet.cs" && body.Root.Syntax.FullSpan.Contains(position))
            .MinBy(static body => body.Root.Syntax.FullSpan.Length)
            ?? throw new InvalidOperationException($"No body contains the mark {mark}.");
    }

    /// <summary>The operation before which the mark stands; null where the body ends after it.</summary>
    public IOperation? OperationAt(string mark)
    {
        var position = Position(mark);
        var following = BodyAt(mark).Operations.All.Where(operation => operation.Syntax.SpanStart >= position && !operation.IsImplicit).ToList();
        if (following.Count == 0)
        {
            return null;
        }

        // Of the outermost operation that follows, what is evaluated first: f(x) begins with x.
        var start = following.Min(static operation => operation.Syntax.SpanStart);
        var outermost = following.Where(operation => operation.Syntax.SpanStart == start).MaxBy(static operation => operation.Syntax.Span.Length)!;
        return following.First(operation => outermost.Syntax.Span.Contains(operation.Syntax.Span));
    }

    /// <summary>The state of a flow analysis at the mark.</summary>
    public TState StateAt<TState>(string mark, FlowResult<TState> result)
        where TState : class
    {
        if (OperationAt(mark) is not { } marked)
        {
            return result.Exit ?? throw new InvalidOperationException($"The end of the body after mark {mark} is unreachable.");
        }

        TState? found = null;
        result.Visit((operation, state) => found ??= ReferenceEquals(operation, marked) ? state : null);
        return found ?? throw new InvalidOperationException($"The mark {mark} is unreachable.");
    }

    private int Position(string mark) =>
        Marks().Matches(source).SingleOrDefault(match => match.Groups[1].Value == mark) is { } found
            ? found.Index + found.Length
            : throw new InvalidOperationException($"The snippet has no single mark {mark}.");

    [GeneratedRegex(@"/\*(\w+)\*/")]
    private static partial Regex Marks();

    private const string Usings = """
        global using System;
        global using System.Collections.Concurrent;
        global using System.Collections.Generic;
        global using System.Diagnostics;
        global using System.Linq;
        global using System.Threading;
        global using System.Threading.Tasks;
        """;

#pragma warning disable RS1036, RS1038, RS1041, RS2008 // an analyzer of the tests' own, never loaded by a compiler
    [DiagnosticAnalyzer(LanguageNames.CSharp)]
    private sealed class Collector : DiagnosticAnalyzer
    {
        private static readonly DiagnosticDescriptor Nothing = new("FLOW", "Nothing", "Nothing", "Flow", DiagnosticSeverity.Hidden, isEnabledByDefault: true);

        public ConcurrentQueue<TypeFacts> Types { get; } = [];

        public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => [Nothing];

        public override void Initialize(AnalysisContext context)
        {
            context.EnableConcurrentExecution();
            context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
            context.RegisterCompilationStartAction(start =>
            {
                var facts = CompilationFacts.Of(start.Compilation);
                start.RegisterSymbolStartAction(symbol => Collect(symbol, facts), SymbolKind.NamedType);
            });
        }

        private void Collect(SymbolStartAnalysisContext context, CompilationFacts facts)
        {
            var type = facts.For(((INamedTypeSymbol)context.Symbol).OutermostType());
            context.RegisterCodeBlockAction(block => type.Add(block));
            if (context.Symbol.ContainingType is null)
            {
                Types.Enqueue(type);
            }
        }
    }
}
