using ConcurrencyAnalyzers.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Flow.Handles;

/// <content>Collections of handles: what gets in, and loops over what is in.</content>
internal sealed partial class HandleFlow
{
    private HandleState CreateCollection(IOperation site, IEnumerable<IOperation> elements, HandleState state)
    {
        var kind = Kinds.OfElement(site.Type);
        if (kind == PrimitiveKind.None)
        {
            return EscapeOperands(site, state);
        }

        state = state.MakeCollection(site, HandleCollection.Empty(kind));
        foreach (var element in elements)
        {
            state = reader.KindOf(element) == PrimitiveKind.None
                ? AddElementsOf(Referents.To(HandleId.Latest(site)), element, kind, state)
                : AddTo(Referents.To(HandleId.Latest(site)), reader.Eval(element, state), kind, state);
        }

        return state;
    }

    private HandleState AddTo(IOperation collection, Referents added, PrimitiveKind kind, HandleState state) => AddTo(reader.Eval(collection, state), added, kind, state);

    private static HandleState AddTo(Referents collections, Referents added, PrimitiveKind kind, HandleState state)
    {
        if (collections.Single is not { } id)
        {
            // Which collection it gets into is not known; all that may have it get an element of which nothing is known.
            state = state.Escape(added, kind);
            return collections.Ids.Aggregate(state, (current, possible) =>
                current.SetRest(possible, current.CollectionOf(possible, kind), Handle.Unknown(kind)));
        }

        var collection = state.CollectionOf(id, kind);
        foreach (var member in added.Ids)
        {
            state = collection.IsEscaped ? state.Escape(added, kind) : state;
            if (!state.Handles.ContainsKey(member))
            {
                state = state.Set(member, Handle.Unknown(kind));
            }

            collection = collection.Add(member, added.Single is not null);
        }

        collection = added.IsUnknown ? collection.AddRest(Handle.Unknown(kind)) : collection;
        return (state with { Collections = state.Collections.SetItem(id, collection) }).Bounded();
    }

    private HandleState AddElementsOf(Referents collections, IOperation source, PrimitiveKind kind, HandleState state)
    {
        // A spread element is ISpreadOperation, which Roslyn 4.5 does not know; its operand is its only child.
        var operand = source.ChildOperations.Count == 1 && !Kinds.IsTracked(source.Type) ? source.ChildOperations.First() : source;
        var from = reader.Eval(operand, state);
        if (from.Single is not { } id || !state.Collections.TryGetValue(id, out var added) || collections.Single is not { } target)
        {
            return AddTo(collections, Referents.Unknown, kind, state);
        }

        foreach (var member in added.Members)
        {
            var collection = state.CollectionOf(target, kind);
            state = state with { Collections = state.Collections.SetItem(target, collection.Add(member.Key, member.Value)) };
        }

        // The same objects are now elements of two collections without names of their own.
        if (state.ViewRest(id, kind) is { } rest)
        {
            var escaped = rest.Escaped();
            state = state.SetRest(id, added, escaped);
            state = state.SetRest(target, state.CollectionOf(target, kind).AddRest(escaped), Handle.Join(state.CollectionOf(target, kind).Rest, escaped));
        }

        return state;
    }

