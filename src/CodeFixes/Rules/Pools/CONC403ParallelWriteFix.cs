using System.Composition;
using ConcurrencyAnalyzers.CodeFixes.Rewrites;
using ConcurrencyAnalyzers.Flow.ForkJoin;
using ConcurrencyAnalyzers.Rules.Pools;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.CodeFixes.Rules.Pools;

/// <summary>Changes a number with <c>Interlocked</c>, and anything else under a lock.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(CONC403ParallelWriteFix))]
[Shared]
public sealed class CONC403ParallelWriteFix() : ConcurrencyCodeFix("CONC403")
{
    internal const string InterlockedKey = "CONC403_Interlocked";
    internal const string LockKey = "CONC403_Lock";

    private const string ThreadingNamespace = "System.Threading";

    /// <summary>Several changes may get one lock, declared once.</summary>
    private protected override FixAllProvider FixAll => new SequentialFixAll(this);

    private protected override async Task RegisterAsync(CodeFixContext context, FixTarget target)
    {
        // A variable that each round uses for itself belongs into the delegate; a lock would only keep the mix-up short.
        var damage = target.Property(CONC403ParallelWriteAnalyzer.DamageProperty);
        if (damage is not (nameof(ParallelDamage.Lost) or nameof(ParallelDamage.Broken))
            || await context.Document.GetSemanticModelAsync(context.CancellationToken).ConfigureAwait(false) is not { } model)
        {
            return;
        }

        var isObject = damage == nameof(ParallelDamage.Broken);
        var atomic = isObject ? null : AtomicChange.Of(target.Root, target.Node, model);
        var root = atomic ?? (LockedChange.Of(target.Node, isObject) is { } change ? Guard(change, target, model) : null);
        if (root is null)
        {
            return;
        }

        var changed = context.Document.WithSyntaxRoot(root);
        if (atomic is not null && !await CheckedChange.IsSoundAsync(context.Document, changed, context.CancellationToken).ConfigureAwait(false))
        {
            changed = context.Document.WithSyntaxRoot(UsingDirectives.Add(root, ThreadingNamespace, LineEnding.Of(root)));
        }

        if (await CheckedChange.IsSoundAsync(context.Document, changed, context.CancellationToken).ConfigureAwait(false))
        {
            Register(context, target, atomic is null ? "Lock around the change" : "Use Interlocked", atomic is null ? LockKey : InterlockedKey, _ => Task.FromResult(changed));
        }
    }

    /// <summary>The object itself is the lock; for a variable there is a new one beside it.</summary>
    private static SyntaxNode? Guard(LockedChange change, FixTarget target, SemanticModel model)
    {
        if (change.Object is { } locked)
        {
            return change.Apply(target.Root, locked.ToString());
        }

        var symbol = model.GetSymbolInfo(target.Node).Symbol;
        if (symbol is IFieldSymbol or IPropertySymbol && target.Node.FirstAncestorOrSelf<TypeDeclarationSyntax>() is { } type && LockField.CanBeAddedTo(type, symbol.IsStatic)
            && SymbolEqualityComparer.Default.Equals(model.GetDeclaredSymbol(type), symbol.ContainingType))
        {
            return AddField(change, type, LockField.Create(type, model, symbol.IsStatic, needsObject: false), target.Root);
        }

        return symbol is ILocalSymbol && target.Other(0)?.FirstAncestorOrSelf<StatementSyntax>() is { } parallel && change.Statement is { } statement && !statement.Contains(parallel)
            ? AddLocal(change, parallel, target.Root)
            : null;
    }

    private static SyntaxNode? AddField(LockedChange change, TypeDeclarationSyntax type, LockField field, SyntaxNode root)
    {
        var tracked = change.Tracked(root.TrackNodes(change.Nodes.Append(type)));
        var changed = tracked.Apply(tracked.Root, field.Name);
        return changed.GetCurrentNode(type) is { } current ? changed.ReplaceNode(current, field.AddTo(current, LineEnding.Of(root))) : null;
    }

    private static SyntaxNode? AddLocal(LockedChange change, StatementSyntax parallel, SyntaxNode root)
    {
        var name = Functions.FreeName(Functions.Around(parallel), "gate", []);
        var tracked = change.Tracked(root.TrackNodes(change.Nodes.Append(parallel)));
        var changed = tracked.Apply(tracked.Root, name);
        return changed.GetCurrentNode(parallel) is { } current
            ? StatementInsertion.Before(changed, current, Microsoft.CodeAnalysis.CSharp.SyntaxFactory.ParseStatement($"var {name} = new object();"))
            : null;
    }
}
