using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Flow.Handles;

/// <summary>A loop <c>for (var i = 0; i &lt; bound; i++)</c> whose index nothing else writes, and the collections it indexes.</summary>
internal sealed class CountingLoop(IOperation condition, ILocalSymbol index, IOperation bound, ForStatementSyntax syntax)
{
    public IOperation Condition { get; } = condition;

    public ILocalSymbol Index { get; } = index;

    public IOperation Bound { get; } = bound;

    public ForStatementSyntax Syntax { get; } = syntax;

    /// <summary>The indexed collections; true where the loop puts elements into them.</summary>
    public Dictionary<Slot, bool> Collections { get; } = [];
}
