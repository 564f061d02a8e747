using ConcurrencyAnalyzers.Flow;
using ConcurrencyAnalyzers.Flow.Handles;
using ConcurrencyAnalyzers.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Rules.Processes;

/// <summary>Finds the processes that a body starts, keeps to itself and forgets: at its end nobody has waited for them, ended them or asked how they are.</summary>
internal sealed class AbandonedProcesses(HandleFlows flows)
{
    /// <summary>Longer code than this is no name.</summary>
    private const int MaxName = 40;

    /// <summary>The kind of an element of <c>[a, b]</c>, which the oldest Roslyn we load in does not know.</summary>
    private const int ExpressionElement = 9077;

    /// <summary>What shows a file or an address to the user: nobody waits for the user.</summary>
    private static readonly HashSet<string> Openers = new(StringComparer.OrdinalIgnoreCase) { "explorer", "explorer.exe", "open", "xdg-open", "rundll32", "start", "notepad", "notepad.exe" };

    /// <summary>After any of these somebody looks after the process.</summary>
    private static readonly Effect[] Cares =
        [Effect.Join, Effect.TryJoin, Effect.Stop, Effect.QueryAlive, Effect.ReadResult, Effect.OpenStream, Effect.Drain, Effect.Subscribe];

    public IEnumerable<AbandonedProcess> In(Body body)
    {
        var result = flows.Of(body);
        if (result.Exit is not { } exit || ForgottenAt(exit, body.Model) is not { Count: > 0 } found || IsForTheUser(body.Outermost))
        {
            return [];
        }

        found.ExceptWith(DaemonsIn(result, body));
        return exit.All
            .Where(handle => handle.Births.Any() && handle.Births.All(found.Contains) && !flows.CreationsOf(handle, body).Any(made => IsForTheUser(made.Context.Outermost) || IsLeftAlone(made.Creation, made.Context)))
            .Select(handle => Of(handle, body))
            .GroupBy(static process => process.Start)
            .Select(static group => group.First())
            .OrderBy(static process => process.Start.Syntax.SpanStart);
    }

    /// <summary>The births all of whose processes are forgotten: one birth stands for all objects that it made in the rounds of a loop.</summary>
    private static HashSet<IOperation> ForgottenAt(HandleView exit, ConcurrencyModel model)
    {
        var found = new HashSet<IOperation>();
        var others = new HashSet<IOperation>();
        foreach (var handle in exit.All.Where(static handle => handle.Kind == PrimitiveKind.Process))
        {
            foreach (var birth in handle.Births)
            {
                (IsForgotten(handle, birth, model) ? found : others).Add(birth);
            }
        }

        found.ExceptWith(others);
        return found;
    }

    private static bool IsForgotten(Handle handle, IOperation birth, ConcurrencyModel model)
    {
        if (handle.IsEscaped || !handle.Events.IsComplete || !handle.Starts.Any() || model.TypeOf(birth.Type) is not { } type)
        {
            return false;
        }

        // A worker process that is still alive cannot even be disposed of. Whoever drops a Process, instead of keeping it in a variable, says that it does not matter.
        var effects = handle.Events.Effects.ToList();
        return !effects.Exists(static effect => Array.IndexOf(Cares, effect) >= 0)
            && (type.IsRuntime || (!effects.Contains(Effect.Dispose) && IsKept(birth.Syntax)));
    }

    private static bool IsKept(SyntaxNode birth)
    {
        while (birth.Parent is ParenthesizedExpressionSyntax or CastExpressionSyntax or PostfixUnaryExpressionSyntax or BinaryExpressionSyntax or ConditionalExpressionSyntax)
        {
            birth = birth.Parent;
        }

        return birth.Parent is EqualsValueClauseSyntax or ArgumentSyntax or InitializerExpressionSyntax
            || birth.Parent?.RawKind == ExpressionElement
            || (birth.Parent is AssignmentExpressionSyntax { Left: var target } && target is not IdentifierNameSyntax { Identifier.ValueText: "_" });
    }

