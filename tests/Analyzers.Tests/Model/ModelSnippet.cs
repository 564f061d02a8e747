using ConcurrencyAnalyzers.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Analyzers.Tests.Model;

/// <summary>What the model says of each operation of a snippet's method <c>Test</c>, in the order of evaluation.</summary>
internal static class ModelSnippet
{
    private const string Usings = """
        using System;
        using System.Collections.Concurrent;
        using System.Collections.Generic;
        using System.Diagnostics;
        using System.Linq;
        using System.Threading;
        using System.Threading.Channels;
        using System.Threading.Tasks;

        """;

    /// <summary>The rows for the statements, as <c>Effect Type</c>; a dash where the table lists nothing.</summary>
    public static IReadOnlyList<string> Effects(string statements, string declarations = "") =>
        [.. Rows(statements, declarations).Select(static use => use.Row is { } row ? $"{row.Effect} {row.Type.SimpleName}" : "-")];

    /// <summary>The rows for the statements, with the operation each was asked for.</summary>
    public static IReadOnlyList<(MemberEffect? Row, IOperation Operation)> Rows(string statements, string declarations = "")
    {
        var compilation = Frameworks.Compile($"{Usings}{declarations}\nclass Snippet {{ async Task Test() {{ {statements}\n await Task.Yield(); }} }}");
        var model = ConcurrencyModel.Of(compilation);
        var tree = compilation.SyntaxTrees[0];
        var method = tree.GetRoot().DescendantNodes().OfType<MethodDeclarationSyntax>().Last(static method => method.Identifier.Text == "Test");
        var body = compilation.GetSemanticModel(tree).GetOperation(method)!;
        var rows = new List<(MemberEffect?, IOperation)>();
        Visit(body);

        // The last one is the Yield that only keeps the method async.
        rows.RemoveAt(rows.Count - 1);
        return rows;

        void Visit(IOperation operation)
        {
            foreach (var child in operation.ChildOperations)
            {
                Visit(child);
            }

            switch (operation)
            {
                case IInvocationOperation call:
                    rows.Add((model.EffectOf(call), call));
                    break;
                case IObjectCreationOperation creation:
                    rows.Add((model.EffectOf(creation), creation));
                    break;
                case IPropertyReferenceOperation property:
                    rows.Add((model.EffectOf(property.Property, property.Parent is IAssignmentOperation write && write.Target == property), property));
                    break;
                case IEventAssignmentOperation { EventReference: IEventReferenceOperation reference }:
                    rows.Add((model.EffectOf(reference.Event), operation));
                    break;
            }
        }
    }
}
