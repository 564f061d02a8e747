using ConcurrencyAnalyzers.Flow;
using ConcurrencyAnalyzers.Flow.Handles;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Xunit;

namespace Analyzers.Tests.Flow.Handles;

/// <summary>Asks for the state of a variable's handle at a mark.</summary>
internal sealed class HandleSnippet(FlowSnippet snippet)
{
    public static HandleSnippet Of(string statements) => new(FlowSnippet.OfStatements(statements));

    public static HandleSnippet OfMembers(string members) => new(FlowSnippet.OfMembers(members));

    /// <summary>The states that the variable's handle may be in; null where nothing is known of it.</summary>
    public HandleStates? States(string mark, string variable) => Handle(mark, variable)?.States;

    /// <summary>The states that the elements of the variable's collection may be in; null where nothing is known of it.</summary>
    public HandleStates? ElementStates(string mark, string variable) =>
        At(mark).ElementsOf(Reference(mark, variable)) is { } elements
            ? elements.Aggregate(HandleStates.None, static (states, element) => states | element.States)
            : null;

    /// <summary>Whether the handle of one variable is in the collection of another for certain.</summary>
    public bool IsElement(string mark, string collection, string variable) =>
        At(mark).MembershipsOf(Reference(mark, collection))!.Any(member => member.IsCertain && member.Element.Births.SequenceEqual(Handle(mark, variable)!.Births));

    public Handle? Handle(string mark, string variable) => At(mark).Of(Reference(mark, variable));

    public HandleView At(string mark)
    {
        var body = snippet.BodyAt(mark);
        var result = new HandleFlows(body.Type).Of(body);
        Assert.False(result.IsEmpty, "The body has been skipped.");
        if (snippet.OperationAt(mark) is not { } marked)
        {
            return result.Exit ?? throw new InvalidOperationException("The end of the body is unreachable.");
        }

        HandleView? found = null;
        result.Visit((operation, view) => found ??= ReferenceEquals(operation, marked) ? view : null);
        return found ?? throw new InvalidOperationException($"The mark {mark} is unreachable.");
    }

    private IOperation Reference(string mark, string variable) => snippet.BodyAt(mark).Operations.All.First(operation => operation switch
    {
        ILocalReferenceOperation local => local.Local.Name == variable,
        IParameterReferenceOperation parameter => parameter.Parameter.Name == variable,
        IFieldReferenceOperation field => field.Field.Name == variable,
        _ => false,
    });
}
