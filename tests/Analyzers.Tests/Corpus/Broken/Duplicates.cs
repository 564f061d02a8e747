namespace Corpus.Broken;

public class Duplicates : Duplicates.Inner
{
    private readonly SemaphoreSlim gate = new(1, 1);
    private readonly SemaphoreSlim gate = new(1, 1);

    public void Run()
    {
        gate.Wait();
        Run();
        gate.Release();
    }

    public void Run()
    {
        gate.Wait();
        int gate = 1;
        int gate = 2;
        gate.Wait();
    }

    public class Inner : Duplicates
    {
    }
}

public class Duplicates
{
    public void Run() => gate.Wait();
}

public interface IFirst : ISecond;

public interface ISecond : IFirst;

public struct Infinite
{
    private Infinite inside;
    private SemaphoreSlim gate = new(1);
}

public enum Odd
{
    One = Two,
    Two = One,
}
