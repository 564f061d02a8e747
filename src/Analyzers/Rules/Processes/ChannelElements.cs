using System.Collections.Immutable;
using ConcurrencyAnalyzers.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Rules.Processes;

/// <summary>What a queue or pipe between processes is made for: items of a type that cannot cross are refused before the first one is put in.</summary>
internal static class ChannelElements
{
    public static IEnumerable<(SyntaxNode Place, Refusal Refusal)> RefusalsOf(IOperation operation, ConcurrencyModel model)
    {
        var (effect, elements) = operation switch
        {
            IObjectCreationOperation { Type: INamedTypeSymbol made } creation => (model.EffectOf(creation), made.TypeArguments),
            IInvocationOperation call => (model.EffectOf(call), call.TargetMethod.TypeArguments),
            _ => (null, ImmutableArray<ITypeSymbol>.Empty),
        };
        if (effect is null || !ProducerJoins.IsChannel(effect.Type, effect))
        {
            yield break;
        }

        var written = operation.Syntax.DescendantNodes().OfType<TypeArgumentListSyntax>().FirstOrDefault(list => list.Arguments.Count == elements.Length);
        for (var i = 0; i < elements.Length; i++)
        {
            if (Crossing.Of(elements[i], elements[i].ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat)) is { } refusal)
            {
                yield return (written?.Arguments[i] ?? operation.Syntax, refusal);
            }
        }
    }
}
