namespace Runtime.TestHost;

/// <summary>A child that does what its standard input says, a line each, and answers with a line each.</summary>
internal static class Dialog
{
    /// <summary>Ends with the input, which ends with the parent.</summary>
    internal static int Run(Func<string, string[], string> command)
    {
        Console.WriteLine("ready");
        while (Console.ReadLine() is { } line)
        {
            string[] words = line.Split(' ');
            if (words[0] == "exit")
            {
                return int.Parse(words[1]);
            }

            try
            {
                Console.WriteLine(command(words[0], words[1..]));
            }
            catch (Exception exception)
            {
                Console.WriteLine($"!{exception.GetType().Name} {exception.Message.ReplaceLineEndings(" ")}");
            }
        }

        return 0;
    }

    internal static TimeSpan Milliseconds(string text) => TimeSpan.FromMilliseconds(int.Parse(text));
}
