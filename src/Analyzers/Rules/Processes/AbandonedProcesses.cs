using ConcurrencyAnalyzers.Flow;
using ConcurrencyAnalyzers.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Rules.Processes;

/// <summary>Finds the processes in locals of a method that are started there, and that the method then forgets.</summary>
internal static class AbandonedProcesses
{
    /// <summary>What shows a file or an address to the user: nobody waits for the user.</summary>
    private static readonly HashSet<string> Openers = new(StringComparer.OrdinalIgnoreCase) { "explorer", "explorer.exe", "open", "xdg-open", "rundll32", "start", "notepad", "notepad.exe" };

    public static IEnumerable<(IOperation Start, ILocalSymbol Local, PrimitiveType Type)> In(Body outermost)
    {
        var operations = BodyOperations.Evaluation(outermost.Root).ToList();
        if (operations.Any(operation => IsForTheUser(operation)))
        {
            yield break;
        }

        foreach (var operation in operations)
        {
            if (StartedLocal(operation, outermost) is var (local, type)
                && operations.OfType<ILocalReferenceOperation>().Where(use => SymbolEqualityComparer.Default.Equals(use.Local, local)).All(use => IsHarmless(use, type, outermost.Model))
                && !operations.Any(other => IsDisposed(other, local, type)))
            {
                yield return (operation, local, type);
            }
        }
    }

    private static (ILocalSymbol Local, PrimitiveType Type)? StartedLocal(IOperation operation, Body body)
    {
        if (operation is not IInvocationOperation call || body.Model.EffectOf(call) is not { Type: { Kind: PrimitiveKind.Process } type } effect)
        {
            return null;
        }

        if (effect.Effect == Effect.Start && Strip(call.Instance) is ILocalReferenceOperation started)
        {
            return (started.Local, body.Model.TypeOf(started.Type) ?? type);
        }

        IOperation value = call;
        while (value.Parent is IConversionOperation or IParenthesizedOperation)
        {
            value = value.Parent;
        }

        return effect.Effect == Effect.CreateStarted && value.Parent is IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol: var local } } ? (local, type) : null;
    }

    private static IOperation? Strip(IOperation? value)
    {
        while (value is IConversionOperation { OperatorMethod: null } conversion)
        {
            value = conversion.Operand;
        }

        return value;
    }

    /// <summary>Uses after which the process is as abandoned as before: whatever waits, ends it or hands it on is none.</summary>
    private static bool IsHarmless(ILocalReferenceOperation use, PrimitiveType type, ConcurrencyModel model) => use.Parent switch
    {
        IInvocationOperation { Instance: { } instance } call when instance == use => model.EffectOf(call) is { ReturnsReceiver: false } effect && IsHarmless(effect, type),
        IPropertyReferenceOperation { Instance: { } instance } property when instance == use =>
            model.EffectOf(property.Property, property.Parent is ISimpleAssignmentOperation assignment && assignment.Target == property) is not { ReturnsReceiver: true }
            && (model.EffectOf(property.Property, isWrite: false) is not { } effect || IsHarmless(effect, type))
            && !IsDaemon(property),
        IBinaryOperation or IIsPatternOperation or IExpressionStatementOperation => true,
        ISimpleAssignmentOperation assignment => assignment.Target == use && Strip(assignment.Value) is IObjectCreationOperation or IInvocationOperation,
        IConversionOperation { Parent: IBinaryOperation or IIsPatternOperation } => true,
        _ => false,
    };

    private static bool IsHarmless(MemberEffect effect, PrimitiveType type) => effect.Effect switch
    {
        Effect.None or Effect.Start or Effect.Configure or Effect.Create or Effect.CreateStarted => true,

        // A worker process that is still alive cannot even be disposed of.
        Effect.Dispose => type.IsRuntime,
        _ => false,
    };

    private static bool IsDaemon(IPropertyReferenceOperation property) => property is { Property.Name: "Daemon" or "Sentinel" };

    private static bool IsDisposed(IOperation operation, ILocalSymbol local, PrimitiveType type) => !type.IsRuntime && operation switch
    {
        IUsingDeclarationOperation declaration => declaration.DeclarationGroup.Declarations.SelectMany(static part => part.Declarators).Any(part => SymbolEqualityComparer.Default.Equals(part.Symbol, local)),
        IUsingOperation { Resources: IVariableDeclarationGroupOperation group } => group.Declarations.SelectMany(static part => part.Declarators).Any(part => SymbolEqualityComparer.Default.Equals(part.Symbol, local)),
        _ => false,
    };

    private static bool IsForTheUser(IOperation operation) => operation switch
    {
        IPropertyReferenceOperation { Property.Name: "UseShellExecute" } property => property.Parent is ISimpleAssignmentOperation { Value.ConstantValue: not { HasValue: true, Value: false } },
        ILiteralOperation { ConstantValue: { HasValue: true, Value: string text } } => Openers.Contains(text) || text.StartsWith("http://", StringComparison.Ordinal) || text.StartsWith("https://", StringComparison.Ordinal),
        _ => false,
    };
}
