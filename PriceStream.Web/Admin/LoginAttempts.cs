using PriceStream.Web.Requests;

namespace PriceStream.Web.Admin;

/// <summary>
/// Limits the password attempts of each address: five at once, and then one a minute. There is no limit for all addresses together,
/// because with one, a stranger could lock the administrator out; <see cref="PasswordCheck"/> limits what all attempts cost. An attempt
/// counts before the password is checked; the right password resets its address.
/// </summary>
/// <remarks>
/// System.Threading.RateLimiting does not fit: its limiters run on the system clock, and take no permit back.
/// </remarks>
public sealed class LoginAttempts(TimeProvider clock)
{
    public const int AtOnce = 5;
    public const int MaxAddresses = 10_000;

    public static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private readonly Lock gate = new();

    // When each address has all its attempts again. Each attempt moves that by an interval.
    private readonly Dictionary<ClientAddress, DateTimeOffset> restored = [];

    /// <summary>The number of addresses that have used attempts.</summary>
    public int Addresses
    {
        get
        {
            lock (gate)
            {
                return restored.Count;
            }
        }
    }

    /// <summary>Counts an attempt. Null when the password may be checked; otherwise how long the client must wait.</summary>
    public TimeSpan? TryBegin(ClientAddress address)
    {
        lock (gate)
        {
            var now = clock.GetUtcNow();
            // A clock that was set back must not lock anyone out for longer than the attempts themselves do.
            var from = Clamp(restored.GetValueOrDefault(address), now, now + AtOnce * Interval);
            if (from + Interval - now > AtOnce * Interval)
            {
                return from + Interval - now - AtOnce * Interval;
            }

            MakeRoom(now);
            restored[address] = from + Interval;
            return null;
        }
    }

    /// <summary>Resets the attempts of an address after a correct password.</summary>
    public void Succeeded(ClientAddress address)
    {
        lock (gate)
        {
            restored.Remove(address);
        }
    }

    /// <summary>Takes an attempt back whose password was not checked.</summary>
    public void TakeBack(ClientAddress address)
    {
        lock (gate)
        {
            if (restored.TryGetValue(address, out var until))
            {
                restored[address] = until - Interval;
            }
        }
    }

    // Forgets the addresses that have all their attempts again, and if there are none, the one that has them soonest.
    private void MakeRoom(DateTimeOffset now)
    {
        if (restored.Count < MaxAddresses)
        {
            return;
        }

        foreach (var (address, until) in restored)
        {
            if (until <= now)
            {
                restored.Remove(address);
            }
        }

        if (restored.Count >= MaxAddresses)
        {
            restored.Remove(restored.MinBy(entry => entry.Value).Key);
        }
    }

    private static DateTimeOffset Clamp(DateTimeOffset time, DateTimeOffset from, DateTimeOffset to) =>
        time < from ? from : time > to ? to : time;
}
