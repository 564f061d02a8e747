using Xunit;
using Verify = Microsoft.CodeAnalysis.CSharp.Testing.CSharpCodeFixVerifier<
    ConcurrencyAnalyzers.Rules.LockObjects.CONC209StructLockCopiedAnalyzer,
    ConcurrencyAnalyzers.CodeFixes.Rules.LockObjects.CONC209StructLockCopiedFix,
    Microsoft.CodeAnalysis.Testing.DefaultVerifier>;

namespace Analyzers.Tests.Rules.LockObjects;

public sealed class CONC209StructLockCopiedTests
{
    private static string InType(string members) => $$"""
        using System;
        using System.Collections.Generic;
        using System.Threading;
        class C
        {
            private SpinLock _gate = new SpinLock(false);
            private readonly SpinLock[] _many = new SpinLock[4];
            private int _n;
            {{members}}
        }
        """;

    [Theory]
    [InlineData("private [|readonly|] SpinLock _r; void M() { bool t = false; _r.Enter(ref t); _n++; _r.Exit(); }")]
    [InlineData("private static [|readonly|] SpinLock R = new SpinLock();")]
    [InlineData("public SpinLock [|P|] { get; } = new SpinLock(); void M() { bool t = false; P.Enter(ref t); }")]
    [InlineData("public SpinLock [|P|] { get; set; }")]
    [InlineData("void M() { var l = [|_gate|]; bool t = false; l.Enter(ref t); l.Exit(); }")]
    [InlineData("void M() { SpinLock l; l = [|_gate|]; bool t = false; l.Enter(ref t); l.Exit(); }")]
    [InlineData("void M(C other) { _gate = [|other._gate|]; }")]
    [InlineData("SpinLock P => [|_gate|];")]
    [InlineData("SpinLock M() { return [|_gate|]; }")]
    [InlineData("object M() => [|_gate|];")]
    [InlineData("void M() { object o = [|_gate|]; }")]
    [InlineData("void M() { object o = [|(object)_gate|]; }")]
    [InlineData("void M() { Console.WriteLine([|_gate|]); }")]
    [InlineData("void M(List<SpinLock> list) { list.Add([|_gate|]); }")]
    [InlineData("void M(List<SpinLock> list) { bool t = false; [|list[0]|].Enter(ref t); }")]
    [InlineData("void M(List<SpinLock> list) { foreach (var l in list) { bool t = false; [|l|].Enter(ref t); l.Exit(); } }")]
    [InlineData("void M() { Locked(_gate); } static void Locked(SpinLock l) { bool t = false; [|l|].Enter(ref t); l.Exit(); }")]
    [InlineData("static void Locked(in SpinLock l) { bool t = false; [|l|].Enter(ref t); }")]
    [InlineData("void M() { var pair = ([|_gate|], 1); }")]
    [InlineData("void M() { var l = [|_many[0]|]; }")]
    public Task Reports_copies(string members) => Verify.VerifyAnalyzerAsync(InType(members));

