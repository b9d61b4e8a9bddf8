namespace PriceStream.Web.Data;

/// <summary>Records the database's size every hour for a day, to show how fast it grows.</summary>
public sealed class DatabaseGrowth(IStoreSize size, TimeProvider clock) : BackgroundService
{
    private const int Kept = 25;

    private readonly Lock gate = new();
    private readonly Queue<(DateTimeOffset At, long Bytes)> sizes = new();

    /// <summary>How many bytes it has grown, and since when: at most a day ago. Null at first.</summary>
    public (long Bytes, DateTimeOffset Since)? Read()
    {
        lock (gate)
        {
            return sizes.TryPeek(out var first) ? (size.Bytes - first.Bytes, first.At) : null;
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromHours(1), clock);
        do
        {
            Note();
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private void Note()
    {
        lock (gate)
        {
            sizes.Enqueue((clock.GetUtcNow(), size.Bytes));
            while (sizes.Count > Kept)
            {
                sizes.Dequeue();
            }
        }
    }
}
