namespace PriceStream.Benchmarks.Streams;

/// <summary>
/// This project's stream, nginx with nchan (one worker) and the ordinary way, one after the other on the same payloads. Every client
/// checks every number: lost, doubled, out of order.
/// </summary>
internal static class CompareRun
{
    /// <param name="way">events: one update each 100 ms. ticks: 20 at once, the next when all have them.</param>
    public static async Task RunAsync(string way, int clients, int stalled, IEnumerable<string> names)
    {
        Console.WriteLine(
            $"{way}, {clients} clients, {stalled} of them read nothing; µs of server CPU a delivered update (user + kernel)");
        foreach (var name in names)
        {
            await using var contender = await Contender.StartAsync(name);
            using var comparison = new Comparison(contender, way == "ticks", clients, stalled);
            await comparison.RunAsync();
        }
    }
}
