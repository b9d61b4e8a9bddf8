namespace PriceStream.Benchmarks.Streams;

/// <summary>This project's stream, nginx with nchan (one worker) and ASP.NET Core's own way, in turn with the same payloads.</summary>
internal static class CompareRun
{
    /// <param name="way">events: one update every 100 ms. ticks: 20 at once, and the next once all clients have them.</param>
    public static async Task RunAsync(string way, int clients, int stalled, IEnumerable<string> names)
    {
        Console.WriteLine($"{way}, {clients} clients, {stalled} read nothing; µs of server CPU per delivered update (user + kernel)");
        foreach (var name in names)
        {
            await using var contender = await Contender.StartAsync(name);
            using var measurement = new CompareMeasurement(contender, way == "ticks", clients, stalled);
            Console.WriteLine(await measurement.RunAsync());
        }
    }
}
