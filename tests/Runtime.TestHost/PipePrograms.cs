using System.Globalization;
using ConcurrencyAnalyzers.Runtime;

namespace Runtime.TestHost;

/// <summary>Children that hold an end of a pipe.</summary>
internal static class PipePrograms
{
    internal static int Run(string handle)
    {
        ProcessConnection<string> end = Handles.Read<ProcessConnection<string>>(handle);
        return Dialog.Run((command, words) => command switch
        {
            "send" => Do(() => Array.ForEach(words, word => end.Send(word))),
            "send-empty" => Do(() => end.Send("")),
            "send-big" => Do(() => end.Send(new string('x', int.Parse(words[0])))),
            "receive" => end.Receive(),
            "receive-length" => end.Receive().Length.ToString(CultureInfo.InvariantCulture),
            "receive-async" => end.ReceiveAsync().AsTask().GetAwaiter().GetResult(),
            "try-receive" => end.TryReceive(out string? message, Dialog.Milliseconds(words[0])) ? message : "-",
            "poll" => end.Poll(Dialog.Milliseconds(words[0])).ToString(),
            "close" => Do(end.Close),
            "handle" => Handles.Write(end),
            "abilities" => $"{end.CanReceive} {end.CanSend}",
            _ => "what?",
        });
    }

    /// <summary>Sends back what comes, until nothing more comes.</summary>
    internal static int Echo(string handle)
    {
        using ProcessConnection<byte[]> end = Handles.Read<ProcessConnection<byte[]>>(handle);
        try
        {
            while (true)
            {
                end.Send(end.Receive());
            }
        }
        catch (EndOfStreamException)
        {
            return 0;
        }
    }

    private static string Do(Action action)
    {
        action();
        return "ok";
    }
}
