using Xunit;
using Verify = Microsoft.CodeAnalysis.CSharp.Testing.CSharpCodeFixVerifier<
    ConcurrencyAnalyzers.Rules.LockObjects.CONC205TwoInstancesLockedAnalyzer,
    ConcurrencyAnalyzers.CodeFixes.Rules.LockObjects.CONC205TwoInstancesLockedFix,
    Microsoft.CodeAnalysis.Testing.DefaultVerifier>;
using VerifyRuntime = Microsoft.CodeAnalysis.Testing.CodeFixVerifier<
    ConcurrencyAnalyzers.Rules.LockObjects.CONC205TwoInstancesLockedAnalyzer,
    ConcurrencyAnalyzers.CodeFixes.Rules.LockObjects.CONC205TwoInstancesLockedFix,
    Analyzers.Tests.Rules.RuntimeCodeFixTest<
        ConcurrencyAnalyzers.Rules.LockObjects.CONC205TwoInstancesLockedAnalyzer,
        ConcurrencyAnalyzers.CodeFixes.Rules.LockObjects.CONC205TwoInstancesLockedFix>,
    Microsoft.CodeAnalysis.Testing.DefaultVerifier>;

namespace Analyzers.Tests.Rules.LockObjects;

public sealed class CONC205TwoInstancesLockedTests
{
    private static string InClass(string members) => $$"""
        using System;
        using System.Collections.Generic;
        using System.Linq;
        using System.Runtime.CompilerServices;
        using System.Threading;
        using System.Threading.Tasks;

        public class Account : IComparable<Account>
        {
            internal readonly object gate = new object();
            private readonly Lock latch = new Lock();
            private readonly SemaphoreSlim slim = new SemaphoreSlim(1, 1);
            private readonly ReaderWriterLockSlim rw = new ReaderWriterLockSlim();
            private static readonly object all = new object();
            private Account parent;
            private readonly List<Account> children = new List<Account>();
            public int Id { get; init; }
            private decimal balance;
            public int CompareTo(Account other) => Id.CompareTo(other.Id);
            private void Deposit(decimal m) { lock (gate) balance += m; }
            {{members}}
        }

        public class Bank
        {
            private readonly Dictionary<int, Account> accounts = new Dictionary<int, Account>();
            private Account Find(int id) => accounts[id];
            static void Use(params object[] all) { }
        }
        """;

    [Theory]
    [InlineData("public void Transfer(Account to, decimal m) { lock (gate) lock ([|to.gate|]) { balance -= m; to.balance += m; } }")]
    [InlineData("public static void Transfer(Account from, Account to, decimal m) { lock (from.gate) { from.balance -= m; lock ([|to.gate|]) { to.balance += m; } } }")]
    [InlineData("public static void Transfer(Account from, Account to) { lock (from) lock ([|to|]) { } }")]
    [InlineData("public void Transfer(Account to) { lock (this) lock ([|to|]) { } }")]
    [InlineData("public void Transfer(Account to, decimal m) { lock (gate) { balance -= m; [|to.Deposit(m)|]; } }")]
    [InlineData("public void Transfer(Account to) { lock (latch) lock ([|to.latch|]) { } }")]
    [InlineData("public void Transfer(Account to) { using (latch.EnterScope()) using ([|to.latch.EnterScope()|]) { } }")]
    [InlineData("public void Transfer(Account to) { slim.Wait(); [|to.slim.Wait()|]; to.slim.Release(); slim.Release(); }")]
    [InlineData("public void Transfer(Account to) { rw.EnterWriteLock(); [|to.rw.EnterWriteLock()|]; to.rw.ExitWriteLock(); rw.ExitWriteLock(); }")]
    [InlineData("public override int GetHashCode() => 0; public override bool Equals(object obj) { if (obj is Account other) { lock (gate) lock ([|other.gate|]) return balance == other.balance; } return false; }")]
    [InlineData("public override int GetHashCode() => 0; public override bool Equals(object obj) { var other = (Account)obj; lock (gate) lock ([|other.gate|]) return balance == other.balance; }")]
    [InlineData("public static decimal operator +(Account x, Account y) { lock (x.gate) lock ([|y.gate|]) return x.balance + y.balance; }")]
    [InlineData("public static void Transfer(Account from, Account to) { if (ReferenceEquals(from, to)) return; lock (from.gate) lock ([|to.gate|]) { } }")]
    [InlineData("public static void Transfer(Account from, Account to, decimal m) { if (from.balance < m) return; lock (from.gate) lock ([|to.gate|]) { } }")]
    [InlineData("public void Transfer(Account to) { Core(this, to); } private static void Core(Account x, Account y) { lock (x.gate) lock ([|y.gate|]) { } }")]
    [InlineData("private static readonly Dictionary<int, Account> map = new(); public static void Transfer(int from, int to) { var x = map[from]; var y = map[to]; lock (x.gate) lock ([|y.gate|]) { } }")]
    [InlineData("private static Account Find(int id) => null; public static void Transfer(int from, int to) { var x = Find(from); var y = Find(to); lock (x) lock ([|y|]) { } }")]
    [InlineData("public static Action<Account, Account> F = null; public static void Start(Account p, Account q) { Task.Run(() => Move(p, q)); } public static void Move(Account x, Account y) { lock (x.gate) lock ([|y.gate|]) { } }")]
    public Task Reports_two_objects_locked_in_the_order_of_the_arguments(string members) => Verify.VerifyAnalyzerAsync(InClass(members));