    /// <summary>A call of a member of a collection, or of a static method on one.</summary>
    /// <returns>Null where the call is on no collection of handles.</returns>
    private HandleState? CallOnCollection(IInvocationOperation call, HandleState state)
    {
        var receiver = call.Instance ?? (call.Arguments.IsEmpty || !IsFramework(call.TargetMethod) ? null : call.Arguments[0].Value);
        if (receiver is null || reader.ElementKindOf(receiver) is not (not PrimitiveKind.None and var kind))
        {
            return null;
        }

        var collections = reader.Eval(receiver, state);
        var arguments = call.Instance is null ? call.Arguments.RemoveAt(0) : call.Arguments;
        switch (CollectionMembers.Of(call.TargetMethod.Name))
        {
            // all.Any(t => t.IsAlive) hands each element to the delegate.
            case CollectionEffect.None or CollectionEffect.Count when arguments.Any(static argument => argument.Value.Type?.TypeKind == TypeKind.Delegate):
                return collections.Ids.Aggregate(state, (current, id) => current.EscapeElements(id, kind));

            case CollectionEffect.None or CollectionEffect.Count:
                return state;

            case CollectionEffect.Enumerate when collections.Single is { } id && HasLastingElements(receiver, id):
                return state.BeginLoop(new(call, null), id, kind);

            case CollectionEffect.Add:
                return arguments.Where(argument => reader.KindOf(argument.Value) != PrimitiveKind.None)
                    .Aggregate(state, (current, argument) => AddTo(collections, reader.Eval(argument.Value, current), kind, current));

            case CollectionEffect.AddAll when arguments.FirstOrDefault() is { } source:
                return AddElementsOf(collections, source.Value, kind, state);

            case CollectionEffect.Clear when collections.Single is { } id && state.Collections.ContainsKey(id):
                return state with { Collections = state.Collections.SetItem(id, HandleCollection.Empty(kind) with { IsEscaped = state.Collections[id].IsEscaped }) };

            case CollectionEffect.ForEach when arguments.FirstOrDefault() is { } action && collections.Single is { } id:
                return ForEach(id, action.Value, kind, call, state);

            case CollectionEffect.Copy when SelectedHandle(receiver, state) is { } made:
                return state.MakeCollection(call, HandleCollection.Empty(kind).AddRest(made));

            case CollectionEffect.Copy when collections.Single is { } id && state.Collections.ContainsKey(id):
                state = state.MakeCollection(call, HandleCollection.Empty(kind));
                return AddElementsOf(Referents.To(HandleId.Latest(call)), receiver, kind, state);

            default:
                state = collections.Ids.Aggregate(state, (current, id) => Loosen(id, kind, current));
                state = EscapeArguments(arguments, state);
                return arguments.Any(static argument => argument.Value.Type?.TypeKind == TypeKind.Delegate) ? AfterUnseenCode(call, isOwnCode: true, state) : state;
        }
    }

    /// <summary>A sequence of unknown origin may make new elements each time it is gone through.</summary>
    private static bool HasLastingElements(IOperation receiver, HandleId id) =>
        HandleReader.Strip(receiver).Type?.OriginalDefinition.SpecialType != SpecialType.System_Collections_Generic_IEnumerable_T || id.Site is IOperation;

    /// <summary>Elements have been handed out, or have left.</summary>
    private static HandleState Loosen(HandleId id, PrimitiveKind kind, HandleState state)
    {
        state = state.EscapeElements(id, kind);
        var collection = state.CollectionOf(id, kind);
        return state with { Collections = state.Collections.SetItem(id, collection with { Members = collection.Uncertain() }) };
    }

    private HandleState ForEach(HandleId id, IOperation action, PrimitiveKind kind, IInvocationOperation call, HandleState state)
    {
        if (Callee(action) is not { Method.Parameters: [var parameter] } callee || !TryApplyToAll(id, kind, callee, parameter, call, state, out var applied))
        {
            state = state.EscapeElements(id, kind);
        }
        else
        {
            state = applied;
        }

        return AfterUnseenCode(call, isOwnCode: true, state);
    }

    private bool TryApplyToAll(HandleId id, PrimitiveKind kind, Body callee, IParameterSymbol parameter, IOperation call, HandleState state, out HandleState applied)
    {
        var succeeded = true;
        applied = state.ApplyToAll(id, kind, handle => Summarize(handle, isPossible: false), handle => Summarize(handle, isPossible: true));
        return succeeded;

        Handle Summarize(Handle handle, bool isPossible)
        {
            if (flows.Effect(callee, parameter, handle, call, depth) is not { } after)
            {
                succeeded = false;
                return handle;
            }

            return isPossible ? handle.Join(after) : after;
        }
    }

    /// <summary>The handle that <c>source.Select(x =&gt; new Thread(…))</c> yields for each item, where the expression is such a call.</summary>
    private Handle? SelectedHandle(IOperation expression, HandleState state)
    {
        if (Body.Definitions.Origin(expression) is IInvocationOperation { TargetMethod: { Name: "Select", ContainingType.Name: "Enumerable" } } select
            && select.Arguments.Length == 2
            && ReferenceEquals(HandleReader.Strip(expression), select)
            && Callee(select.Arguments[1].Value) is { } selector
            && flows.Returned(selector, depth) is { } made)
        {
            return state.IsTop ? null : made;
        }

        return null;
    }

