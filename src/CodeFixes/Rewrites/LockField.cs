using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Simplification;

namespace ConcurrencyAnalyzers.CodeFixes.Rewrites;

/// <summary>A new private field that is a lock and nothing else, named as the other fields of its type are.</summary>
internal sealed class LockField
{
    private static readonly string[] DeserializedAttributes = ["Serializable", "DataContract", "StructLayout", "MessagePackObject", "ProtoContract"];

    private readonly MemberDeclarationSyntax? declaration;

    private LockField(string name, MemberDeclarationSyntax? declaration)
    {
        Name = name;
        this.declaration = declaration;
    }

    public string Name { get; }

    /// <summary>Whether a field may be added: not where equality or a serializer looks at every field, nor where initializers do not run.</summary>
    public static bool CanBeAddedTo(TypeDeclarationSyntax type, bool isStatic) =>
        type is ClassDeclarationSyntax && !HasAttribute(type, DeserializedAttributes)
        || (isStatic && type is StructDeclarationSyntax or RecordDeclarationSyntax);

    /// <param name="type">The type that gets the field.</param>
    /// <param name="model">Knows the names that are taken.</param>
    /// <param name="isStatic">Whether one lock serves all instances.</param>
    /// <param name="needsObject">A member of Monitor is called with it, or the body of a <c>lock</c> yields.</param>
    public static LockField Create(TypeDeclarationSyntax type, SemanticModel model, bool isStatic, bool needsObject)
    {
        var hasLock = !needsObject && VersionOf(type) >= 1300 && model.Compilation.GetTypesByMetadataName("System.Threading.Lock").Any(static found => found.DeclaredAccessibility == Accessibility.Public);
        var typeName = hasLock ? "global::System.Threading.Lock" : "object";
        var name = FreeName(type, model, Styled("gate", type, isStatic));
        return new(name, Declare(name, typeName, isStatic, VersionOf(type) >= 900 ? "new()" : $"new {typeName}()"));
    }

    /// <summary>A field for an object that is made elsewhere now; one that is there already under the name serves too.</summary>
    public static LockField Hoist(TypeDeclarationSyntax type, SemanticModel model, bool isStatic, ITypeSymbol created, string arguments, string wanted)
    {
        var styled = Styled(wanted, type, isStatic);
        var typeName = created.SpecialType == SpecialType.System_Object ? "object" : created.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat);
        if (model.GetDeclaredSymbol(type) is { } symbol
            && symbol.GetMembers(styled).OfType<IFieldSymbol>().Any(field => field.IsReadOnly && field.IsStatic == isStatic && SymbolEqualityComparer.Default.Equals(field.Type, created)))
        {
            return new(styled, null);
        }

