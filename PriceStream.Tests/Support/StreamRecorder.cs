using System.Collections.Concurrent;

namespace PriceStream.Tests.Support;

/// <summary>Reads a site's whole stream in the background and keeps its updates.</summary>
internal sealed class StreamRecorder : IAsyncDisposable
{
    private readonly ConcurrentQueue<(string Epoch, long Number, int Item, long High)> updates = new();
    private readonly SseReader reader;
    private readonly int items;
    private readonly Task reading;
    private volatile bool hasResynced;

    private StreamRecorder(SseReader reader, int items)
    {
        (this.reader, this.items) = (reader, items);
        reading = ReadAsync();
    }

    /// <summary>The updates so far, in order.</summary>
    public IReadOnlyCollection<(string Epoch, long Number, int Item, long High)> Updates => updates;

    /// <summary>Whether the site has sent a resync.</summary>
    public bool HasResynced => hasResynced;

    /// <param name="items">How many items trade before each poll.</param>
    public static async Task<StreamRecorder> StartAsync(BreakableSite site, int items) =>
        new(await SseReader.ConnectAsync(site.Http), items);

    /// <summary>Waits for the price of item 2, or a newer one.</summary>
    public Task HasAsync(long price) => Eventually.TrueAsync(
        () => updates.Any(update => update.Item == 2 && update.High >= price), $"the stream sends {price}: {reading.Exception}");

    /// <summary>Checks that nothing is missing and nothing arrived twice: neither a number nor a price of item 2.</summary>
    public void AssertComplete()
    {
        AssertNumbered();
        var prices = updates.Where(update => update.Item == 2).Select(update => update.High).ToList();
        Assert.Equal(Enumerable.Range(0, prices.Count).Select(poll => prices[0] + poll), prices);
    }

    /// <summary>Checks that the numbers go on in one epoch.</summary>
    public void AssertNumbered()
    {
        Assert.False(reading.IsFaulted, reading.Exception?.ToString());
        Assert.False(hasResynced, "a resync was sent");
        var all = updates.ToList();
        Assert.Single(all.Select(update => update.Epoch).Distinct());
        Assert.Equal(Enumerable.Range(0, all.Count).Select(message => all[0].Number + message), all.Select(update => update.Number));
        Assert.True(all.Count >= items, "too few updates");
    }

    public async ValueTask DisposeAsync()
    {
        reader.Response.Dispose(); // ends the read that waits
        await reading.ContinueWith(_ => { }, TaskScheduler.Default);
        await reader.DisposeAsync();
    }

    private async Task ReadAsync()
    {
        await Task.Yield();
        while (true)
        {
            var next = await reader.NextAsync();
            hasResynced |= next.Name == "resync";
            if (next.Name == "price-update")
            {
                var (epoch, number) = (next.Id!.Split('-')[0], long.Parse(next.Id.Split('-')[1]));
                updates.Enqueue((epoch, number, (int)next.Json["item_id"]!, (long)next.Json["high"]!));
            }
        }
    }
}
