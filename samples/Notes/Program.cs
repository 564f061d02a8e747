using Notes;

Dictionary<string, Sample> samples = Sample.All.ToDictionary(sample => sample.Name);
if (args is [var name] && samples.TryGetValue(name, out Sample? chosen))
{
    chosen.Run();
    return 0;
}

Console.WriteLine("Give the name of a program:");
foreach (Sample sample in Sample.All)
{
    Console.WriteLine($"  {sample.Name,-24} {sample.About}");
}

return args.Length == 0 ? 0 : 1;