        // The local gives its own name free, and locals of other methods may have the name of a field.
        var isFree = styled == wanted && model.LookupSymbols(type.OpenBraceToken.Span.End, name: styled).IsEmpty && model.GetDeclaredSymbol(type)?.GetMembers(styled).IsEmpty == true;
        var name = isFree ? styled : FreeName(type, model, styled);
        return new(name, Declare(name, typeName, isStatic, VersionOf(type) >= 900 ? "new" + arguments : $"new {typeName}{arguments}"));
    }

    /// <summary>The lock that all changes of one sort share: the first of them adds it, the next ones find it.</summary>
    public static LockField Shared(TypeDeclarationSyntax type, SemanticModel model, bool isStatic)
    {
        var modern = VersionOf(type) >= 1300 ? model.Compilation.GetTypesByMetadataName("System.Threading.Lock").FirstOrDefault(static found => found.DeclaredAccessibility == Accessibility.Public) : null;
        return Hoist(type, model, isStatic, modern ?? (ITypeSymbol)model.Compilation.ObjectType, "()", "gate");
    }

    /// <summary>A field that is no lock and is assigned later.</summary>
    public static LockField Variable(TypeDeclarationSyntax type, SemanticModel model, bool isStatic, ITypeSymbol fieldType, string wanted, int position)
    {
        var name = FreeName(type, model, Styled(wanted, type, isStatic), except: wanted);
        var isNullable = (model.GetNullableContext(position) & NullableContext.AnnotationsEnabled) != 0 && fieldType.IsReferenceType;
        var typeName = fieldType.WithNullableAnnotation(NullableAnnotation.NotAnnotated).ToMinimalDisplayString(model, position);
        var field = (FieldDeclarationSyntax)SyntaxFactory.ParseMemberDeclaration($"private {(isStatic ? "static " : "")}{typeName}{(isNullable ? "?" : "")} {name};")!;
        return new(name, field);
    }

    /// <summary>The type with the field before its other fields, or else before everything.</summary>
    public TypeDeclarationSyntax AddTo(TypeDeclarationSyntax type, SyntaxTrivia lineEnd)
    {
        if (declaration is null)
        {
            return type;
        }

        var index = type.Members.IndexOf(static member => member is FieldDeclarationSyntax);
        index = Math.Max(index, 0);
        var next = type.Members[index];
        var leading = next.GetLeadingTrivia();
        var isInLine = !type.OpenBraceToken.TrailingTrivia.Any(SyntaxKind.EndOfLineTrivia) && index == 0 && !leading.Any(SyntaxKind.EndOfLineTrivia);
        var gap = leading.TakeWhile(static part => part.IsKind(SyntaxKind.EndOfLineTrivia)).ToList();
        var indentation = leading.Where(static part => part.IsKind(SyntaxKind.WhitespaceTrivia)).Reverse().Take(1);
        var added = declaration.WithLeadingTrivia(gap.Concat(indentation)).WithTrailingTrivia(isInLine ? SyntaxFactory.Space : lineEnd);
        var rest = leading.Skip(gap.Count);
        var kept = next.WithLeadingTrivia(next is FieldDeclarationSyntax || isInLine ? rest : rest.Prepend(lineEnd));
        return type.WithMembers(type.Members.Replace(next, kept).Insert(index, added));
    }

    private static FieldDeclarationSyntax Declare(string name, string type, bool isStatic, string creation)
    {
        var field = (FieldDeclarationSyntax)SyntaxFactory.ParseMemberDeclaration($"private {(isStatic ? "static " : "")}readonly {type} {name} = {creation};")!;
        var names = field.DescendantNodes().OfType<QualifiedNameSyntax>().Where(static node => node.Parent is not QualifiedNameSyntax);
        return field.ReplaceNodes(names, static (_, node) => node.WithAdditionalAnnotations(Simplifier.Annotation, Simplifier.AddImportsAnnotation));
    }

    private static int VersionOf(SyntaxNode node) => (int)((CSharpParseOptions)node.SyntaxTree.Options).LanguageVersion;

    /// <summary>The name with the prefix that most private fields of the file have.</summary>
    private static string Styled(string name, TypeDeclarationSyntax type, bool isStatic)
    {
        var bare = name.TrimStart('_');
        bare = bare.Length == 0 ? "gate" : char.ToLowerInvariant(bare[0]) + bare.Substring(1);
        var names = PrivateFields(type, isStatic);
        names = names.Count > 0 ? names : PrivateFields(type, !isStatic);
        names = names.Count > 0 ? names : [.. type.SyntaxTree.GetRoot().DescendantNodes().OfType<TypeDeclarationSyntax>().SelectMany(static other => PrivateFields(other, isStatic: false))];
        if (names.Count == 0)
        {
            return "_" + bare;
        }

        foreach (var prefix in new[] { "s_", "m_", "_" })
        {
            if (names.Count(other => other.StartsWith(prefix, StringComparison.Ordinal)) * 2 > names.Count)
            {
                return prefix + bare;
            }
        }

        return names.All(static other => char.IsUpper(other[0])) ? char.ToUpperInvariant(bare[0]) + bare.Substring(1) : bare;
    }

    private static List<string> PrivateFields(TypeDeclarationSyntax type, bool isStatic) =>
        [.. type.Members.OfType<FieldDeclarationSyntax>()
            .Where(field => field.Modifiers.Any(SyntaxKind.StaticKeyword) == isStatic
                && !field.Modifiers.Any(static modifier => modifier.IsKind(SyntaxKind.ConstKeyword) || modifier.IsKind(SyntaxKind.PublicKeyword) || modifier.IsKind(SyntaxKind.InternalKeyword) || modifier.IsKind(SyntaxKind.ProtectedKeyword)))
            .SelectMany(static field => field.Declaration.Variables)
            .Select(static variable => variable.Identifier.ValueText)
            .Where(static name => name.Length > 0)];

    /// <param name="type">The type that gets the name.</param>
    /// <param name="model">Knows the names that are taken.</param>
    /// <param name="wanted">The name, if it is free.</param>
    /// <param name="except">The name of a local that gives it free, where the field is to have the same.</param>
    private static string FreeName(TypeDeclarationSyntax type, SemanticModel model, string wanted, string? except = null)
    {
        if (wanted == except && model.GetDeclaredSymbol(type)?.GetMembers(wanted).IsEmpty == true)
        {
            return wanted;
        }

        var taken = new HashSet<string>(
            type.SyntaxTree.GetRoot().DescendantTokens().Where(static token => token.IsKind(SyntaxKind.IdentifierToken)).Select(static token => token.ValueText), StringComparer.Ordinal);
        var name = wanted;
        for (var number = 2; taken.Contains(name) || !model.LookupSymbols(type.OpenBraceToken.Span.End, name: name).IsEmpty; number++)
        {
            name = wanted + number;
        }

        return name;
    }

    private static bool HasAttribute(TypeDeclarationSyntax type, string[] names) => type.AttributeLists
        .SelectMany(static list => list.Attributes)
        .Any(attribute => names.Any(name => attribute.Name.ToString().Contains(name)));
}
