using ConcurrencyAnalyzers.Model;
using Microsoft.CodeAnalysis;

namespace Analyzers.Tests.Model;

/// <summary>Finds the members that a row of the table speaks of, by asking the model about every member that a type has.</summary>
internal static class RowMembers
{
    /// <summary>Every use of a member that the model answers with a row of this type, as (row, member, is a write).</summary>
    public static IReadOnlyList<(MemberEffect Row, ISymbol Member, bool IsWrite)> Of(Compilation compilation, INamedTypeSymbol type)
    {
        var model = ConcurrencyModel.Of(compilation);
        var found = new List<(MemberEffect, ISymbol, bool)>();
        foreach (var member in MembersOf(type))
        {
            switch (member)
            {
                case IMethodSymbol { MethodKind: MethodKind.Ordinary or MethodKind.Constructor } method:
                    Add(model.EffectOf(method, type), method, isWrite: false);
                    break;
                case IPropertySymbol property:
                    AddIf(property.GetMethod is not null, isWrite: false);
                    AddIf(property.SetMethod is not null, isWrite: true);
                    void AddIf(bool exists, bool isWrite) => Add(exists ? model.EffectOf(property, isWrite) : null, property, isWrite);
                    break;
                case IEventSymbol @event:
                    Add(model.EffectOf(@event), @event, isWrite: false);
                    break;
            }
        }

        return found;

        void Add(MemberEffect? row, ISymbol member, bool isWrite)
        {
            if (row is not null)
            {
                found.Add((row, member, isWrite));
            }
        }
    }

    /// <summary>The parameters that the ordinals of a row count.</summary>
    public static IReadOnlyList<ITypeSymbol> ParametersOf(ISymbol member, bool isWrite) => member switch
    {
        IMethodSymbol method => [.. method.Parameters.Select(static parameter => parameter.Type)],
        IPropertySymbol { SetMethod: { } setter } when isWrite => [.. setter.Parameters.Select(static parameter => parameter.Type)],
        IPropertySymbol property => [.. property.Parameters.Select(static parameter => parameter.Type)],
        IEventSymbol @event => [@event.Type],
        _ => [],
    };

    private static bool IsVisible(ISymbol member) =>
        member.DeclaredAccessibility is Accessibility.Public or Accessibility.Protected or Accessibility.ProtectedOrInternal;

    /// <summary>Declared and inherited, the inherited methods of interfaces that a class implements left out.</summary>
    private static IEnumerable<ISymbol> MembersOf(INamedTypeSymbol type)
    {
        for (var current = type; current is not null; current = current.BaseType)
        {
            foreach (var member in current.OriginalDefinition.GetMembers().Where(IsVisible))
            {
                // A base type's constructors and static members are never reached through the derived type's rows.
                if (ReferenceEquals(current, type) || !(member.IsStatic || member is IMethodSymbol { MethodKind: MethodKind.Constructor }))
                {
                    yield return member;
                }
            }
        }

        if (type.TypeKind == TypeKind.Interface)
        {
            foreach (var member in type.AllInterfaces.SelectMany(static parent => parent.OriginalDefinition.GetMembers()))
            {
                yield return member;
            }
        }
    }
}
