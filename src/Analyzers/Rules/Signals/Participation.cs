using ConcurrencyAnalyzers.Flow;
using ConcurrencyAnalyzers.Flow.Bodies;
using ConcurrencyAnalyzers.Flow.Handles;
using ConcurrencyAnalyzers.Model;
using ConcurrencyAnalyzers.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Rules.Signals;

/// <summary>How often the bodies that use an object run for each time that it is made, as far as that can be counted.</summary>
internal sealed class Participation(OwnHandle own)
{
    /// <summary>A worker in a method that a lambda calls, which a query makes for each item: no sensible program goes on for longer.</summary>
    private const int MaxDepth = 6;

    private readonly TypeFacts type = own.Birth.Home.Type;
    private readonly HashSet<IOperation> starts = [];
    private readonly Lazy<bool> areStarted = new(() => AreStarted(own.Birth.Home.Type));
    private Body? entry;

    /// <summary>The operations that start those who take part, in the order of the source.</summary>
    public IEnumerable<IOperation> Starts => starts.OrderBy(static start => start.Syntax.SpanStart);

    /// <summary>Everything begins in a method that others may call again, on the same object.</summary>
    public bool IsRepeatable => entry is not null;

    /// <returns>Null where that depends.</returns>
    public int? Of(HandleUse use) => Of(use.Body, ParameterIn(use), MaxDepth);

    /// <param name="body">A body that uses the object, or runs one that does.</param>
    /// <param name="given">The parameter, of the body or of a function around it, that is the object there.</param>
    /// <param name="depth">How many functions further out to look.</param>
    private int? Of(Body body, IParameterSymbol? given, int depth) =>
        given is null && (body == own.Birth.Home || IsBuilt(body) || IsMain(body)) ? 1
        : depth == 0 ? null
        : given is not null || body.Parent is not null || body.Method is { DeclaredAccessibility: Accessibility.Private } ? OfFunction(body, given, depth)
        : own.Name is IFieldSymbol && body.Method is { MethodKind: MethodKind.Ordinary } ? OfEntry(body)
        : null;

    /// <summary>A constructor runs once for each object; that of a static field, once.</summary>
    private bool IsBuilt(Body body) => own.Name is IFieldSymbol field && body.Method switch
    {
        { MethodKind: MethodKind.Constructor } => !field.IsStatic && field.ContainingType.InstanceConstructors.Length == 1,
        { MethodKind: MethodKind.StaticConstructor } => field.IsStatic,
        _ => false,
    };

    /// <summary>The one method through which everybody comes in.</summary>
    private int? OfEntry(Body body)
    {
        entry ??= body;
        return entry == body && !type.Analysis(static facts => new TypeScan(facts)).CallersOf(body.Owner).Any() ? 1 : null;
    }

    /// <summary>A program runs once, and so does what its statics keep.</summary>
    private bool IsMain(Body body) => own.Name is IFieldSymbol { IsStatic: true } && body.Method is { IsStatic: true, Name: "Main" or "<Main>$" };

    /// <summary>The sum over all starts and calls of the function; null where it gets into hands that are not seen.</summary>
    private int? OfFunction(Body function, IParameterSymbol? given, int depth)
    {
        int? total = null;
        var mentions = new FunctionMentions(function);
        var isGivenHere = given is not null && SymbolEqualityComparer.Default.Equals(given.ContainingSymbol.OriginalDefinition, function.Owner.OriginalDefinition);
        foreach (var context in mentions.Contexts)
        {
            foreach (var mention in mentions.In(context))
            {
                var argument = isGivenHere ? ArgumentFor(given!, mention, function, context) : null;
                if (isGivenHere && argument is null)
                {
                    // It works on another object here: this one is handed on only in places that are known.
                    continue;
                }

                var further = isGivenHere ? (context.Definitions.Origin(argument!) as IParameterReferenceOperation)?.Parameter : given;
                if (RoundsOf(mention, context, isGivenHere) is not { } rounds || Of(context, further, depth - 1) is not { } times)
                {
                    return null;
                }

                total = (total ?? 0) + (rounds * times);
            }
        }

        return total;
    }

