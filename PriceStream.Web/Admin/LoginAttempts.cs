using PriceStream.Web.Requests;

namespace PriceStream.Web.Admin;

/// <summary>
/// How often a password may be tried: by one address, and by all together, so that many addresses guess no faster. A try is counted before
/// the password is looked at; the right one gives its address all tries back.
/// </summary>
public sealed class LoginAttempts(TimeProvider clock)
{
    public const int OfAddress = 5;
    public const int OfAll = 50;

    public static readonly TimeSpan Window = TimeSpan.FromMinutes(5);

    private readonly Lock gate = new();
    private readonly Dictionary<ClientAddress, int> tries = [];
    private int all;
    private DateTimeOffset since;

    /// <summary>Null when it may be tried, else how long to wait.</summary>
    public TimeSpan? TryBegin(ClientAddress address)
    {
        lock (gate)
        {
            var now = clock.GetUtcNow();
            if (now - since >= Window || now < since)
            {
                tries.Clear();
                (all, since) = (0, now);
            }

            var soFar = tries.GetValueOrDefault(address);
            if (soFar >= OfAddress || all >= OfAll)
            {
                return since + Window - now;
            }

            tries[address] = soFar + 1;
            all++;
            return null;
        }
    }

    public void Succeeded(ClientAddress address)
    {
        lock (gate)
        {
            all -= tries.Remove(address, out var own) ? own : 0;
        }
    }
}
