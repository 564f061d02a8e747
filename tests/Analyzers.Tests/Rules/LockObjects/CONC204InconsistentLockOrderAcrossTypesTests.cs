using Xunit;
using Verify = Microsoft.CodeAnalysis.CSharp.Testing.CSharpAnalyzerVerifier<
    ConcurrencyAnalyzers.Rules.LockObjects.CONC204InconsistentLockOrderAcrossTypesAnalyzer,
    Microsoft.CodeAnalysis.Testing.DefaultVerifier>;

namespace Analyzers.Tests.Rules.LockObjects;

public sealed class CONC204InconsistentLockOrderAcrossTypesTests
{
    /// <summary>A hub that holds its lock, and a client with another one.</summary>
    private static string Source(string hub, string client) => $$"""
        using System;
        using System.Collections.Generic;
        using System.Threading;
        using System.Threading.Tasks;

        public class Hub
        {
            internal readonly object gate = new object();
            internal static readonly object all = new object();
            private readonly List<Client> clients = new List<Client>();
            private readonly Client first = new Client();
            private int n;
            public void Enter() { lock (gate) n++; }
            {{hub}}
        }

        public class Client
        {
            internal readonly object gate = new object();
            private readonly Hub hub;
            private int n;
            public void Enter() { lock (gate) n++; }
            public void TryToEnter() { if (Monitor.TryEnter(gate, 10)) Monitor.Exit(gate); }
            public int Count { get { lock (gate) return n; } }
            {{client}}
        }
        """;

    [Theory]
    [InlineData("public void A() { lock (gate) first.Enter(); }", "public void B() { lock (gate) hub.[|Enter|](); }")]
    [InlineData("public void A() { lock (gate) { foreach (var c in clients) n += c.Count; } }", "public void B() { lock (gate) { n++; hub.[|Enter|](); } }")]
    [InlineData("public void A() { lock (gate) first.Enter(); }", "public void B() { lock (gate) lock (hub.[|gate|]) n++; }")]
    [InlineData("public void A() { lock (gate) first.Enter(); } public void Deep() => Enter();", "public void B() { lock (gate) [|Leave|](); } private void Leave() { hub.Deep(); }")]
    [InlineData("public void A() { lock (all) first.Enter(); } public static void Global() { lock (all) { } }", "public void B() { lock (gate) Hub.[|Global|](); }")]
    [InlineData("public void A(Client c) { lock (this) c.Enter(); } public void Self() { lock (this) n++; }", "public void B(Hub h) { lock (gate) h.[|Self|](); }")]
    public Task Reports_two_types_that_take_each_others_locks(string hub, string client) => Verify.VerifyAnalyzerAsync(Source(hub, client));

    [Theory]
    [InlineData("public void A() { lock (gate) first.Enter(); }", "public void B() { lock (gate) n++; hub.Enter(); }")]
    [InlineData("public void A() { lock (gate) first.Enter(); }", "")]
    [InlineData("public void A() { lock (gate) first.Enter(); }", "public Client() { lock (gate) hub.Enter(); }")]
    [InlineData("public void A() { lock (gate) first.TryToEnter(); }", "public void B() { lock (gate) hub.Enter(); }")]
    [InlineData("public void A() { lock (all) lock (gate) first.Enter(); }", "public void B() { lock (Hub.all) lock (gate) hub.Enter(); }")]
    [InlineData("public void A() { lock (gate) Task.Run(() => first.Enter()); }", "public void B() { lock (gate) hub.Enter(); }")]
    [InlineData("public void A() { lock (gate) first.Virtual(); }", "public void B() { lock (gate) hub.Enter(); } public virtual void Virtual() { lock (gate) n++; } } public class Special : Client { public override void Virtual() { }")]
    [InlineData("public void A() { lock (gate) first.Later(); }", "public void B() { lock (gate) hub.Enter(); } public async Task Later() { await Task.Yield(); lock (gate) n++; }")]
    [InlineData("private readonly object other = new object(); public void A() { lock (gate) lock (other) n++; } public void A2() { lock (other) lock (gate) n++; }", "")]
    public Task Ignores_an_order_that_is_kept(string hub, string client) => Verify.VerifyAnalyzerAsync(Source(hub, client));
}
