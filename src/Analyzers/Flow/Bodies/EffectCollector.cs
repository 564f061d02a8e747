using System.Collections.Immutable;
using ConcurrencyAnalyzers.Model;
using ConcurrencyAnalyzers.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Flow.Bodies;

/// <summary>Collects the <see cref="BodyEffects"/> of a body by walking over it and the bodies that it calls.</summary>
internal sealed class EffectCollector
{
    private const int MaxDepth = 6;

    private const int MaxBodies = 64;

    private readonly ImmutableArray<Access>.Builder accesses = ImmutableArray.CreateBuilder<Access>();
    private readonly List<(IOperation Condition, Body Body, PathMap Map)> loopConditions = [];
    private readonly HashSet<ISymbol> surroundings = new(SymbolEqualityComparer.Default);
    private int bodiesLeft = MaxBodies;
    private BodyTraits traits;

    private EffectCollector(Body started, Body context)
    {
        // A variable of the body that has it run, or of one around it, is shared; any other belongs to one call.
        AddSurroundings(started.Parent);
        AddSurroundings(context);
    }

    /// <summary>The effects of the body, its locations named as the body that has it run, the context, names them.</summary>
    public static BodyEffects Of(StartedBody started, Body context)
    {
        var collector = new EffectCollector(started.Body, context);
        collector.Collect(new(started.Body, started.Map, IsGuarded: false, Caller: null));
        collector.FindService(started.Body);
        return new(collector.accesses.ToImmutable(), collector.traits);
    }

    private void AddSurroundings(Body? body)
    {
        for (; body is not null; body = body.Parent)
        {
            surroundings.Add(body.Owner);
        }
    }

    private void Collect(Frame frame)
    {
        if (--bodiesLeft < 0 || frame.Depth > MaxDepth || frame.Body.Graph.Blocks.Length > FlowAnalysis<object>.MaxBlocks)
        {
            traits |= BodyTraits.Opaque;
            return;
        }

        foreach (var block in frame.Body.Graph.Blocks)
        {
            if (block.ConditionKind != ControlFlowConditionKind.None && IsLoopCondition(block.BranchValue!))
            {
                loopConditions.Add((block.BranchValue!, frame.Body, frame.Map));
            }

            foreach (var operation in frame.Body.Operations[block])
            {
                AddAccess(operation, frame);
                AddCall(operation, frame);
            }
        }
    }

    private void AddAccess(IOperation operation, Frame frame)
    {
        if (Accesses.Of(operation, frame.Body) is not { } access)
        {
            return;
        }

        if (access.IsAtomic)
        {
            traits |= BodyTraits.UsesAtomics;
        }

        if (frame.Map.Map(access.Location.Path) is { } path && IsShared(path))
        {
            var guarded = frame.IsGuarded || IsInLock(operation) ? AccessKind.Guarded : AccessKind.None;
            accesses.Add(new(new(path, access.Location.IsContent), access.Kind | guarded, operation));
        }
    }

    private bool IsShared(AccessPath path) => path.Root switch
    {
        PathRoot.This or PathRoot.Static => true,
        PathRoot.Local or PathRoot.Parameter => path.Symbol is { ContainingSymbol: { } owner } && surroundings.Contains(owner),
        _ => false,
    };

    private void AddCall(IOperation operation, Frame frame)
    {
        switch (operation)
        {
            case IInvocationOperation call:
                Call(call.TargetMethod, call.Instance, call.Arguments, call, frame);
                break;

            case IObjectCreationOperation { Constructor: { } constructor } creation:
                Call(constructor, null, creation.Arguments, creation, frame);
                break;

            case IPropertyReferenceOperation property:
                CallAccessors(property, frame);
                break;

            case IAwaitOperation:
                traits |= BodyTraits.Synchronizes;
                break;

            case IDynamicInvocationOperation or IDynamicMemberReferenceOperation or IDynamicIndexerAccessOperation or IDynamicObjectCreationOperation or IFunctionPointerInvocationOperation:
            case IBinaryOperation { OperatorMethod: { } } or IUnaryOperation { OperatorMethod: { } }:
                Unknown(operation);
                break;
        }
    }

    private void Unknown(IOperation operation)
    {
        var isLibrary = operation switch
        {
            IBinaryOperation binary => LibraryCalls.IsUnrelatedToThreads(binary.OperatorMethod!, binary.SemanticModel!.Compilation.Assembly),
            IUnaryOperation unary => LibraryCalls.IsUnrelatedToThreads(unary.OperatorMethod!, unary.SemanticModel!.Compilation.Assembly),
            _ => false,
        };
        traits |= isLibrary ? BodyTraits.None : BodyTraits.Opaque;
    }

    private void CallAccessors(IPropertyReferenceOperation reference, Frame frame)
    {
        var property = reference.Property;
        var usage = Usage.Of(reference, frame.Body);
        if (frame.Body.Model.EffectOf(property, (usage & AccessKind.Write) != 0) is { } effect)
        {
            Add(effect);
            return;
        }

        if (property.IsAutoProperty())
        {
            return;
        }

        if ((usage & AccessKind.Read) != 0 && property.GetMethod is { } getter)
        {
            Call(getter, reference.Instance, reference.Arguments, reference, frame);
        }

        if ((usage & AccessKind.Write) != 0 && property.SetMethod is { } setter)
        {
            Call(setter, reference.Instance, reference.Arguments, reference, frame);
        }
    }

