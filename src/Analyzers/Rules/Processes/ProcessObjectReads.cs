using ConcurrencyAnalyzers.Flow;
using ConcurrencyAnalyzers.Flow.Bodies;
using ConcurrencyAnalyzers.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Rules.Processes;

/// <summary>Finds the reads, after the start of an object of a class of processes, of what only its body changes: the child works on a copy of the object.</summary>
internal static class ProcessObjectReads
{
    public static bool IsStart(PrimitiveType type, MemberEffect member) => type is { IsRuntime: true, Kind: PrimitiveKind.Process } && member.Effect == Effect.Start;

    /// <returns>Each read, the change in the child, and the body of the child.</returns>
    public static IEnumerable<(IMemberReferenceOperation Read, SyntaxNode Write, IMethodSymbol Child)> In(Body body)
    {
        foreach (var start in body.Operations.All.OfType<IInvocationOperation>())
        {
            if (body.Model.EffectOf(start) is not { } effect || !IsStart(effect.Type, effect)
                || start.Instance is not { Type: INamedTypeSymbol { Locations: [{ IsInSource: true }, ..] } type } process
                || AccessPaths.Of(process, body) is not { } path
                || StartedWork.RunOf(type, body.Model) is not { } child)
            {
                continue;
            }

            var members = body.Operations.All.OfType<IMemberReferenceOperation>().Where(member => path.Equals(AccessPaths.Of(member.Instance, body))).ToList();
            foreach (var read in members)
            {
                if (read.Syntax.SpanStart > start.Syntax.Span.End
                    && SymbolEqualityComparer.Default.Equals(read.Member.ContainingType, type)
                    && !IsSetHere(read.Member, process, members, body)
                    && ProcessObjectWrites.OfChildOnly(read.Member, child) is { } write)
                {
                    yield return (read, write, child);
                }
            }
        }
    }

    /// <summary>What this process has set itself, it may also look at.</summary>
    private static bool IsSetHere(ISymbol member, IOperation process, List<IMemberReferenceOperation> members, Body body) =>
        members.Exists(other => SymbolEqualityComparer.Default.Equals(other.Member, member) && (Usage.Of(other, body) & AccessKind.Write) != 0)
        || (body.Definitions.Origin(process).Syntax is BaseObjectCreationExpressionSyntax { Initializer: { } initializer }
            && initializer.Expressions.OfType<AssignmentExpressionSyntax>().Any(assignment => assignment.Left.ToString() == member.Name));
}
