using ConcurrencyAnalyzers.Flow;
using ConcurrencyAnalyzers.Flow.Bodies;
using ConcurrencyAnalyzers.Model;
using ConcurrencyAnalyzers.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Rules.Signals;

/// <summary>A barrier or countdown in a local, and all who take part in it, as far as they can be counted.</summary>
internal sealed class Meeting
{
    private readonly Body home;
    private readonly bool isBarrier;
    private readonly bool isRuntime;
    private readonly Dictionary<Body, int> signals = [];
    private bool meetsOnce = true;

    private Meeting(Body home, ILocalSymbol local, IOperation count, int expected, PrimitiveType type)
    {
        this.home = home;
        isBarrier = type.Kind == PrimitiveKind.Barrier;
        isRuntime = type.IsRuntime;
        Local = local;
        Count = count;
        Expected = expected;
        Participants = CountAll();
    }

    public ILocalSymbol Local { get; }

    /// <summary>The argument that says how many are expected.</summary>
    public IOperation Count { get; }

    public int Expected { get; }

    /// <summary>How many take part; null where that cannot be said.</summary>
    public int? Participants { get; }

    public List<IOperation> Starts { get; } = [];

    /// <summary>What a wrong number leads to; null where the number may be right.</summary>
    public RuleText? Mismatch =>
        Participants is not { } actual || actual == Expected ? null
        : actual < Expected ? CONC604ParticipantCountAnalyzer.TooFew
        : !isBarrier ? CONC604ParticipantCountAnalyzer.TooMany
        : actual % Expected == 0 || (isRuntime && !meetsOnce) ? null

        // A Runtime barrier lets one group after the other through; that of .NET notices some of those who come too early.
        : isRuntime ? CONC604ParticipantCountAnalyzer.LeftOver : CONC604ParticipantCountAnalyzer.Crowd;

    public static IEnumerable<Meeting> In(Body body)
    {
        foreach (var operation in body.Operations.All)
        {
            if (operation is ISimpleAssignmentOperation { Target: ILocalReferenceOperation { Local: var local } } assignment
                && body.Definitions.WritesTo(local) == 1
                && body.Definitions.SkipWrappers(assignment.Value) is IObjectCreationOperation { Constructor: { } constructor } creation
                && body.Model.EffectOf(constructor) is { Effect: Effect.Create, CountParameter: not MemberEffect.Absent, Type.Kind: PrimitiveKind.Barrier or PrimitiveKind.Countdown } effect
                && creation.Arguments.FirstOrDefault(argument => argument.Parameter?.Ordinal == effect.CountParameter)?.Value is { ConstantValue: { HasValue: true, Value: int expected } } count)
            {
                yield return new(body, local, count, expected, effect.Type);
            }
        }
    }

    private int? CountAll()
    {
        foreach (var body in home.Outermost.SelfAndNested)
        {
            foreach (var operation in body.Operations.All)
            {
                if (operation is ILocalReferenceOperation reference && SymbolEqualityComparer.Default.Equals(reference.Local, Local) && !Record(reference, body))
                {
                    return null;
                }
            }
        }

        var total = 0;
        foreach (var signal in signals)
        {
            var times = ReferenceEquals(signal.Key, home) ? 1 : TimesStarted(signal.Key);
            if (times is not { } known)
            {
                return null;
            }

            total += known * (isBarrier ? 1 : signal.Value);
        }

        return Starts.Count > 0 ? total : null;
    }