    private void Call(IMethodSymbol method, IOperation? receiver, ImmutableArray<IArgumentOperation> arguments, IOperation site, Frame frame)
    {
        if (frame.Body.Model.EffectOf(method) is { } effect)
        {
            Add(effect);
        }
        else if (method.MethodKind == MethodKind.DelegateInvoke)
        {
            Enter(receiver is null ? null : BodyFinder.OfDelegate(receiver, frame.Body), arguments, site, frame);
        }
        else if (BodyFinder.OfMethod(method, receiver, frame.Body) is { } body)
        {
            Collect(new(body, frame.Map.Enter(method, receiver, arguments, frame.Body), frame.IsGuarded || IsInLock(site), frame));
        }
        else if (LibraryCalls.IsUnrelatedToThreads(method, frame.Body.Type.Symbol.ContainingAssembly))
        {
            EnterCallbacks(arguments, site, frame);
        }
        else if (!IsTrivialConstructor(method))
        {
            traits |= BodyTraits.Opaque;
        }
    }

    /// <summary>A library method runs the delegates that it gets: <c>list.ForEach(…)</c>, <c>items.Sum(…)</c>.</summary>
    private void EnterCallbacks(ImmutableArray<IArgumentOperation> arguments, IOperation site, Frame frame)
    {
        foreach (var argument in arguments)
        {
            if (argument.Value.Type?.TypeKind == TypeKind.Delegate && argument.Value.ConstantValue is not { HasValue: true })
            {
                Enter(BodyFinder.OfDelegate(argument.Value, frame.Body), ImmutableArray<IArgumentOperation>.Empty, site, frame);
            }
        }
    }

    private void Enter(StartedBody? target, ImmutableArray<IArgumentOperation> arguments, IOperation site, Frame frame)
    {
        if (target is null)
        {
            traits |= BodyTraits.Opaque;
            return;
        }

        // A delegate's parameters have other symbols than the method's behind it.
        var map = frame.Map;
        var parameters = target.Body.Method?.Parameters ?? ImmutableArray<IParameterSymbol>.Empty;
        foreach (var argument in arguments)
        {
            if (argument.Parameter is { } parameter && parameter.Ordinal < parameters.Length)
            {
                map = map.With(parameters[parameter.Ordinal], AccessPaths.Of(argument.Value, frame.Body) is { } path ? frame.Map.Map(path) : null);
            }
        }

        Collect(new(target.Body, target.Map == PathMap.Identity ? map : target.Map, frame.IsGuarded || IsInLock(site), frame));
    }

    private void Add(MemberEffect effect) =>
        traits |= effect.Type.SimpleName == nameof(CancellationToken) ? BodyTraits.None : EffectGroups.TraitsOf(effect);

    private static bool IsTrivialConstructor(IMethodSymbol method) =>
        method is { MethodKind: MethodKind.Constructor, IsImplicitlyDeclared: true, ContainingType.BaseType.SpecialType: SpecialType.System_Object or SpecialType.System_ValueType };

    private static bool IsInLock(IOperation operation)
    {
        for (var node = operation.Syntax; node?.Parent is { } parent; node = parent)
        {
            switch (parent)
            {
                case LockStatementSyntax statement when statement.Statement == node:
                    return true;

                case AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or MemberDeclarationSyntax:
                    return false;
            }
        }

        return false;
    }

    private static bool IsLoopCondition(IOperation condition)
    {
        for (var node = condition.Syntax; node?.Parent is { } parent; node = parent)
        {
            switch (parent)
            {
                case WhileStatementSyntax loop:
                    return loop.Condition == node;

                case DoStatementSyntax loop:
                    return loop.Condition == node;

                case ForStatementSyntax loop:
                    return loop.Condition == node;

                case StatementSyntax or AnonymousFunctionExpressionSyntax:
                    return false;
            }
        }

        return false;
    }

    /// <summary>A body that loops on what only others change ends when they say so.</summary>
    private void FindService(Body started)
    {
        var blocks = started.Graph.Blocks;
        if (!blocks[blocks.Length - 1].IsReachable || loopConditions.Any(IsToldFromOutside))
        {
            traits |= BodyTraits.Service;
        }
    }

    private bool IsToldFromOutside((IOperation Condition, Body Body, PathMap Map) loop)
    {
        foreach (var operation in BodyOperations.Evaluation(loop.Condition))
        {
            if (operation is IPropertyReferenceOperation { Property: { Name: "IsCancellationRequested" } })
            {
                return true;
            }

            if (operation.Type?.SpecialType == SpecialType.System_Boolean
                && Accesses.Of(operation, loop.Body) is { Location.IsContent: false } access
                && loop.Map.Map(access.Location.Path) is { } path
                && IsShared(path)
                && !accesses.Any(other => other.IsWrite && !other.Location.IsContent && other.Location.Path.Equals(path)))
            {
                return true;
            }
        }

        return false;
    }

    private sealed record Frame(Body Body, PathMap Map, bool IsGuarded, Frame? Caller)
    {
        public int Depth { get; } = Caller is null ? 0 : Caller.Depth + 1;
    }
}
