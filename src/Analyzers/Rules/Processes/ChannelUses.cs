using System.Collections.Immutable;
using ConcurrencyAnalyzers.Flow;
using ConcurrencyAnalyzers.Flow.Bodies;
using ConcurrencyAnalyzers.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
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
            return home.Operations.All.OfType<IInvocationOperation>().FirstOrDefault(call => call.Syntax.Span.Contains(use.Syntax.Span) && IsProcess(call)) is { } written
                && RemoteBodies.Of(written, home) is { } called
                && RecordChild(written, called, use.Local);
        }

        IOperation value = use;
        while (value.Parent is IConversionOperation)
        {
            value = value.Parent;
        }

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

            case IArgumentOperation { Parent: IInvocationOperation creation } argument when IsProcess(creation) && RemoteBodies.Of(creation, body) is { } work:
                return RecordChild(creation, work, use.Local);

            default:
                return false;
        }
    }

    private bool IsProcess(IInvocationOperation creation) => home.Model.KindOf(creation.Type) == PrimitiveKind.Process;

    private bool RecordChild(IInvocationOperation creation, WorkBody work, ILocalSymbol given)
    {
        // Who has the end that stays here may take from the pipe.
        if (!SymbolEqualityComparer.Default.Equals(given, far))
        {
            return false;
        }

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
                isCertain &= !IsConditional(call.Syntax, work.Body.Syntax);
                most = most is { } sofar && Rounds(call.Syntax, work.Body.Syntax) is { } rounds ? sofar + rounds : null;
            }
        }

        if (takes.Count == 0)
        {
            if (puts > 0)
            {
                Producers.Add((creation, most, isCertain));
            }

            return true;
        }

        Consumers.Add(creation);
        if (takes.Exists(take => work.Body.Model.EffectOf(take) is { Effect: Effect.Take or Effect.Consume } effect && WaitTimes.Of(effect, take) == WaitTime.Infinite && IsReached(take.Syntax, work.Body.Syntax)))
        {
            Starved.Add(creation);
        }

        return !mayPut;
    }

    /// <summary>Whoever runs the body gets there: nothing leaves it before, and no condition stands around.</summary>
    private static bool IsReached(SyntaxNode code, SyntaxNode body) =>
        !IsConditional(code, body)
        && code.Ancestors().TakeWhile(node => node != body.Parent).All(node => node is not (CommonForEachStatementSyntax or ForStatementSyntax or WhileStatementSyntax or TryStatementSyntax)
            || node is WhileStatementSyntax { Condition: LiteralExpressionSyntax }
            || (node is CommonForEachStatementSyntax loop && loop.Expression.Span.Contains(code.Span))
            || (node is ForStatementSyntax counted && (counted.Condition is null || RoundsOf(counted) is not null)))
        && !body.DescendantNodes().Any(node => node.SpanStart < code.SpanStart && node is ReturnStatementSyntax or ThrowStatementSyntax or ThrowExpressionSyntax or YieldStatementSyntax);

    private static bool IsConditional(SyntaxNode code, SyntaxNode body) => code.Ancestors().TakeWhile(node => node != body.Parent).Any(node => node switch
    {
        IfStatementSyntax choice => !choice.Condition.Span.Contains(code.Span),
        ConditionalExpressionSyntax choice => !choice.Condition.Span.Contains(code.Span),
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalAndExpression or (int)SyntaxKind.LogicalOrExpression or (int)SyntaxKind.CoalesceExpression } choice => choice.Right.Span.Contains(code.Span),
        SwitchStatementSyntax choice => !choice.Expression.Span.Contains(code.Span),
        SwitchExpressionArmSyntax or CatchClauseSyntax => true,
        _ => false,
    });

    /// <summary>How often the code runs at most; null where that depends.</summary>
    private static int? Rounds(SyntaxNode code, SyntaxNode body)
    {
        var rounds = 1;
        foreach (var node in code.Ancestors().TakeWhile(node => node != body.Parent))
        {
            switch (node)
            {
                case ForStatementSyntax loop when RoundsOf(loop) is { } times:
                    rounds *= times;
                    break;

                case CommonForEachStatementSyntax or ForStatementSyntax or WhileStatementSyntax or DoStatementSyntax or CatchClauseSyntax:
                    return null;
            }
        }

        return rounds;
    }

    private static int? RoundsOf(ForStatementSyntax loop) =>
        loop is { Declaration.Variables: [{ Initializer.Value: LiteralExpressionSyntax { Token.Value: int from } } variable], Condition: BinaryExpressionSyntax { Left: IdentifierNameSyntax index, Right: LiteralExpressionSyntax { Token.Value: int to } } condition, Incrementors: [PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PostIncrementExpression } or PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PreIncrementExpression }] }
        && index.Identifier.ValueText == variable.Identifier.ValueText
        && !loop.Statement.DescendantNodes().Any(static node => node is BreakStatementSyntax or ContinueStatementSyntax or ReturnStatementSyntax or GotoStatementSyntax or ThrowStatementSyntax)
            ? condition.Kind() switch
            {
                SyntaxKind.LessThanExpression when to > from => to - from,
                SyntaxKind.LessThanOrEqualExpression when to >= from => to - from + 1,
                _ => null,
            }
            : null;
}
