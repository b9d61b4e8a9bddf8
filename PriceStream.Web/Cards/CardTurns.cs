namespace PriceStream.Web.Cards;

/// <summary>
/// Renders each card at most once in five minutes, one card at a time. Requests for the same card share one rendering. When too many
/// cards are waiting, a request gets the item's last card, or none.
/// </summary>
public sealed class CardTurns(CardMetrics metrics, TimeProvider clock) : IDisposable
{
    /// <summary>
    /// The most cards that wait, with the one being rendered. Many, because a chat that gets an error does not ask again; at 30 ms each,
    /// the last one still comes within two seconds.
    /// </summary>
    public const int MostWaiting = 50;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly Lock gate = new();
    private readonly CardShelf shelf = new();
    private readonly Dictionary<CardKey, Task<PriceCard>> waiting = [];
    private readonly SemaphoreSlim turn = new(1);

    /// <summary>Returns the card of the current window; while it cannot be had, the last one; null where there is none.</summary>
    /// <param name="render">Called at most once at a time.</param>
    public async Task<PriceCard?> GetAsync(CardKey key, Func<Task<PriceCard>> render, CancellationToken cancellationToken)
    {
        Task<PriceCard>? rendering;
        PriceCard? last;
        lock (gate)
        {
            last = shelf.Find(key);
            if (last?.Window == PriceCard.WindowOf(clock.GetUtcNow()))
            {
                return last;
            }

            if (!waiting.TryGetValue(key, out rendering))
            {
                if (waiting.Count == MostWaiting)
                {
                    metrics.Refused();
                    return last;
                }

                // Not on this thread, which holds the lock, and to its end, because others may join.
                waiting[key] = rendering = Task.Run(() => RenderAsync(key, render), CancellationToken.None);
            }
        }

        try
        {
            return await rendering.WaitAsync(Patience, clock, cancellationToken);
        }
        catch (TimeoutException)
        {
            metrics.Refused();
            return last;
        }
    }

    public void Dispose() => turn.Dispose();

    private async Task<PriceCard> RenderAsync(CardKey key, Func<Task<PriceCard>> render)
    {
        await turn.WaitAsync();
        try
        {
            var card = await render();
            metrics.Rendered();
            lock (gate)
            {
                shelf.Put(key, card);
            }

            return card;
        }
        finally
        {
            lock (gate)
            {
                waiting.Remove(key);
            }

            turn.Release();
        }
    }
}
