using System.Threading;

var gate = new SemaphoreSlim(1, 1);
var result = 0;
gate.Wait();
Local();
var thread = new Thread(() => result = 1);
thread.Start();
Console.WriteLine(result);
await gate.WaitAsync();
thread.IsBackground = true;
return result;

void Local()
{
    gate.Wait();
    Local();
}

int

namespace Corpus.Broken
{
    internal sealed class After
    {
    }
}

gate.Wait();
