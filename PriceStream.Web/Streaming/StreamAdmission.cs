namespace PriceStream.Web.Streaming;

/// <summary>Counts the open streams. Asking and entering are one atomic step, so the limit holds however many come at once.</summary>
public sealed class StreamAdmission(SseOptions options)
{
    private int clients;

    /// <summary>Streams open now.</summary>
    public int Clients => Volatile.Read(ref clients);

    /// <summary>True when a place was taken; give it back with <see cref="Leave"/>.</summary>
    public bool TryEnter()
    {
        var seen = Clients;
        while (seen < options.MaxClients)
        {
            var now = Interlocked.CompareExchange(ref clients, seen + 1, seen);
            if (now == seen)
            {
                return true;
            }

            seen = now;
        }

        return false;
    }

    public void Leave() => Interlocked.Decrement(ref clients);
}