    [Theory]
    [InlineData("void M() { bool t = false; try { _gate.Enter(ref t); _n++; } finally { if (t) _gate.Exit(); } }")]
    [InlineData("void M() { ref var l = ref _gate; bool t = false; l.Enter(ref t); l.Exit(); }")]
    [InlineData("void M() { ref SpinLock l = ref _many[1]; bool t = false; l.Enter(ref t); l.Exit(); }")]
    [InlineData("void M() { bool t = false; _many[0].Enter(ref t); _many[0].Exit(); }")]
    [InlineData("void M() { Locked(ref _gate); } static void Locked(ref SpinLock l) { bool t = false; l.Enter(ref t); l.Exit(); }")]
    [InlineData("ref SpinLock P => ref _gate; void M() { bool t = false; P.Enter(ref t); P.Exit(); }")]
    [InlineData("void M() { var l = new SpinLock(); Action a = () => { bool t = false; l.Enter(ref t); _n++; l.Exit(); }; a(); }")]
    [InlineData("void Reset() { _gate = new SpinLock(true); _gate = default; _many[0] = new SpinLock(); }")]
    [InlineData("SpinLock Make() => new SpinLock(true); void M() { _gate = Make(); }")]
    [InlineData("C(SpinLock l) { _gate = l; }")]
    [InlineData("static void M(Span<SpinLock> span) { bool t = false; span[0].Enter(ref t); span[0].Exit(); }")]
    [InlineData("static void M(Span<SpinLock> span) { foreach (ref var l in span) { bool t = false; l.Enter(ref t); l.Exit(); } }")]
    [InlineData("bool Held => _gate.IsHeld; string Text => nameof(_gate);")]
    [InlineData("private readonly StrongLock _box = new StrongLock(); void M() { bool t = false; _box.Value.Enter(ref t); _box.Value.Exit(); } class StrongLock { public SpinLock Value; }")]
    [InlineData("void M(out SpinLock made) { made = new SpinLock(); }")]
    [InlineData("void M() { SpinWait w = new SpinWait(); var copy = w; copy.SpinOnce(); }")]
    public Task Ignores_references_and_new_locks(string members) => Verify.VerifyAnalyzerAsync(InType(members));

    [Fact]
    public Task Reports_a_readonly_member_of_a_struct() => Verify.VerifyAnalyzerAsync("""
        using System.Threading;
        struct S
        {
            private SpinLock _gate;
            readonly void M() { bool t = false; [|_gate|].Enter(ref t); }
            void N() { bool t = false; _gate.Enter(ref t); }
        }
        """);

    [Fact]
    public Task Ignores_a_captured_parameter_of_a_primary_constructor() => Verify.VerifyAnalyzerAsync("""
        using System.Threading;
        class C(SpinLock gate)
        {
            private int _n;
            void M() { bool t = false; gate.Enter(ref t); _n++; gate.Exit(); }
        }
        """);

    [Fact]
    public Task Fixes_a_readonly_field() => Verify.VerifyCodeFixAsync(
        InType("/* a */ private [|readonly|] /* b */ SpinLock _r; [|readonly|] SpinLock _s;"),
        InType("/* a */ private /* b */ SpinLock _r; SpinLock _s;"));

    [Fact]
    public Task Fixes_a_local_copy() => Verify.VerifyCodeFixAsync(
        InType("void M() { var l = [|_gate|]; bool t = false; l.Enter(ref t); l.Exit(); } void N() { SpinLock l = /* the first */ [|_many[0]|]; bool t = false; l.Enter(ref t); l.Exit(); }"),
        InType("void M() { ref var l = ref _gate; bool t = false; l.Enter(ref t); l.Exit(); } void N() { ref SpinLock l = /* the first */ ref _many[0]; bool t = false; l.Enter(ref t); l.Exit(); }"));

    [Fact]
    public Task Fixes_a_parameter_and_its_arguments() => Verify.VerifyCodeFixAsync(
        InType("void M() { Locked(1, _gate); Locked(2, _many[0]); } private static void Locked(int i, SpinLock l) { bool t = false; [|l|].Enter(ref t); l.Exit(); }"),
        InType("void M() { Locked(1, ref _gate); Locked(2, ref _many[0]); } private static void Locked(int i, ref SpinLock l) { bool t = false; l.Enter(ref t); l.Exit(); }"));

    [Theory]
    [InlineData("void M() { Locked(new SpinLock()); } private static void Locked(SpinLock l) { bool t = false; [|l|].Enter(ref t); l.Exit(); }")]
    [InlineData("public static void Locked(SpinLock l) { bool t = false; [|l|].Enter(ref t); l.Exit(); }")]
    [InlineData("void M() { var l = [|_gate|]; l = new SpinLock(); bool t = false; l.Enter(ref t); l.Exit(); }")]
    [InlineData("async System.Threading.Tasks.Task M() { var l = [|_gate|]; bool t = false; l.Enter(ref t); await System.Threading.Tasks.Task.Yield(); l.Exit(); }")]
    public Task Fixes_nothing_that_would_not_compile_or_mean_something_else(string members) => Verify.VerifyCodeFixAsync(InType(members), InType(members));
}