    /// <summary>What the function gets for the parameter; null where that is not the object.</summary>
    private IOperation? ArgumentFor(IParameterSymbol given, IOperation mention, Body function, Body context)
    {
        var argument = mention is IInvocationOperation direct ? CallSite.Of(direct, context)?.Argument(given)
            : mention.Parent is IArgumentOperation { Parent: IInvocationOperation start } ? start.Arguments.FirstOrDefault(other =>
                StartedArguments.ParameterFor(other, context) is var (parameter, started) && started == function && SymbolEqualityComparer.Default.Equals(parameter, given))?.Value
            : null;
        return argument is not null && IsThisObject(argument, context) ? argument : null;
    }

    /// <summary>How often the mention runs the function, each time that the code around runs.</summary>
    private int? RoundsOf(IOperation mention, Body context, bool isGiven)
    {
        if (mention is IInvocationOperation)
        {
            return Rounds(mention.Syntax, context);
        }

        if (mention.Parent is not IArgumentOperation { Parameter: { } parameter, Parent: { } call })
        {
            return null;
        }

        if (Calls.EffectOf(call, context) is not { } effect)
        {
            return call is IInvocationOperation select ? Selected(select, context) : null;
        }

        if (!effect.BodyParameters.Contains(parameter.Ordinal) || !RunsOnce(call, effect, isGiven) || (effect.Effect == Effect.Create && !areStarted.Value))
        {
            return null;
        }

        starts.Add(call);
        return Rounds(call.Syntax, context);
    }

    /// <summary>Whatever the type makes it starts, too: no start stands under a condition.</summary>
    private static bool AreStarted(TypeFacts type)
    {
        var starts = type.Bodies.Where(static body => body.ContainsAny(StartNames)).SelectMany(static body => body.SelfAndNested)
            .SelectMany(static body => body.Operations.All.OfType<IInvocationOperation>().Where(call => body.Model.EffectOf(call) is { Effect: Effect.Start, Type.Kind: PrimitiveKind.Thread or PrimitiveKind.Task or PrimitiveKind.Process }))
            .ToList();
        return starts.Count > 0 && starts.All(static start => IsUnconditional(start.Syntax));
    }

    private static readonly WordSet StartNames = Vocabulary.Set(PrimitiveTable.BuiltIn.Names(static (_, member) => member.Effect == Effect.Start));

    private bool IsThisObject(IOperation value, Body context) => context.Definitions.SkipWrappers(value) switch
    {
        ILocalReferenceOperation local => own.Names.Contains(local.Local, SymbolEqualityComparer.Default),
        IParameterReferenceOperation parameter => own.Names.Contains(parameter.Parameter, SymbolEqualityComparer.Default),
        IFieldReferenceOperation field => own.Names.Contains(field.Field, SymbolEqualityComparer.Default),
        _ => false,
    };

    /// <summary>Whether who gets the delegate runs it once: no timer, no parallel loop, no map over items.</summary>
    /// <remarks>Another process has this object only where it is handed over.</remarks>
    private static bool RunsOnce(IOperation call, MemberEffect effect, bool isGiven) =>
        effect is { Effect: Effect.Create or Effect.CreateStarted or Effect.Submit, Type.Kind: PrimitiveKind.Thread or PrimitiveKind.Task or PrimitiveKind.Factory or PrimitiveKind.Pool or PrimitiveKind.Process }
        && (isGiven || (effect.Type.Traits & PrimitiveTraits.CrossProcess) == 0)
        && !(call is IInvocationOperation { TargetMethod: { } method } && method.Parameters.Any(static parameter => IsSequence(parameter.Type)));

