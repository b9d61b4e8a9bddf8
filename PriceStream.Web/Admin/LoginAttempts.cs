using PriceStream.Web.Requests;

namespace PriceStream.Web.Admin;

/// <summary>
/// Limits the password attempts in five minutes, per address and for all addresses together, so that many addresses can guess no faster
/// than a few. An attempt counts before the password is checked; the right password resets its address.
/// </summary>
/// <remarks>
/// System.Threading.RateLimiting does not fit: its windows run on the system clock, and a fixed window takes no permit back.
/// </remarks>
public sealed class LoginAttempts(TimeProvider clock)
{
    public const int OfAddress = 5;
    public const int OfAll = 50;

    public static readonly TimeSpan Window = TimeSpan.FromMinutes(5);

    private readonly Lock gate = new();
    private readonly Dictionary<ClientAddress, int> attempts = [];
    private int total;
    private DateTimeOffset windowStart;

    /// <summary>Counts an attempt. Null when the password may be checked; otherwise how long the client must wait.</summary>
    public TimeSpan? TryBegin(ClientAddress address)
    {
        lock (gate)
        {
            var now = clock.GetUtcNow();
            if (now - windowStart >= Window || now < windowStart)
            {
                attempts.Clear();
                (total, windowStart) = (0, now);
            }

            var soFar = attempts.GetValueOrDefault(address);
            if (soFar >= OfAddress || total >= OfAll)
            {
                return windowStart + Window - now;
            }

            attempts[address] = soFar + 1;
            total++;
            return null;
        }
    }

    /// <summary>Resets the attempts of an address after a correct password.</summary>
    public void Succeeded(ClientAddress address)
    {
        lock (gate)
        {
            total -= attempts.Remove(address, out var own) ? own : 0;
        }
    }
}
