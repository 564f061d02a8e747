namespace Corpus.Broken;

public partial class PartialPieces
{
    private readonly SemaphoreSlim gate = new(1, 1);

    public partial void NoBody();

    public partial void TwoBodies() => gate.Wait();

    public partial void TwoBodies() => gate.Wait();

    partial void NobodyDefinesMe()
    {
        gate.Wait();
        Outer();
    }

    public extern void Outside();

    public abstract void Abstract();
}

public partial struct PartialPieces
{
    public void Outer()
    {
        gate.Wait();
        NoBody();
    }
}

partial