    private HandleState ReadElement(IOperation element, HandleState state)
    {
        if (HandleReader.ElementAccess(element) is not var (collection, _)
            || reader.ElementKindOf(collection) is not (not PrimitiveKind.None and var kind)
            || element.Parent is ISimpleAssignmentOperation assignment && ReferenceEquals(assignment.Target, element)
            || !reader.Eval(element, state).IsUnknown)
        {
            return state;
        }

        // One of the elements now has another name, nobody knows which.
        return reader.Eval(collection, state).Ids.Aggregate(state, (current, id) => current.EscapeElements(id, kind));
    }

    private HandleState BeginCounting(IOperation assignment, HandleState state)
    {
        if (assignment is not ISimpleAssignmentOperation simple || reader.Loops.IsEmpty || reader.Loops.StartedBy(simple) is not { } loop)
        {
            return state;
        }

        foreach (var slot in loop.Collections.Keys)
        {
            if (CollectionIn(slot, state) is { } id && Kinds.OfElement(TypeOf(slot)) is not PrimitiveKind.None and var kind)
            {
                state = state.BeginLoop(new(loop.Condition, slot), id, kind);
            }
        }

        return state;
    }

    private static HandleId? CollectionIn(Slot slot, HandleState state) =>
        state.Slots.TryGetValue(slot, out var referents) ? referents.Single : HandleId.Outside(slot);

    private HandleState Count(CountingLoop loop, Slot slot, bool replacesElements, bool goesOn, HandleState state)
    {
        var key = new LoopKey(loop.Condition, slot);
        if (!state.Loops.TryGetValue(key, out var current))
        {
            return state;
        }

        return goesOn
            ? state.BeginRound(key, Kinds.OfElement(TypeOf(slot)))
            : state.EndLoop(key, IsWhole(loop, slot, current.Collection), replacesElements);
    }

    /// <summary>Whether the loop counts over all elements of the collection.</summary>
    private bool IsWhole(CountingLoop loop, Slot slot, HandleId collection)
    {
        var bound = Body.Definitions.SkipWrappers(loop.Bound);
        if (bound is IPropertyReferenceOperation { Instance: { } of } count && CollectionMembers.Of(count.Property.Name) == CollectionEffect.Count)
        {
            return slot.Equals(reader.SlotOf(Body.Definitions.SkipWrappers(of)));
        }

        if (bound is IInvocationOperation { TargetMethod: { Name: "Count", ContainingType.Name: "Enumerable" }, Arguments: [var counted] })
        {
            return slot.Equals(reader.SlotOf(Body.Definitions.SkipWrappers(counted.Value)));
        }

        return collection.Site switch
        {
            IArrayCreationOperation { DimensionSizes: [var size] } => reader.Loops.IsSame(size, bound),
            IObjectCreationOperation => FillingLoop(slot) is { } filling && reader.Loops.IsSame(filling.Bound, bound),
            _ => false,
        };
    }

    /// <summary>The counting loop that adds one element per round, where nothing else adds any.</summary>
    private CountingLoop? FillingLoop(Slot list)
    {
        CountingLoop? found = null;
        foreach (var operation in Body.Outermost.SelfAndNested.SelectMany(static body => body.Operations.All))
        {
            if (operation is IInvocationOperation { Instance: { } instance } call
                && CollectionMembers.Of(call.TargetMethod.Name) is CollectionEffect.Add or CollectionEffect.AddAll or CollectionEffect.Clear or CollectionEffect.Unknown
                && list.Equals(reader.SlotOf(Body.Definitions.SkipWrappers(instance))))
            {
                if (found is not null || CollectionMembers.Of(call.TargetMethod.Name) != CollectionEffect.Add || (found = LoopAround(call)) is null)
                {
                    return null;
                }
            }
        }

        return found;
    }

    private CountingLoop? LoopAround(IInvocationOperation add) =>
        add.Syntax.Parent is ExpressionStatementSyntax { Parent: var parent } statement
            ? reader.Loops.All.FirstOrDefault(loop =>
                (ReferenceEquals(loop.Syntax.Statement, statement) || ReferenceEquals(loop.Syntax.Statement, parent))
                && !loop.Syntax.Statement.DescendantNodes().Any(static node => node.IsKind(SyntaxKind.BreakStatement) || node.IsKind(SyntaxKind.ContinueStatement) || node.IsKind(SyntaxKind.GotoStatement)))
            : null;
}
