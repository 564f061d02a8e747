using System.Collections.Immutable;
using ConcurrencyAnalyzers.Flow;
using ConcurrencyAnalyzers.Flow.Locks;
using ConcurrencyAnalyzers.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Rules.Locking;

/// <summary>CONC110: a semaphore that serves as a lock would take a release too many without a word.</summary>
public sealed class CONC110SemaphoreWithoutMaximumAnalyzer() : ConcurrencyAnalyzer(Rule)
{
    internal static readonly DiagnosticDescriptor Rule = Descriptors.Create(
        "CONC110",
        title: "Semaphore used as a mutex has no maximum",
        messageFormat: "'{0}' is used as a lock, but has no maximum: after one release too many two threads are in at once",
        category: Category.Locking,
        defaultSeverity: DiagnosticSeverity.Info,
        description: "A semaphore without a maximum takes any number of releases. Where it serves as a lock, a release too many lets two threads in, far from the mistake. With a maximum of one the wrong release throws where it stands.");

    private protected override Trigger Trigger { get; } = Trigger.On(static (type, member) =>
        type.Kind == PrimitiveKind.Semaphore && member.Effect is Effect.Acquire or Effect.TryAcquire).AndTypeName();

    private static readonly WordSet Semaphores = Vocabulary.Set(PrimitiveTable.BuiltIn.ByMetadataName.Values.Where(static type => type.Kind == PrimitiveKind.Semaphore).Select(static type => type.SimpleName));

    private protected override void Analyze(TypeFacts type, RuleContext context)
    {
        foreach (var body in type.Bodies.Where(static body => body.MayCreate(Semaphores)))
        {
            foreach (var operation in BodyOperations.Evaluation(body.Root))
            {
                if (operation is IObjectCreationOperation creation
                    && type.Model.EffectOf(creation) is { Effect: Effect.Create, Type.Kind: PrimitiveKind.Semaphore } effect
                    && HasNoMaximum(creation, effect)
                    && HolderOf(creation) is { } symbol
                    && IsUsedAsLock(symbol, type))
                {
                    context.Report(creation.Syntax.GetLocation(), null, [], ImmutableDictionary<string, string?>.Empty, symbol.Name);
                }
            }
        }
    }

    private static bool HasNoMaximum(IObjectCreationOperation creation, MemberEffect effect)
    {
        // A type of the user's that derives from a semaphore may hand on any maximum.
        if (creation.Type?.Name != effect.Type.SimpleName)
        {
            return false;
        }

        if (effect.MaximumParameter == MemberEffect.Absent)
        {
            return true;
        }

        var maximum = creation.Arguments.FirstOrDefault(argument => argument.Parameter?.Ordinal == effect.MaximumParameter)?.Value;
        return maximum is { ConstantValue: { HasValue: true, Value: int.MaxValue } };
    }

    /// <summary>The private field or the local that the new semaphore is put into.</summary>
    private static ISymbol? HolderOf(IOperation creation)
    {
        var parent = creation.Parent;
        while (parent is IConversionOperation or IParenthesizedOperation)
        {
            parent = parent.Parent;
        }

        return parent switch
        {
            IFieldInitializerOperation { InitializedFields: { Length: 1 } fields } => PrivateOnly(fields[0]),
            IPropertyInitializerOperation { InitializedProperties: { Length: 1 } properties } => PrivateOnly(properties[0]),
            ISimpleAssignmentOperation { Target: IMemberReferenceOperation { Instance: null or IInstanceReferenceOperation } member } => PrivateOnly(member.Member),
            IVariableInitializerOperation { Parent: IVariableDeclaratorOperation declarator } => declarator.Symbol,
            _ => null,
        };
    }

    private static ISymbol? PrivateOnly(ISymbol member) => member.DeclaredAccessibility == Accessibility.Private ? member : null;

    private static bool IsUsedAsLock(ISymbol symbol, TypeFacts type)
    {
        var path = new AccessPath(symbol is ILocalSymbol ? PathRoot.Local : PathRoot.This, symbol is ILocalSymbol ? symbol : null, symbol is ILocalSymbol ? ImmutableArray<ISymbol>.Empty : ImmutableArray.Create(symbol), isStable: true);
        return type.Analysis(static facts => new LockHolders(facts)).Of(path) is { IsUsedAsLock: true, IsUsedInPairs: true, Permits: 1 };
    }
}
