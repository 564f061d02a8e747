using System.Collections.Immutable;
using ConcurrencyAnalyzers.Model;
using Microsoft.CodeAnalysis;

namespace ConcurrencyAnalyzers.Flow;

/// <summary>The cheap gate of a rule: which types must be referenced and which words must stand in a source text.</summary>
internal sealed class Trigger
{
    private readonly ImmutableArray<string> metadataNames;
    private readonly ImmutableArray<WordSet> words;

    private Trigger(ImmutableArray<string> metadataNames, ImmutableArray<WordSet> words)
    {
        this.metadataNames = metadataNames;
        this.words = words;
    }

    /// <summary>Fires on the members that the table lists with the effects, on the types it lists with the kinds.</summary>
    public static Trigger On(Func<PrimitiveType, MemberEffect, bool> predicate, params string[] keywords)
    {
        var types = PrimitiveTable.BuiltIn.ByMetadataName.Values
            .Where(type => type.Members.Any(member => predicate(type, member)))
            .Select(static type => type.MetadataName)
            .ToImmutableArray();
        return new(types, ImmutableArray.Create(Vocabulary.Set(PrimitiveTable.BuiltIn.Names(predicate).Concat(keywords))));
    }

    /// <summary>
    /// Also wants the name of one of the primitives in the text: for a rule about primitives that the type itself declares or makes. A type without members of
    /// its own in the table has those of its base; a static class may be there only to make some, whose names then need not stand in the text.
    /// </summary>
    public Trigger AndTypeName() =>
        new(metadataNames, words.Add(Vocabulary.Set(metadataNames
            .Select(static name => PrimitiveTable.BuiltIn.ByMetadataName[name])
            .Concat(PrimitiveTable.BuiltIn.ByMetadataName.Values.Where(static type => type.Members.All(static member => member.Name == PrimitiveTableParser.ConstructorName) || IsMaker(type)))
            .Select(static type => type.SimpleName))));

    private static bool IsMaker(PrimitiveType type) => type.Kind == PrimitiveKind.Factory && (type.Traits & PrimitiveTraits.Static) != 0 && type.Members.All(static member => member.Effect == Effect.Create);

    /// <summary>Also wants the name of one of these members in the text: for a rule about members that only matter together.</summary>
    public Trigger And(Func<PrimitiveType, MemberEffect, bool> predicate) => new(metadataNames, words.Add(Vocabulary.Set(PrimitiveTable.BuiltIn.Names(predicate))));

    /// <summary>False where none of the types exists: the whole rule costs such a compilation nothing more.</summary>
    public bool IsPossibleIn(Compilation compilation)
    {
        foreach (var name in metadataNames)
        {
            if (!compilation.GetTypesByMetadataName(name).IsEmpty)
            {
                return true;
            }
        }

        return false;
    }

    public bool IsMetIn(ISymbol symbol, CancellationToken cancellationToken)
    {
        foreach (var set in words)
        {
            if (!Contains(symbol, set, cancellationToken))
            {
                return false;
            }
        }

        return true;
    }

    private static bool Contains(ISymbol symbol, WordSet set, CancellationToken cancellationToken)
    {
        foreach (var reference in symbol.DeclaringSyntaxReferences)
        {
            if (CompilationFacts.WordsOf(reference.SyntaxTree, cancellationToken).ContainsAny(set, reference.Span))
            {
                return true;
            }
        }

        return false;
    }
}
