using System.Globalization;
using System.Text;

namespace Analyzers.Tests.Flow.Locks;

/// <summary>
/// A random method over one semaphore, as source and as something that can be run step by step. Each run takes its branches by chance and
/// tells how deep the lock is held at each mark it passes.
/// </summary>
internal sealed class RandomProgram
{
    private readonly Random random;
    private readonly Statement root;

    public RandomProgram(int seed, int size)
    {
        random = new(seed);
        root = Block(size, isInLoop: false, isInFinally: false);
        var text = new StringBuilder();
        root.Write(text);
        Source = text.ToString();
    }

    public string Source { get; }

    public int Marks { get; private set; }

    /// <returns>Mark and depth, in the order they were passed.</returns>
    public IReadOnlyList<(int Mark, int Depth)> Run(int seed)
    {
        var run = new Execution(new(seed));
        try
        {
            _ = root.Run(run);
        }
        catch (ThrownException)
        {
            // Leaves the method.
        }

        return run.Trace;
    }

    private Statement Block(int size, bool isInLoop, bool isInFinally)
    {
        var statements = new List<Statement>();
        for (var i = random.Next(1, 4); i > 0 && size > 0; i--)
        {
            statements.Add(Any(size / 2, isInLoop, isInFinally));
        }

        return new Sequence(statements);
    }

    private Statement Any(int size, bool isInLoop, bool isInFinally) => random.Next(size > 0 ? 12 : 5) switch
    {
        0 or 1 => new Simple("_s.Wait();", static run => run.Depth++),
        2 or 3 => new Simple("_s.Release();", static run => run.Depth--),
        4 => new Mark(Marks++),
        5 => new If(Block(size, isInLoop, isInFinally), Block(size, isInLoop, isInFinally)),
        6 => new While(Block(size, isInLoop: !isInFinally, isInFinally)),
        7 => new Try(Block(size, isInLoop, isInFinally), Block(size, isInLoop: false, isInFinally: true)),
        8 => new Catch(Block(size, isInLoop, isInFinally), Block(size, isInLoop, isInFinally)),
        9 when isInLoop => new Jump(random.Next(2) == 0 ? Outcome.Break : Outcome.Continue),
        10 when !isInFinally => new Jump(Outcome.Return),
        _ => new Call(),
    };

    private enum Outcome
    {
        Next,
        Break,
        Continue,
        Return,
    }

    private sealed class Execution(Random random)
    {
        private int steps;

        public int Depth { get; set; }

        public List<(int Mark, int Depth)> Trace { get; } = [];

        public bool Choose() => random.Next(2) == 0;

        /// <summary>Loops end after a while whatever chance says.</summary>
        public bool IsTired() => ++steps > 200;

        public bool MayThrow() => random.Next(4) == 0;
    }

    private sealed class ThrownException : Exception;

    private abstract record Statement
    {
        public abstract void Write(StringBuilder text);

        public abstract Outcome Run(Execution run);
    }

    private sealed record Simple(string Text, Action<Execution> Effect) : Statement
    {
        public override void Write(StringBuilder text) => text.AppendLine(Text);

        public override Outcome Run(Execution run)
        {
            Effect(run);
            return Outcome.Next;
        }
    }

    private sealed record Mark(int Number) : Statement
    {
        public override void Write(StringBuilder text) => text.Append(CultureInfo.InvariantCulture, $"/*m{Number}*/ Here({Number});").AppendLine();

        public override Outcome Run(Execution run)
        {
            run.Trace.Add((Number, run.Depth));
            return Outcome.Next;
        }
    }

    /// <summary>A call that may throw.</summary>
    private sealed record Call : Statement
    {
        public override void Write(StringBuilder text) => text.AppendLine("May();");

        public override Outcome Run(Execution run) => run.MayThrow() ? throw new ThrownException() : Outcome.Next;
    }

    private sealed record Sequence(IReadOnlyList<Statement> Statements) : Statement
    {
        public override void Write(StringBuilder text)
        {
            foreach (var statement in Statements)
            {
                statement.Write(text);
            }
        }

        public override Outcome Run(Execution run)
        {
            foreach (var statement in Statements)
            {
                if (statement.Run(run) is var outcome and not Outcome.Next)
                {
                    return outcome;
                }
            }

            return Outcome.Next;
        }
    }

    private sealed record If(Statement Then, Statement Else) : Statement
    {
        public override void Write(StringBuilder text)
        {
            text.AppendLine("if (_b) {");
            Then.Write(text);
            text.AppendLine("} else {");
            Else.Write(text);
            text.AppendLine("}");
        }

        public override Outcome Run(Execution run) => run.Choose() ? Then.Run(run) : Else.Run(run);
    }

    private sealed record While(Statement Body) : Statement
    {
        public override void Write(StringBuilder text)
        {
            text.AppendLine("while (_b) {");
            Body.Write(text);
            text.AppendLine("}");
        }

        public override Outcome Run(Execution run)
        {
            while (run.Choose() && !run.IsTired())
            {
                switch (Body.Run(run))
                {
                    case Outcome.Break:
                        return Outcome.Next;

                    case Outcome.Return:
                        return Outcome.Return;
                }
            }

            return Outcome.Next;
        }
    }

    private sealed record Try(Statement Body, Statement Finally) : Statement
    {
        public override void Write(StringBuilder text)
        {
            text.AppendLine("try {");
            Body.Write(text);
            text.AppendLine("} finally {");
            Finally.Write(text);
            text.AppendLine("}");
        }

        public override Outcome Run(Execution run)
        {
            try
            {
                return Body.Run(run);
            }
            finally
            {
                _ = Finally.Run(run);
            }
        }
    }

    private sealed record Catch(Statement Body, Statement Handler) : Statement
    {
        public override void Write(StringBuilder text)
        {
            text.AppendLine("try {");
            Body.Write(text);
            text.AppendLine("} catch (Exception) {");
            Handler.Write(text);
            text.AppendLine("}");
        }

        public override Outcome Run(Execution run)
        {
            try
            {
                return Body.Run(run);
            }
            catch (ThrownException)
            {
                return Handler.Run(run);
            }
        }
    }

    private sealed record Jump(Outcome To) : Statement
    {
        public override void Write(StringBuilder text) => text.AppendLine(To switch
        {
            Outcome.Break => "if (_b) break;",
            Outcome.Continue => "if (_b) continue;",
            _ => "if (_b) return;",
        });

        public override Outcome Run(Execution run) => run.Choose() ? To : Outcome.Next;
    }
}
