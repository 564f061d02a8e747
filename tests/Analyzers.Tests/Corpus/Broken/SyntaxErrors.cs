}}}
namespace Corpus.Broken.
using System.Threading
public class ((( SyntaxErrors
{
    SemaphoreSlim gate = new(1, 1
    public void Run() { gate.Wait(); gate.Wait() ] ) }
    public Run { get => gate.Wait(); set { gate.Wait(); gate.Wait(); } init
    void Method<T, where T : (T value) => value switch { > 1 => gate.Wait(), _ when => gate.Wait() , };
    operator + (SyntaxErrors a) { gate.Wait(); lock }
    ~() { Monitor.Enter( }
    #region never ended
    #if BROKEN
    gate.Wait();
    #else
    """
    raw string without an end
    $"{gate.Wait({
