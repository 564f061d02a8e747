using System.Collections.Immutable;
using ConcurrencyAnalyzers.Flow;
using ConcurrencyAnalyzers.Flow.Bodies;
using ConcurrencyAnalyzers.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Rules.Processes;

/// <summary>Who puts into a queue or pipe of a body, and who takes from it.</summary>
internal sealed class ChannelUses
{
    private readonly Body home;
    private readonly ILocalSymbol near;
    private readonly ILocalSymbol far;

    public ChannelUses(Body home, ILocalSymbol near, ILocalSymbol far)
    {
        this.home = home;
        this.near = near;
        this.far = far;
        AreKnown = home.Outermost.SelfAndNested.All(body => body.Operations.All.OfType<ILocalReferenceOperation>().All(use => !IsMeant(use.Local) || Record(use, body)));
    }

    /// <summary>False where others may put or take whom this body does not know.</summary>
    public bool AreKnown { get; }

    /// <summary>The processes that only put, and how often at most they do; null where that depends.</summary>
    public List<(IInvocationOperation Process, int? Most, bool IsCertain)> Producers { get; } = [];

    /// <summary>The processes that take.</summary>
    public List<IInvocationOperation> Consumers { get; } = [];

    /// <summary>Those of them that certainly wait until there is something to take.</summary>
    public List<IInvocationOperation> Starved { get; } = [];

    /// <summary>What puts into it in this body.</summary>
    public List<IOperation> Puts { get; } = [];

    /// <summary>What takes from it in this body.</summary>
    public List<IOperation> Takes { get; } = [];

    /// <summary>What closes it here: whoever puts from then on gets an exception.</summary>
    public List<IOperation> Closes { get; } = [];

    private bool IsMeant(ILocalSymbol local) => SymbolEqualityComparer.Default.Equals(local, near) || SymbolEqualityComparer.Default.Equals(local, far);

    private bool Record(ILocalReferenceOperation use, Body body)
    {
        if (!ReferenceEquals(body, home))
        {
            return RecordHandOver(use, use.Local, body, home, null);
        }

        var value = Unconverted(use);
        switch (value.Parent)
        {
            case ISimpleAssignmentOperation assignment when assignment.Target == value:
            case ITupleOperation or IDeclarationExpressionOperation or IIsNullOperation:
                return true;

            case IPropertyReferenceOperation:
                return true;

            case IInvocationOperation { Instance: { } instance } call when instance == value:
                if (body.Model.EffectOf(call) is { Effect: Effect.Take or Effect.TryTake or Effect.Consume })
                {
                    Takes.Add(call);
                }
                else if (body.Model.EffectOf(call) is { Effect: Effect.Put or Effect.TryPut })
                {
                    Puts.Add(call);
                }
                else if (body.Model.EffectOf(call) is { Effect: Effect.Complete or Effect.Stop } && SymbolEqualityComparer.Default.Equals(use.Local, near))
                {
                    Closes.Add(call);
                }

                return body.Model.EffectOf(call) is not null || call.TargetMethod.Name == "Dispose";

            default:
                return RecordHandOver(use, use.Local, body, home, null);
        }
    }

    private static IOperation Unconverted(IOperation value)
    {
        while (value.Parent is IConversionOperation)
        {
            value = value.Parent;
        }

        return value;
    }

    private bool IsProcess(IInvocationOperation creation) => home.Model.KindOf(creation.Type) == PrimitiveKind.Process;

    /// <summary>The variable is handed to a process, or to a method of the type that makes one.</summary>
    /// <param name="use">The use of the variable.</param>
    /// <param name="variable">The local, or the parameter by which the method knows it.</param>
    /// <param name="body">Where the use stands.</param>
    /// <param name="around">The method or local function around it.</param>
    /// <param name="factory">The call of the method that makes the process; null where it is made here.</param>
    private bool RecordHandOver(IOperation use, ISymbol variable, Body body, Body around, IInvocationOperation? factory)
    {
        // Who has the end that stays here may take from the pipe.
        if (factory is null && !SymbolEqualityComparer.Default.Equals(variable, far))
        {
            return false;
        }

        if (Unconverted(use).Parent is IArgumentOperation { Parent: IInvocationOperation creation, Parameter: { } parameter } && IsProcess(creation))
        {
            if (RemoteBodies.Of(creation, body) is { } work)
            {
                return RecordChild(factory ?? creation, work, variable);
            }

            if (ReferenceEquals(body, home) && CallSite.Of(creation, home) is { Callee: { Method: { } method } callee })
            {
                return callee.SelfAndNested.All(inside => inside.Operations.All.OfType<IParameterReferenceOperation>()
                    .Where(reference => SymbolEqualityComparer.Default.Equals(reference.Parameter, method.Parameters[parameter.Ordinal]))
                    .All(reference => RecordHandOver(reference, reference.Parameter, inside, callee, creation)));
            }
        }

        // The description of a call: WorkerProcess.Call(() => Fill(queue)).
        return !ReferenceEquals(body, around)
            && around.Operations.All.OfType<IInvocationOperation>().FirstOrDefault(call => call.Syntax.Span.Contains(use.Syntax.Span) && IsProcess(call)) is { } written
            && RemoteBodies.Of(written, around) is { } called
            && RecordChild(factory ?? written, called, variable);
    }