    [Theory]
    [InlineData("public static void Transfer(Account from, Account to) { if (from.Id < to.Id) { lock (from.gate) lock (to.gate) { } } else { lock (to.gate) lock (from.gate) { } } }")]
    [InlineData("public static void Transfer(Account from, Account to) { var first = from.Id < to.Id ? from : to; var second = first == from ? to : from; lock (first.gate) lock (second.gate) { } }")]
    [InlineData("public static void Transfer(Account from, Account to) { if (from.Id > to.Id) (from, to) = (to, from); lock (from.gate) lock (to.gate) { } }")]
    [InlineData("public static void Transfer(Account from, Account to) { if (from.CompareTo(to) < 0) { lock (from.gate) lock (to.gate) { } } }")]
    [InlineData("public static void Transfer(Account from, Account to) { int x = RuntimeHelpers.GetHashCode(from), y = RuntimeHelpers.GetHashCode(to); if (x < y) { lock (from.gate) lock (to.gate) { } } else { lock (to.gate) lock (from.gate) { } } }")]
    [InlineData("public void Transfer(Account to) { if (Id < to.Id) { lock (gate) lock (to.gate) { } } else { lock (to.gate) lock (gate) { } } }")]
    [InlineData("public static void Transfer(Account from, Account to) { if (from.Id < to.Id) Core(from, to); else Core(to, from); } private static void Core(Account x, Account y) { lock (x.gate) lock (y.gate) { } }")]
    [InlineData("public static void Transfer(Account from, Account to) { lock (all) { lock (from.gate) lock (to.gate) { } } }")]
    [InlineData("public static void Transfer(Account from, Account to) { lock (all) Core(from, to); } private static void Core(Account x, Account y) { lock (x.gate) lock (y.gate) { } }")]
    [InlineData("public void Transfer(Account to) { lock (gate) { if (Monitor.TryEnter(to.gate, 100)) Monitor.Exit(to.gate); } }")]
    [InlineData("public void Transfer(Account to) { lock (gate) { balance--; } lock (to.gate) { to.balance++; } }")]
    [InlineData("public void CopyFrom(Account other) { rw.EnterReadLock(); other.rw.EnterReadLock(); other.rw.ExitReadLock(); rw.ExitReadLock(); }")]
    [InlineData("public void AddChild(Account child) { lock (gate) lock (child.gate) { child.parent = this; } }")]
    [InlineData("public void AddChild(Account child) { lock (gate) lock (child.gate) { children.Add(child); } }")]
    [InlineData("public Account(Account other) { lock (gate) lock (other.gate) { balance = other.balance; } }")]
    [InlineData("public Account Clone() { var copy = new Account(); lock (gate) lock (copy.gate) { } return copy; } public Account() { }")]
    [InlineData("public void Up() { lock (gate) lock (parent.gate) { } }")]
    [InlineData("public void Both(object x, object y) { lock (x) lock (y) { } }")]
    [InlineData("public void Both(Account x, Bank y) { lock (x) lock (y) { } }")]
    [InlineData("public void Both(Account x) { lock (gate) lock (x.latch) { } }")]
    [InlineData("public static void Transfer(Account from) { lock (from.gate) lock (from.gate) { } }")]
    [InlineData("public static void Transfer(params Account[] some) { foreach (var one in some.OrderBy(s => s.Id)) Monitor.Enter(one.gate); foreach (var one in some) Monitor.Exit(one.gate); }")]
    [InlineData("public static void Transfer(Account from, Account to) { var ordered = new[] { from, to }.OrderBy(s => s.Id).ToArray(); var x = ordered[0]; var y = ordered[1]; lock (x.gate) lock (y.gate) { } }")]
    [InlineData("private static void Core(Account x, Account y) { lock (x.gate) lock (y.gate) { } } public static void Main() { Core(new Account(), new Account()); }")]
    public Task Ignores_what_has_an_order(string members) => Verify.VerifyAnalyzerAsync(InClass(members));

    [Fact]
    public Task Reports_with_the_names() => Verify.VerifyAnalyzerAsync(
        InClass("public void Transfer(Account to) { lock ({|#1:gate|}) lock ({|#0:to.gate|}) { } }"),
        Verify.Diagnostic().WithLocation(0).WithLocation(1).WithArguments("to.gate", "gate", "Transfer"));

    [Fact]
    public Task Fixes_with_a_lock_set_of_the_runtime() => VerifyRuntime.VerifyCodeFixAsync(
        InClass("""
            public void Transfer(Account to, decimal m)
            {
                // both
                lock (gate)
                {
                    // the other
                    lock ([|to.gate|])
                    {
                        balance -= m; // out
                        to.balance += m;
                    }
                }
            }
        """),
        InClass("""
            public void Transfer(Account to, decimal m)
            {
                // both
                // the other
                using (LockSet.AcquireAll(gate, to.gate))
                {
                    balance -= m; // out
                    to.balance += m;
                }
            }
        """).Replace("using System;\n", "using ConcurrencyAnalyzers.Runtime;\nusing System;\n", StringComparison.Ordinal));

    [Fact]
    public Task Fixes_not_without_the_runtime()
    {
        var source = InClass("public void Transfer(Account to) { lock (gate) lock ([|to.gate|]) { } }");
        return Verify.VerifyCodeFixAsync(source, source);
    }

    [Fact]
    public Task Fixes_not_in_an_async_method()
    {
        var source = InClass("public async Task Transfer(Account to) { await Task.Yield(); lock (gate) lock ([|to.gate|]) { } }");
        return VerifyRuntime.VerifyCodeFixAsync(source, source);
    }
}
