using ConcurrencyAnalyzers.Flow;
using ConcurrencyAnalyzers.Flow.Bodies;
using ConcurrencyAnalyzers.Flow.Handles;
using ConcurrencyAnalyzers.Model;
using ConcurrencyAnalyzers.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Rules.Processes;

/// <summary>Finds the reads, after the start of an object of a class of processes, of what only its body changes: the child works on a copy of the object.</summary>
internal sealed class ProcessObjectReads(TypeFacts type)
{
    private readonly HandleFlows flows = type.Analysis(static facts => new HandleFlows(facts));

    public static bool IsStart(PrimitiveType type, MemberEffect member) => type is { IsRuntime: true, Kind: PrimitiveKind.Process } && member.Effect == Effect.Start;

    /// <returns>Each read, what it reads, the change in the child, and the body of the child.</returns>
    public IEnumerable<(IOperation Read, ISymbol Member, SyntaxNode Write, IMethodSymbol Child)> In(Body body)
    {
        var reads = new HashSet<IOperation>();
        flows.Of(body).Visit((operation, handles) =>
        {
            if (ObjectOf(operation) is { } process && IsStarted(operation, process, handles, body))
            {
                reads.Add(operation);
            }
        });
        foreach (var read in reads)
        {
            if (StartedWork.RunOf((INamedTypeSymbol)ObjectOf(read)!.Type!, type.Model) is { } child
                && ReadMember(read, child) is var (member, write)
                && !IsSetHere(member, child) && !RunsHere(child, body))
            {
                yield return (read, member, write, child);
            }
        }
    }

    /// <summary>The object of a class of processes whose member is read or called, other than those that it inherits.</summary>
    private IOperation? ObjectOf(IOperation operation)
    {
        var (instance, member) = operation switch
        {
            IFieldReferenceOperation field => (field.Instance, (ISymbol)field.Field),
            IPropertyReferenceOperation property => (property.Instance, property.Property),
            IInvocationOperation { TargetMethod.MethodKind: MethodKind.Ordinary } call => (call.Instance, call.TargetMethod),
            _ => default,
        };
        return instance?.Type is INamedTypeSymbol { Locations: [{ IsInSource: true }, ..] } named
            && SymbolEqualityComparer.Default.Equals(member!.ContainingType, named)
            && type.Model.TypeOf(named) is { IsRuntime: true, Kind: PrimitiveKind.Process }
                ? instance
                : null;
    }

    private static bool IsStarted(IOperation read, IOperation process, HandleView handles, Body body)
    {
        // The flow follows what variables hold, and this is none.
        var starts = process is IInstanceReferenceOperation
            ? body.Operations.All.Where(operation => operation is IInvocationOperation { Instance: IInstanceReferenceOperation } call && body.Model.EffectOf(call) is { } effect && IsStart(effect.Type, effect)).ToList()
            : handles.Of(process) is { } handle ? (handle.Must(HandleStates.Started) ? [] : handle.Starts.ToList()) : null;
        return starts is not null
            && (starts.Count > 0 || (process is not IInstanceReferenceOperation && handles.Of(process)!.Starts.Any()))
            && starts.TrueForAll(start => start.Syntax.Span.End < read.Syntax.SpanStart && !ConditionalCode.IsBetween(start.Syntax, read.Syntax));
    }

    private static (ISymbol Member, SyntaxNode Write)? ReadMember(IOperation read, IMethodSymbol child)
    {
        switch (read)
        {
            case IMemberReferenceOperation reference when ProcessObjectWrites.OfChildOnly(reference.Member, child) is { } write:
                return (reference.Member, write);

            case IPropertyReferenceOperation { Property.GetMethod: { } getter }:
                return ProcessObjectWrites.ReadBy(getter, child);

            case IInvocationOperation { TargetMethod: var method } when !ProcessObjectWrites.IsReached(method, child):
                return ProcessObjectWrites.ReadBy(method, child);

            default:
                return null;
        }
    }

    /// <summary>What this process has set itself, it may also look at.</summary>
    private bool IsSetHere(ISymbol member, IMethodSymbol child) => type.Bodies.Where(body => body.Mentions(member)).SelectMany(static body => body.SelfAndNested).Any(body => body.Operations.All.Any(operation =>
        operation is IMemberReferenceOperation reference
        && SymbolEqualityComparer.Default.Equals(reference.Member.OriginalDefinition, member.OriginalDefinition)
        && !(reference.Instance is IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ContainingTypeInstance } && SymbolEqualityComparer.Default.Equals(body.Outermost.Owner.ContainingType, child.ContainingType))
        && (Usage.Of(reference, body) & AccessKind.Write) != 0));

    /// <summary>This process runs a part of the child's body, too.</summary>
    private static bool RunsHere(IMethodSymbol child, Body body) => body.Outermost.SelfAndNested.Any(part => part.Operations.All.Any(operation =>
        operation is IInvocationOperation { TargetMethod: var method } && SymbolEqualityComparer.Default.Equals(method.ContainingType, child.ContainingType) && ProcessObjectWrites.IsReached(method, child)));
}
