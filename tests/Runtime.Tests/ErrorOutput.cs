namespace Runtime.Tests;

internal static class ErrorOutput
{
    /// <summary>What a body, and the threads it waits for, write to standard error.</summary>
    internal static string Of(Action body)
    {
        TextWriter before = Console.Error;
        using var writer = new StringWriter();
        TextWriter shared = TextWriter.Synchronized(writer);
        Console.SetError(shared);
        try
        {
            body();
        }
        finally
        {
            Console.SetError(before);
        }

        return writer.ToString();
    }
}