    /// <returns>False where the use may change the number of participants, or cannot be counted.</returns>
    private bool Record(ILocalReferenceOperation reference, Body body)
    {
        IOperation use = reference;
        while (use.Parent is IConversionOperation)
        {
            use = use.Parent;
        }

        switch (use.Parent)
        {
            case ISimpleAssignmentOperation assignment when assignment.Target == use:
            case IIsNullOperation:
                return true;

            case IPropertyReferenceOperation property:
                return body.Model.EffectOf(property.Property, isWrite: false) is not null;

            case IInvocationOperation { Instance: { } instance } call when instance == use && body.Model.EffectOf(call) is { } effect:
                if (effect.Effect is Effect.Signal or Effect.SignalAndWait or Effect.TrySignalAndWait)
                {
                    signals[body] = signals.TryGetValue(body, out var count) ? count + 1 : 1;
                    meetsOnce &= IsUnconditional(call.Syntax, allowLoops: false);
                    return IsUnconditional(call.Syntax, allowLoops: isBarrier) && IsUnlimited(call, effect) && (effect.CountParameter == MemberEffect.Absent || call.ArgumentFor(effect.CountParameter) is null or { IsImplicit: true });
                }

                return effect.Effect is Effect.Wait or Effect.TryWait or Effect.Dispose or Effect.None or Effect.Check;

            case IInvocationOperation { TargetMethod.Name: "Dispose", Arguments.IsEmpty: true }:
                return true;

            default:
                return false;
        }
    }

    /// <summary>Who waits for a while only has another plan.</summary>
    private static bool IsUnlimited(IInvocationOperation call, MemberEffect effect) =>
        effect.Effect == Effect.Signal || effect.TimeoutParameter == MemberEffect.Absent || call.ArgumentFor(effect.TimeoutParameter) is null or { IsImplicit: true } || WaitTimes.Of(effect, call) == WaitTime.Infinite;

    /// <summary>How often the lambda is given to a thread or task; null where that depends.</summary>
    private int? TimesStarted(Body worker)
    {
        var times = 0;
        foreach (var operation in home.Operations.All)
        {
            var (effect, arguments) = operation switch
            {
                IInvocationOperation call => (home.Model.EffectOf(call), call.Arguments),
                IObjectCreationOperation creation => (home.Model.EffectOf(creation), creation.Arguments),
                _ => default,
            };
            if (effect is not { BodyParameters.Count: > 0 } || effect.Type.Kind == PrimitiveKind.Parallel)
            {
                continue;
            }

            foreach (var argument in arguments)
            {
                if (argument.Parameter is { } parameter && effect.BodyParameters.Contains(parameter.Ordinal)
                    && BodyFinder.OfDelegate(argument.Value, home) is { } started && ReferenceEquals(started.Body, worker))
                {
                    if (Rounds(operation.Syntax) is not { } rounds)
                    {
                        return null;
                    }

                    Starts.Add(operation);
                    times += rounds;
                }
            }
        }

        return times == 0 ? null : times;
    }

    /// <summary>How often the code runs, for each time that the local is made.</summary>
    private int? Rounds(SyntaxNode start)
    {
        var declaration = Local.DeclaringSyntaxReferences[0].GetSyntax().FirstAncestorOrSelf<StatementSyntax>()?.Parent;
        var rounds = 1;
        foreach (var node in start.Ancestors().TakeWhile(node => node != declaration && !(declaration is GlobalStatementSyntax && node is GlobalStatementSyntax)))
        {
            switch (node)
            {
                case ForStatementSyntax or ForEachStatementSyntax when LoopRounds.Of((StatementSyntax)node, home) is { } times:
                    rounds *= times;
                    break;

                case CommonForEachStatementSyntax or ForStatementSyntax or WhileStatementSyntax or DoStatementSyntax:
                case IfStatementSyntax or SwitchStatementSyntax or ConditionalExpressionSyntax or CatchClauseSyntax or AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax:
                    return null;
            }
        }

        return rounds;
    }

    private static bool IsUnconditional(SyntaxNode call, bool allowLoops)
    {
        foreach (var node in call.Ancestors())
        {
            switch (node)
            {
                case AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or MemberDeclarationSyntax and not GlobalStatementSyntax:
                    return true;

                case IfStatementSyntax choice when choice.Condition.Span.Contains(call.Span):
                    break;

                case IfStatementSyntax or SwitchStatementSyntax or ConditionalExpressionSyntax or CatchClauseSyntax or ConditionalAccessExpressionSyntax:
                case CommonForEachStatementSyntax or ForStatementSyntax or WhileStatementSyntax or DoStatementSyntax when !allowLoops:
                    return false;
            }
        }

        return true;
    }
}