    private bool RecordChild(IInvocationOperation creation, WorkBody work, ISymbol given)
    {
        var most = (int?)0;
        var puts = 0;
        var isCertain = true;
        var mayPut = false;
        var takes = new List<IInvocationOperation>();
        foreach (var operation in work.Body.Operations.All)
        {
            if (operation is not IParameterReferenceOperation reference || work.Map(new(PathRoot.Parameter, reference.Parameter, ImmutableArray<ISymbol>.Empty, isStable: true)) is not { Members.IsEmpty: true, Symbol: { } mapped }
                || !SymbolEqualityComparer.Default.Equals(mapped, given))
            {
                continue;
            }

            if (reference.Parent is not IInvocationOperation { Instance: { } instance } call || instance != reference || work.Body.Model.EffectOf(call) is not { } effect)
            {
                return false;
            }

            if (effect.Effect is Effect.Take or Effect.TryTake or Effect.Consume)
            {
                takes.Add(call);
                continue;
            }

            mayPut |= effect.Effect is Effect.Put or Effect.TryPut;

            // Who puts without waiting, or for a while only, has another plan.
            if (effect.Effect == Effect.Put && WaitTimes.Of(effect, call) == WaitTime.Infinite)
            {
                puts++;
                isCertain &= !ConditionalCode.Is(call.Syntax, work.Body.Syntax);
                most = most is { } sofar && Rounds(call.Syntax, work.Body) is { } rounds ? sofar + rounds : null;
            }
        }

        if (takes.Count == 0)
        {
            if (puts > 0)
            {
                // As often as the loop around makes such a process; in a query nobody knows how often.
                var times = home.Operations.All.Contains(creation) ? Rounds(creation.Syntax, home) : null;
                Producers.Add((creation, most * times, isCertain));
            }

            return true;
        }

        Consumers.Add(creation);
        if (takes.Exists(take => work.Body.Model.EffectOf(take) is { Effect: Effect.Take or Effect.Consume } effect && WaitTimes.Of(effect, take) == WaitTime.Infinite && IsReached(take.Syntax, work.Body)))
        {
            Starved.Add(creation);
        }

        return !mayPut;
    }

    /// <summary>Whoever runs the body gets there: nothing leaves it before, and no condition stands around.</summary>
    private static bool IsReached(SyntaxNode code, Body body) =>
        !ConditionalCode.Is(code, body.Syntax)
        && code.Ancestors().TakeWhile(node => node != body.Syntax.Parent).All(node => node is not (CommonForEachStatementSyntax or ForStatementSyntax or WhileStatementSyntax or TryStatementSyntax)
            || node is WhileStatementSyntax { Condition: LiteralExpressionSyntax }
            || (node is CommonForEachStatementSyntax loop && loop.Expression.Span.Contains(code.Span))
            || (node is ForStatementSyntax counted && (counted.Condition is null || LoopRounds.Of(counted, body) is not null)))
        && !body.Syntax.DescendantNodes().Any(node => node.SpanStart < code.SpanStart && node is ReturnStatementSyntax or ThrowStatementSyntax or ThrowExpressionSyntax or YieldStatementSyntax);

    /// <summary>How often the code runs at most; null where that depends.</summary>
    private static int? Rounds(SyntaxNode code, Body body)
    {
        var rounds = 1;
        foreach (var node in code.Ancestors().TakeWhile(node => node != body.Syntax.Parent))
        {
            switch (node)
            {
                case ForStatementSyntax or ForEachStatementSyntax when LoopRounds.Of((StatementSyntax)node, body) is { } times:
                    rounds *= times;
                    break;

                case CommonForEachStatementSyntax or ForStatementSyntax or WhileStatementSyntax or DoStatementSyntax or CatchClauseSyntax:
                    return null;
            }
        }

        return rounds;
    }
}
