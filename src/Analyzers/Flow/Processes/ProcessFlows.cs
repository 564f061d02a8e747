using System.Collections.Concurrent;
using ConcurrencyAnalyzers.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Flow.Processes;

/// <summary>The waits in all bodies of a type that a process with a full output stream cannot end. Thread-safe.</summary>
internal sealed class ProcessFlows
{
    private readonly ConcurrentDictionary<Body, IReadOnlyList<StreamWait>> waits = new();

    /// <summary>The waits of a body that come before the streams are read; each is one mistake.</summary>
    public IReadOnlyList<StreamWait> Of(Body body) => waits.GetOrAdd(body, static key => Find(key));

    private static IReadOnlyList<StreamWait> Find(Body body)
    {
        var names = new ProcessNames(body);
        if (HandlesAnEvent(body) || !body.Operations.All.Any(operation => operation is IInvocationOperation or IAwaitOperation && names.IsFollowed(Subject(operation)?.Type)))
        {
            return [];
        }

        var flow = new ProcessFlow(body, names);
        var result = flow.Run(EntryOf(body, names));
        if (result.IsOverBudget)
        {
            return [];
        }

        var found = Waits(flow, result, new(body, names));
        AddReads(flow, result, found);
        return [.. found.Values.Where(static wait => wait.Blocked != ProcessStreams.None)];
    }

    /// <summary>What other methods of the type have put into its private fields.</summary>
    private static ProcessState EntryOf(Body body, ProcessNames names)
    {
        var state = ProcessState.Entry;
        var summaries = ProcessSummaries.Of(body);
        foreach (var reference in body.Operations.All.OfType<IFieldReferenceOperation>())
        {
            if (names.IsFollowed(reference.Type) && names.KeyOf(reference) is { IsSettings: false } key && !state.Has(key) && SymbolEqualityComparer.Default.Equals(key.Field, reference.Field))
            {
                var field = summaries.Field(reference.Field);
                var isProcess = names.IsProcess(reference.Type);
                state = state.With(key, ProcessFacts.Nothing with { Redirected = isProcess ? field.Unread : field.Settings });
                state = isProcess ? state.With(key.Settings, ProcessFacts.Nothing with { Redirected = field.Settings }) : state;
            }
        }

        return state;
    }

    private static IOperation? Subject(IOperation operation) => operation switch
    {
        IInvocationOperation { Instance: IPropertyReferenceOperation { Instance: { } owner } } => owner,
        IInvocationOperation { Instance: { } instance } => instance,
        IInvocationOperation call => call,
        _ => null,
    };

    private static Dictionary<IOperation, StreamWait> Waits(ProcessFlow flow, FlowResult<ProcessState> result, NestedReaders nested)
    {
        var found = new Dictionary<IOperation, StreamWait>();
        result.Visit((operation, state) =>
        {
            if (flow.WaitOf(operation) is not { } wait || found.ContainsKey(operation))
            {
                return;
            }

            // What an earlier wait is blamed for is no second mistake.
            var facts = state[wait.Process];
            var undrained = wait.Undrained(facts, nested.Of(wait.Process));
            foreach (var earlier in facts.Waits)
            {
                undrained &= earlier != operation && found.TryGetValue(earlier, out var other) ? ~other.Undrained : undrained;
            }

            var place = operation.Syntax.Span.Contains(wait.Call.Syntax.Span) ? wait.Call : operation;
            found.Add(operation, new(place, wait.Expression, undrained) { Blocked = undrained & facts.Redirected });
        });
        return found;
    }

    /// <summary>A stream that is read later was redirected all along.</summary>
    private static void AddReads(ProcessFlow flow, FlowResult<ProcessState> result, Dictionary<IOperation, StreamWait> found) =>
        result.Visit((operation, state) =>
        {
            // The end of a using statement reads nothing.
            if (flow.Read(operation) is not var (key, stream) || operation.Parent is IInvocationOperation { IsImplicit: true } || operation.IsImplicit)
            {
                return;
            }

            foreach (var earlier in state[key].Waits)
            {
                if (found.TryGetValue(earlier, out var wait) && (wait.Undrained & stream) != 0)
                {
                    wait.Blocked |= stream;
                    wait.Reads[operation.Syntax.SpanStart] = (operation, stream);
                }
            }
        });

    /// <summary>A handler of an event runs when the process says so: often when it has exited.</summary>
    private static bool HandlesAnEvent(Body body)
    {
        if (body.Method is { Parameters: [_, { Type: { } arguments }] } && IsEventArgs(arguments))
        {
            return true;
        }

        return body.IsAnonymous && body.Parent!.Operations.All.Any(operation =>
            operation is IFlowAnonymousFunctionOperation { Parent: IDelegateCreationOperation { Parent: IEventAssignmentOperation } } lambda
            && SymbolEqualityComparer.Default.Equals(lambda.Symbol, body.Owner));
    }

    private static bool IsEventArgs(ITypeSymbol? type)
    {
        for (; type is not null; type = type.BaseType)
        {
            if (type is { Name: nameof(EventArgs), ContainingNamespace.Name: nameof(System) })
            {
                return true;
            }
        }

        return false;
    }
}