    /// <summary>The processes that end with this one, as their author wants it.</summary>
    private static HashSet<IOperation> DaemonsIn(HandleResult result, Body body)
    {
        var daemons = new HashSet<IOperation>();
        if (!body.Type.Bodies.Any(static other => other.Mentions("Daemon")))
        {
            return daemons;
        }

        result.Visit((operation, handles) =>
        {
            if (operation is ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Property.Name: "Daemon", Instance: { } process } }
                && body.Model.KindOf(process.Type) == PrimitiveKind.Process && handles.Of(process) is { } handle)
            {
                daemons.UnionWith(handle.Births);
            }
        });

        // Which setting it is that a method of the type has made is not known.
        daemons.UnionWith(result.Exit!.Value.All
            .Where(static handle => handle.Events.Last(Effect.Configure).Any(static setting => setting is not ISimpleAssignmentOperation))
            .SelectMany(static handle => handle.Births)
            .Where(birth => body.Model.TypeOf(birth.Type) is { IsRuntime: true }));
        return daemons;
    }

    /// <summary>The options with which it is made say that it ends with this process, or outlives it.</summary>
    private static bool IsLeftAlone(IOperation creation, Body context) =>
        creation is IInvocationOperation call
        && call.Arguments.Any(argument => argument.ArgumentKind == ArgumentKind.Explicit
            && context.Model.KindOf(argument.Value.Type) == PrimitiveKind.Options
            && context.Model.TypeOf(argument.Value.Type) is { IsRuntime: true }
            && !(context.Definitions.Origin(argument.Value).Syntax is BaseObjectCreationExpressionSyntax written
                && written.Initializer?.Expressions.Any(static setting => setting is AssignmentExpressionSyntax { Left: IdentifierNameSyntax { Identifier.ValueText: "Daemon" or "SurviveParent" } }) != true));

    private static AbandonedProcess Of(Handle handle, Body body)
    {
        var start = handle.Starts.First();
        var births = handle.Births.ToList();
        var birth = births[0];
        var variable = births.Count == 1 ? VariableOf(birth.Syntax, body) : null;
        var instance = start is IInvocationOperation { Instance.Syntax: var written } && body.Model.EffectOf((IInvocationOperation)start) is { Effect: Effect.Start } ? written : null;
        var isRuntime = body.Model.TypeOf(birth.Type)!.IsRuntime;
        return new(start, NameOf(instance, variable, birth), isRuntime ? WaitOf(birth.Type, body.Model) : null, DeclarationOf(variable, body, isShared: isRuntime)) { IsRuntime = isRuntime };
    }

    /// <summary>The method that waits without a limit; a class with members of its own in the table has it from its base.</summary>
    private static string? WaitOf(ITypeSymbol? type, ConcurrencyModel model)
    {
        for (; type is not null; type = type.BaseType)
        {
            if (model.TypeOf(type)?.Members.FirstOrDefault(static member => member is { Effect: Effect.Join, IsAsync: false, Parameters.Count: 0 }) is { } wait)
            {
                return wait.Name;
            }
        }

        return null;
    }

    private static string NameOf(SyntaxNode? instance, ILocalSymbol? variable, IOperation birth) =>
        instance is { Span.Length: <= MaxName } ? instance.ToString()
        : variable is not null ? variable.Name
        : birth.Syntax is InvocationExpressionSyntax { Expression: { Span.Length: <= MaxName } called } ? called.ToString()
        : birth.Type!.Name;

    /// <summary>The local into which the new process is put.</summary>
    private static ILocalSymbol? VariableOf(SyntaxNode birth, Body body)
    {
        foreach (var operation in body.Operations.All)
        {
            if (operation is ISimpleAssignmentOperation { Target: ILocalReferenceOperation { Local: var local } } assignment
                && body.Definitions.SkipWrappers(assignment.Value).Syntax == birth)
            {
                return local;
            }
        }

        return null;
    }

    /// <param name="variable">The local.</param>
    /// <param name="body">Its body.</param>
    /// <param name="isShared">Whether others may know the process by other names: it may be waited for all the same, but not disposed of.</param>
    private static SyntaxNode? DeclarationOf(ILocalSymbol? variable, Body body, bool isShared)
    {
        var isAlone = variable is not null && body.Definitions.WritesTo(variable) == 1 && (isShared || body.Outermost.SelfAndNested.SelectMany(static nested => nested.Operations.All)
            .OfType<ILocalReferenceOperation>()
            .Where(use => SymbolEqualityComparer.Default.Equals(use.Local, variable))
            .All(IsAccess));
        return isAlone ? variable!.DeclaringSyntaxReferences.Select(static reference => reference.GetSyntax()).FirstOrDefault() : null;
    }

    private static bool IsAccess(ILocalReferenceOperation use) => use.Parent switch
    {
        IMemberReferenceOperation or IBinaryOperation or IIsPatternOperation or IIsNullOperation => true,
        IInvocationOperation { Instance: { } instance } => instance == use,
        ISimpleAssignmentOperation assignment => assignment.Target == use,

        // What a conditional access reads from.
        IFlowCaptureOperation capture => capture.Syntax.Parent is ConditionalAccessExpressionSyntax access && access.Expression == capture.Syntax,
        IConversionOperation conversion => conversion.Parent is IBinaryOperation or IIsPatternOperation,
        _ => false,
    };

    private static bool IsForTheUser(Body outermost) => outermost.SelfAndNested.Any(static body => body.Operations.All.Any(static operation => operation switch
    {
        ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Property.Name: "UseShellExecute" } } assignment => assignment.Value.ConstantValue is not { HasValue: true, Value: false },
        ILiteralOperation { ConstantValue: { HasValue: true, Value: string text } } => Openers.Contains(text) || text.StartsWith("http://", StringComparison.Ordinal) || text.StartsWith("https://", StringComparison.Ordinal),
        _ => false,
    }));
}
