using ConcurrencyAnalyzers.Model;
using ConcurrencyAnalyzers.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Flow.Processes;

/// <summary>What the lambdas and local functions around and inside a body may read of the processes that they share with it, whenever they run.</summary>
internal sealed class NestedReaders
{
    private readonly Dictionary<ProcessKey, ProcessStreams> streams = [];

    public NestedReaders(Body body, ProcessNames names)
    {
        foreach (var other in body.Outermost.SelfAndNested)
        {
            if (!ReferenceEquals(other, body))
            {
                foreach (var operation in other.Operations.All)
                {
                    Record(operation, other, names);
                }
            }
        }
    }

    public ProcessStreams Of(ProcessKey key) => streams.TryGetValue(Whole(key), out var found) ? found : ProcessStreams.None;

    /// <summary>Whichever element it is that somebody else reads.</summary>
    private static ProcessKey Whole(ProcessKey key) => key.Identity is ElementIdentity element ? new(new ElementIdentity(element.Collection)) : key;

    private void Record(IOperation operation, Body body, ProcessNames names)
    {
        switch (operation)
        {
            case IPropertyReferenceOperation property when names.StreamOf(property) is var (key, stream):
                Add(key, stream);
                break;

            case IInvocationOperation call:
                var effect = body.Model.EffectOf(call);
                if (effect?.Effect == Effect.Drain && names.KeyOf(call.Instance) is { } drained)
                {
                    Add(drained, effect.Streams);
                }

                foreach (var argument in call.Arguments)
                {
                    if (names.IsProcess(argument.Value.Type) && !call.TargetMethod.DeclaringSyntaxReferences.IsEmpty && names.KeyOf(argument.Value) is { } passed)
                    {
                        Add(passed, ProcessFacts.Outputs);
                    }
                }

                break;
        }
    }

    private void Add(ProcessKey key, ProcessStreams added) => streams[Whole(key)] = Of(key) | added;
}
