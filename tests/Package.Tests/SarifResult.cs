namespace Package.Tests;

/// <param name="File">The name of the file, without its folder.</param>
/// <param name="Id">The rule.</param>
/// <param name="Level">As SARIF says it: error, warning, note or none.</param>
/// <param name="Message">The message, with its arguments.</param>
internal sealed record SarifResult(string File, string Id, string Level, string Message)
{
    public override string ToString() => $"{File} {Id}";
}
