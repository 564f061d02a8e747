namespace Analyzers.Tests.Rules;

/// <summary>The documented API of the Runtime's LockSet as source.</summary>
internal static class LockSetStub
{
    public const string Text = """

        namespace ConcurrencyAnalyzers.Runtime
        {
            public static class LockSet
            {
                public static Scope AcquireAll(object first, object second) => default;
                public static Scope AcquireAll(params object[] locks) => default;
                public static Scope AcquireAll(params System.Threading.Lock[] locks) => default;
                public ref struct Scope { public void Dispose() { } }
            }
        }
        """;
}
