using Microsoft.CodeAnalysis;

namespace ConcurrencyAnalyzers.Rules.Processes;

/// <summary>A process that a body starts and then forgets.</summary>
/// <param name="Start">What starts it: the call of a method of the type stands for what that method does.</param>
/// <param name="Name">What the code calls it.</param>
/// <param name="Wait">The method that waits for its end; null where disposing of it is enough.</param>
/// <param name="Declaration">The variable that holds it and nothing else, where there is one.</param>
internal sealed record AbandonedProcess(IOperation Start, string Name, string? Wait, SyntaxNode? Declaration)
{
    /// <summary>It is one of the Runtime's, whose failure only its waiter hears of.</summary>
    public bool IsRuntime { get; init; }
}
