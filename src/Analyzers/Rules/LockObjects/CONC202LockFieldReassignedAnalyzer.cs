using System.Collections.Immutable;
using ConcurrencyAnalyzers.Flow;
using ConcurrencyAnalyzers.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Rules.LockObjects;

/// <summary>CONC202: the object that threads lock is replaced, so that some hold the old one and some the new one; or it could be.</summary>
public sealed class CONC202LockFieldReassignedAnalyzer() : ConcurrencyAnalyzer(Rule)
{
    /// <summary>What the fix does: one of the constants below.</summary>
    internal const string RepairProperty = "Repair";

    /// <summary>Make the field readonly.</summary>
    internal const string MakeReadOnly = "MakeReadOnly";

    /// <summary>The field is a lock and nothing else: it needs no second value.</summary>
    internal const string KeepFirst = "KeepFirst";

    /// <summary>The field has data in it that changes: lock something else.</summary>
    internal const string Separate = "Separate";

    internal static readonly DiagnosticDescriptor Rule = Descriptors.Create(
        "CONC202",
        title: "Lock field can be reassigned",
        messageFormat: "The lock '{0}' {1}",
        category: Category.LockObjects,
        defaultSeverity: DiagnosticSeverity.Warning,
        description: "A lock keeps out only those who lock the same object. When the field gets another object while a thread holds the old one, the next thread locks the new one and both are in at once.");

    private static readonly RuleText Replaced = new("CONC202.Replaced", "gets another object here: who locks it from now on is not kept out by those who hold the old one");
    private static readonly RuleText Writable = new("CONC202.Writable", "is never replaced, but nothing forbids it: the field is not readonly");

    private protected override Trigger Trigger { get; } = Trigger.On(static (type, member) => IsLockingMember(type, member), "lock");

    private protected override void Analyze(TypeFacts type, RuleContext context)
    {
        var fields = LockFields(type);
        if (fields.Count == 0)
        {
            return;
        }

        var writes = new LockFieldWrites(type, [.. fields.Keys]);
        foreach (var field in fields)
        {
            var replacements = writes.Of(field.Key).Where(static write => write.Kind == LockFieldWriteKind.Replacement).ToList();
            if (IsFirstValue(field.Key, replacements, writes, type))
            {
                continue;
            }

            foreach (var replacement in replacements)
            {
                var repair = LockUse.IsDedicated(field.Key.Type) ? KeepFirst : Separate;
                var others = replacements.Where(other => other != replacement).Select(static other => other.Target.Syntax.GetLocation());
                context.Report(replacement.Target.Syntax.GetLocation(), null, others, Repair(repair), field.Key.Name, Replaced);
            }

            if (replacements.Count == 0 && CouldBeReadOnly(field.Key, writes) && Declarator(field.Key) is { } declarator)
            {
                context.Report(declarator.Identifier.GetLocation(), DiagnosticSeverity.Info, [], Repair(MakeReadOnly), field.Key.Name, Writable);
            }
        }
    }

    private static bool IsLockingMember(PrimitiveType type, MemberEffect member) =>
        type.Kind is PrimitiveKind.Lock or PrimitiveKind.ReaderWriterLock
        && (type.Traits & PrimitiveTraits.Struct) == 0
        && member.Effect is Effect.Acquire or Effect.TryAcquire;

    /// <summary>The fields of the type that are used as locks and are not readonly, with a place that locks each.</summary>
    private static Dictionary<IFieldSymbol, LockUse> LockFields(TypeFacts type)
    {
        var fields = new Dictionary<IFieldSymbol, LockUse>(SymbolEqualityComparer.Default);
        foreach (var use in type.Analysis(static facts => new LockUses(facts)).All)
        {
            if (use.Object is IFieldReferenceOperation { Field: { IsReadOnly: false, IsConst: false, Type.IsReferenceType: true } field }
                && (use.Effect is null || IsLockingMember(use.Effect.Type, use.Effect))
                && field.ContainingType.TypeKind == TypeKind.Class
                && field.OriginalDefinition.DeclaringSyntaxReferences.Length == 1
                && !fields.ContainsKey(field.OriginalDefinition))
            {
                fields.Add(field.OriginalDefinition, use);
            }
        }

        return fields;
    }

    /// <summary>The only write there is, in a method that does not lock: an initialisation that comes after the constructor.</summary>
    private static bool IsFirstValue(IFieldSymbol field, List<LockFieldWrite> replacements, LockFieldWrites writes, TypeFacts type) =>
        replacements.Count == 1
        && writes.Of(field).All(static write => write.Kind != LockFieldWriteKind.Construction)
        && (Declarator(field)?.Initializer?.Value is null or PostfixUnaryExpressionSyntax or LiteralExpressionSyntax)
        && !type.Analysis(static facts => new LockUses(facts)).All.Any(use => use.Body == replacements[0].Body
            && use.Object is IFieldReferenceOperation locked
            && SymbolEqualityComparer.Default.Equals(locked.Field.OriginalDefinition, field));

    private static bool CouldBeReadOnly(IFieldSymbol field, LockFieldWrites writes) =>
        field is { DeclaredAccessibility: Accessibility.Private, IsVolatile: false }
        && field.GetAttributes().IsEmpty
        && writes.Of(field).All(static write => write.Kind == LockFieldWriteKind.Construction)
        && (writes.Of(field).Any() || Declarator(field)?.Initializer is not null);

    private static VariableDeclaratorSyntax? Declarator(IFieldSymbol field) => field.DeclaringSyntaxReferences[0].GetSyntax() as VariableDeclaratorSyntax;

    private static ImmutableDictionary<string, string?> Repair(string how) => ImmutableDictionary<string, string?>.Empty.Add(RepairProperty, how);
}
