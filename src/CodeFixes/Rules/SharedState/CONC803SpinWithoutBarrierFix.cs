using System.Composition;
using ConcurrencyAnalyzers.CodeFixes.Rewrites;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.CodeFixes.Rules.SharedState;

/// <summary>Makes the field volatile; where that is not possible, reads it with Volatile.Read.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(CONC803SpinWithoutBarrierFix))]
[Shared]
public sealed class CONC803SpinWithoutBarrierFix() : ConcurrencyCodeFix("CONC803")
{
    internal const string FieldKey = "CONC803_MakeVolatile";
    internal const string ReadKey = "CONC803_VolatileRead";

    /// <summary>Two loops may wait for one field.</summary>
    private protected override FixAllProvider FixAll => new SequentialFixAll(this);

    private protected override async Task RegisterAsync(CodeFixContext context, FixTarget target)
    {
        if (await context.Document.GetSemanticModelAsync(context.CancellationToken).ConfigureAwait(false) is not { } model
            || target.Node.FirstAncestorOrSelf<ExpressionSyntax>(node => node.Span == target.Diagnostic.Location.SourceSpan) is not { } reference
            || model.GetSymbolInfo(reference).Symbol is not { } variable)
        {
            return;
        }

        if (variable is IFieldSymbol field && DeclarationOf(field, target.Root) is { } declaration && CanBeVolatile(field.Type) && !IsPassedByReference(field, target.Root, model))
        {
            if (!field.IsVolatile)
            {
                await RegisterIfSoundAsync(context, target, "Make the field volatile", FieldKey, MakeVolatile(target.Root, declaration)).ConfigureAwait(false);
            }
        }
        else if (variable is IFieldSymbol or ILocalSymbol or IParameterSymbol && Read(target.Root, reference, model) is { } read)
        {
            await RegisterIfSoundAsync(context, target, "Read with Volatile.Read", ReadKey, read).ConfigureAwait(false);
        }
    }

    private static async Task RegisterIfSoundAsync(CodeFixContext context, FixTarget target, string title, string key, SyntaxNode root)
    {
        var changed = context.Document.WithSyntaxRoot(root);
        if (await CheckedChange.IsSoundAsync(context.Document, changed, context.CancellationToken).ConfigureAwait(false))
        {
            Register(context, target, title, key, _ => Task.FromResult(changed));
        }
    }

    private static FieldDeclarationSyntax? DeclarationOf(IFieldSymbol field, SyntaxNode root) =>
        field.OriginalDefinition.DeclaringSyntaxReferences is [var declared]
        && declared.SyntaxTree == root.SyntaxTree
        && declared.GetSyntax() is VariableDeclaratorSyntax { Parent.Parent: FieldDeclarationSyntax { Declaration.Variables.Count: 1 } declaration }
            ? declaration
            : null;

    /// <summary>The types that are read and written in one step (C# specification, volatile fields).</summary>
    private static bool CanBeVolatile(ITypeSymbol type) => type switch
    {
        { IsReferenceType: true } => true,
        INamedTypeSymbol { EnumUnderlyingType: { } underlying } => CanBeVolatile(underlying),
        _ => type.SpecialType is SpecialType.System_Boolean or SpecialType.System_Byte or SpecialType.System_SByte or SpecialType.System_Int16 or SpecialType.System_UInt16
            or SpecialType.System_Int32 or SpecialType.System_UInt32 or SpecialType.System_Char or SpecialType.System_Single or SpecialType.System_IntPtr or SpecialType.System_UIntPtr,
    };

    /// <summary>A reference to a volatile field is not volatile (CS0420).</summary>
    private static bool IsPassedByReference(IFieldSymbol field, SyntaxNode root, SemanticModel model) =>
        root.DescendantNodes().OfType<ArgumentSyntax>().Any(argument =>
            argument.RefKindKeyword.RawKind != 0
            && argument.Expression.ToString().EndsWith(field.Name, StringComparison.Ordinal)
            && SymbolEqualityComparer.Default.Equals(model.GetSymbolInfo(argument.Expression).Symbol?.OriginalDefinition, field.OriginalDefinition));

    private static SyntaxNode MakeVolatile(SyntaxNode root, FieldDeclarationSyntax declaration)
    {
        var keyword = SyntaxFactory.Token(SyntaxKind.VolatileKeyword).WithTrailingTrivia(SyntaxFactory.Space);
        if (declaration.Modifiers.Count > 0)
        {
            return root.ReplaceNode(declaration, declaration.AddModifiers(keyword));
        }

        var type = declaration.Declaration.Type;
        var changed = declaration
            .WithDeclaration(declaration.Declaration.WithType(type.WithoutLeadingTrivia()))
            .AddModifiers(keyword.WithLeadingTrivia(type.GetLeadingTrivia()));
        return root.ReplaceNode(declaration, changed);
    }

    private static SyntaxNode? Read(SyntaxNode root, ExpressionSyntax reference, SemanticModel model)
    {
        var found = model.LookupNamespacesAndTypes(reference.SpanStart, name: "Volatile");
        var read = SyntaxFactory.ParseExpression($"Volatile.Read(ref {reference.WithoutTrivia()})").WithTriviaFrom(reference);
        root = root.ReplaceNode(reference, read);
        return found.IsEmpty ? UsingDirectives.Add(root, "System.Threading", LineEnding.Of(root))
            : found.Length == 1 && found[0] is INamedTypeSymbol { ContainingNamespace: { Name: "Threading", ContainingNamespace.Name: "System" } } ? root
            : null;
    }
}