    private static bool IsSequence(ITypeSymbol type) =>
        type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Collections_Generic_IEnumerable_T or SpecialType.System_Collections_Generic_IReadOnlyList_T }
        || type.Name.StartsWith("IAsyncEnumerable", StringComparison.Ordinal);

    /// <summary><c>Enumerable.Range(0, 4).Select(…).ToArray()</c>: once for each item.</summary>
    private static int? Selected(IInvocationOperation select, Body context)
    {
        if (select is not { TargetMethod: { Name: "Select", ContainingType.Name: "Enumerable" }, Arguments: [{ Value: var items }, _] } || !IsGoneThroughOnce(select))
        {
            return null;
        }

        return LoopRounds.OfSequence(items, context) is { } count && Rounds(select.Syntax, context) is { } rounds ? count * rounds : null;
    }

    /// <summary>A query makes its items whenever somebody goes through it.</summary>
    private static bool IsGoneThroughOnce(IInvocationOperation select) =>
        select.Parent is IArgumentOperation { Parent: IInvocationOperation { TargetMethod.Name: "ToArray" or "ToList" or "WhenAll" or "WaitAll" } }
        || select.Syntax.Parent is ForEachStatementSyntax loop && loop.Expression == select.Syntax;

    /// <summary>How often the code runs, for each time that its function runs, or that the object in it is made.</summary>
    private int? Rounds(SyntaxNode place, Body context) => Rounds(place, context, own.Birth.Home == context ? own.Name as ILocalSymbol : null);

    private static int? Rounds(SyntaxNode place, Body context, ILocalSymbol? local = null)
    {
        var declaration = local?.DeclaringSyntaxReferences[0].GetSyntax().FirstAncestorOrSelf<StatementSyntax>()?.Parent;
        var rounds = 1;
        foreach (var node in place.Ancestors().TakeWhile(node => node != declaration && node != context.Syntax && !(declaration is GlobalStatementSyntax && node is GlobalStatementSyntax)))
        {
            switch (node)
            {
                case AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax:
                    return rounds;

                case ForStatementSyntax or ForEachStatementSyntax when LoopRounds.Of((StatementSyntax)node, context) is { } times:
                    rounds *= times;
                    break;

                // The sequence is evaluated once.
                case ForEachStatementSyntax loop when loop.Expression.Span.Contains(place.Span):
                    break;

                case CommonForEachStatementSyntax or ForStatementSyntax or WhileStatementSyntax or DoStatementSyntax:
                case IfStatementSyntax or SwitchStatementSyntax or SwitchExpressionSyntax or ConditionalExpressionSyntax or ConditionalAccessExpressionSyntax or CatchClauseSyntax:
                    return null;
            }
        }

        return rounds;
    }

    /// <summary>How often a signal is given, for each time that its function runs; null where that depends.</summary>
    public int? RoundsOf(HandleUse use) => LeavesBefore(use.Operation.Syntax) ? null : Rounds(use.Operation.Syntax, use.Body);

    /// <summary>Who takes part gets there at all, perhaps again and again.</summary>
    public static bool Arrives(HandleUse use) => !LeavesBefore(use.Operation.Syntax) && IsUnconditional(use.Operation.Syntax);

    private static bool IsUnconditional(SyntaxNode call) => call.Ancestors().TakeWhile(static node => !IsFunction(node)).All(node => node switch
    {
        IfStatementSyntax choice => choice.Condition.Span.Contains(call.Span),
        SwitchStatementSyntax or SwitchExpressionSyntax or ConditionalExpressionSyntax or CatchClauseSyntax or ConditionalAccessExpressionSyntax => false,
        _ => true,
    });

    private static bool LeavesBefore(SyntaxNode call) => call.Ancestors().FirstOrDefault(IsFunction) is { } function
        && function.DescendantNodes(node => node == function || !IsFunction(node)).Any(node => node is ReturnStatementSyntax or GotoStatementSyntax or YieldStatementSyntax or ThrowStatementSyntax or ThrowExpressionSyntax && node.SpanStart < call.SpanStart);

    private static bool IsFunction(SyntaxNode node) => node is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or MemberDeclarationSyntax and not GlobalStatementSyntax;

    private static IParameterSymbol? ParameterIn(HandleUse use)
    {
        var found = use.Body.Definitions.SkipWrappers(use.Receiver);
        return found is IParameterReferenceOperation { Parameter: var parameter } ? parameter : AliasedParameter(found, use.Body);
    }

    private static IParameterSymbol? AliasedParameter(IOperation value, Body body) =>
        body.Definitions.Origin(value) is IParameterReferenceOperation { Parameter: var parameter } ? parameter : null;
}
