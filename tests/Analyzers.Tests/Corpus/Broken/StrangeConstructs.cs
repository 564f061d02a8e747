using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Gate = System.Threading.SemaphoreSlim;
using Pair = (System.Threading.Thread First, System.Threading.Thread Second);

namespace Corpus.Strange;

/// <summary>Every construct of the language that an analysis of bodies can trip over, around some concurrency.</summary>
public abstract partial class StrangeConstructs<T>(int capacity) : IEnumerable<T>, IAsyncDisposable
    where T : notnull, new()
{
    private static readonly Gate Shared = new(1, 1);
    private readonly Gate own = new(capacity, 10);
    private readonly unsafe delegate*<int, int> pointer;
    private event EventHandler? Changed;

    static StrangeConstructs() => Shared.Wait(0);

    protected StrangeConstructs()
        : this(Shared.CurrentCount) => own.Wait(1);

    ~StrangeConstructs() => own.Dispose();

    public required string Name { get; init; }

    public int Level
    {
        get => field;
        set
        {
            own.Wait();
            field = value;
            own.Release();
        }
    }

    public T this[Index index, params int[] others] => this.Skip(index.Value + others.Length).First();

    public static implicit operator Gate(StrangeConstructs<T> strange) => strange.own;

    public static StrangeConstructs<T> operator ++(StrangeConstructs<T> strange) => strange;

    public static bool operator true(StrangeConstructs<T> strange) => strange.own.CurrentCount > 0;

    public static bool operator false(StrangeConstructs<T> strange) => !(strange ? true : false);

    public abstract ref readonly int Reference();

    public IEnumerator<T> GetEnumerator()
    {
        try
        {
            own.Wait();
            for (var i = 0; ; i++)
            {
                if (i > Level)
                {
                    yield break;
                }

                yield return new T();
            }
        }
        finally
        {
            own.Release();
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public async IAsyncEnumerable<int> Stream([EnumeratorCancellation] CancellationToken token = default)
    {
        await using var registration = token.Register(() => own.Release());
        await foreach (var number in Stream(token).ConfigureAwait(false))
        {
            yield return await Task.FromResult(number);
        }
    }

    public unsafe int Pointers(int* numbers, Span<byte> bytes)
    {
        fixed (byte* first = bytes)
        {
            var buffer = stackalloc int[4] { 1, 2, 3, *numbers };
            return buffer[*first] + (pointer == null ? sizeof(int) : pointer(3)) + Unsafe.SizeOf<T>();
        }
    }

    public int Jumps(object value, int number)
    {
        start:
        switch (value)
        {
            case string { Length: > 3 and < 10 or 20 } text when text[0] is 'a':
                goto case 1;
            case 1:
                number++;
                goto default;
            case [Thread { IsAlive: true } thread, .., var last] when last is not null:
                thread.Join();
                break;
            case (var x, int y):
                number = y;
                break;
            default:
                if (number++ < 3)
                {
                    goto start;
                }

                break;
        }

        do
        {
            try
            {
                checked
                {
                    number *= 2;
                }

                continue;
            }
            catch (OverflowException exception) when (exception.Data is { Count: 0 } || Shared.Wait(0))
            {
                throw new InvalidOperationException("nested", exception);
            }
            catch
            {
                throw;
            }
            finally
            {
                lock (this)
                {
                    number -= 1;
                }
            }
        }
        while (number < 100);

        return number switch
        {
            < 0 => -1,
            0 => throw new InvalidOperationException(),
            var positive when positive % 2 == 0 => positive,
            _ => Local(ref number) ? number : ~number,
        };

        bool Local(ref int n)
        {
            static int Static(int m) => m <= 0 ? 0 : Static(m - 1);
            return Static(n) == 0;
        }
    }

    public Pair Deconstruct(out int a, out int b)
    {
        (a, b) = (1, 2);
        (a, (b, _)) = (b, (a, 5));
        Thread first = new(static () => { }), second = new((object? state) => Changed?.Invoke(state, EventArgs.Empty));
        first.Start();
        second.Start(this);
        var query =
            from number in Enumerable.Range(0, 3)
            let square = number * number
            join other in new[] { 1, 4 } on square equals other into matches
            orderby square descending
            select (number, matches.Count());
        int[] spread = [.. query.Select(pair => pair.number), ^1 is { } end ? end.Value : 0];
        Console.WriteLine($$"""{{spread.Length}} {{{a}}}""" + nameof(Pair) + "u8"u8.Length);
        return (first, second);
    }

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(Task.Run(async () => await own.WaitAsync()), Task.Run(() => own.Release()));
        using (own)
        {
        }

        using Gate? nothing = null;
        nothing?.Wait();
        own?.Release();
        dynamic anything = own!;
        anything.Wait();
        anything.Wait();
        GC.SuppressFinalize(this);
    }

    [DllImport("nowhere")]
    private static extern int Outside(int number);

    private protected record struct Point(int X, int Y)
    {
        public readonly double Length => Math.Sqrt((X * X) + (Y * Y));
    }

    private record Person(string Name, Person? Boss = null)
    {
        public virtual Person Promoted => this with { Boss = Boss?.Boss, Name = Name + "!" };
    }

    private ref struct Window<TItem>
        where TItem : allows ref struct
    {
        public ref int Number;

        public scoped ref readonly int Get([UnscopedRef] in int number) => ref Number;
    }
}

public static class StrangeExtensions
{
    extension(SemaphoreSlim gate)
    {
        public bool IsFree => gate.CurrentCount > 0;

        public void Twice()
        {
            gate.Wait();
            gate.Wait();
        }
    }
}

file interface IStatic<TSelf>
    where TSelf : IStatic<TSelf>
{
    static abstract TSelf Create();

    static virtual void Run(SemaphoreSlim gate) => gate.Wait();
}
