using System.Collections.Immutable;
using PriceStream.Web.Upstream;

namespace PriceStream.Web.Demo;

/// <summary>What testers have made of the demo market: its time, its prices, its faults. It exists in Demo mode only.</summary>
/// <param name="startsManual">Whether time stands still from the start, and again after a reset.</param>
public sealed class DemoControl(DemoMarket market, TimeProvider clock, bool startsManual = false)
{
    private readonly Lock changing = new();
    private ImmutableSortedDictionary<int, DemoPrice> prices = ImmutableSortedDictionary<int, DemoPrice>.Empty;
    private TimeSpan ahead; // of the site's clock, never behind it but for a market that stands
    private DateTimeOffset? standing = startsManual ? WholeSecond(clock.GetUtcNow()) : null;
    private DemoFault? fault;

    /// <summary>The market's time.</summary>
    public DateTimeOffset Now
    {
        get
        {
            lock (changing)
            {
                return standing ?? clock.GetUtcNow() + ahead;
            }
        }
    }

    /// <summary>Time stands until it is stepped, and polls wait for that too.</summary>
    public bool IsManual
    {
        get
        {
            lock (changing)
            {
                return standing is not null;
            }
        }
    }

    public DemoState State
    {
        get
        {
            lock (changing)
            {
                return new(Now.ToUnixTimeSeconds(), standing is not null, fault is { Count: 0 } ? null : fault, prices);
            }
        }
    }

    /// <summary>Does all of it at once. The prices are traded when time has moved on.</summary>
    public void Do(DemoCommand command)
    {
        lock (changing)
        {
            if (command.Reset)
            {
                Reset();
            }

            if (command.Manual is { } manual)
            {
                Stand(manual);
            }

            MoveOn(TimeSpan.FromSeconds((command.Step ?? 0) + (command.Move ?? 0)));
            prices = command.Clear ? prices.Clear() : prices;
            foreach (var (id, (high, low)) in command.Set)
            {
                Set(id, high, low);
            }

            if (command.EndFault || command.Fault is not null)
            {
                fault?.End();
                fault = command.Fault;
            }
        }
    }

    /// <summary>The last trades of every item that has a price, as they are known now.</summary>
    /// <param name="only">No other item.</param>
    public IEnumerable<KeyValuePair<int, UpstreamPrice>> Latest(int? only = null)
    {
        var (time, _, _, set) = State;
        foreach (var id in only is { } one ? [one] : market.Ids)
        {
            if ((set.GetValueOrDefault(id)?.Price ?? market.LatestOf(id, time)) is { } price)
            {
                yield return new(id, price);
            }
        }
    }

    /// <summary>Whether a window of the item that ends then can have a row: see <see cref="DemoPrice"/>.</summary>
    public bool Trades(int id, long windowEnd) => !(windowEnd > Volatile.Read(ref prices).GetValueOrDefault(id)?.Since);

    /// <summary>The fault that meets a question for a path, and counts as used; null for none.</summary>
    public DemoFault? TakeFault(string path)
    {
        lock (changing)
        {
            if (fault is not { Count: not 0 } taken || (taken.Path ?? path) != path)
            {
                return null;
            }

            // One that is used up is kept: what hangs in it ends with it.
            fault = taken with { Count = taken.Count - 1 };
            return taken;
        }
    }

    // Time stays: going back, the market would offer trades that are older than those already stored, and none of them would count.
    private void Reset()
    {
        prices = prices.Clear();
        fault?.End();
        fault = null;
        Stand(startsManual);
    }

    private void Stand(bool manual)
    {
        if (!manual && standing is { } stood)
        {
            // It goes on from where it stands, or from the present where that is later: never back.
            var lead = stood - clock.GetUtcNow();
            (standing, ahead) = (null, lead > TimeSpan.Zero ? lead : TimeSpan.Zero);
        }
        else if (manual)
        {
            standing ??= WholeSecond(Now);
        }
    }

    private static DateTimeOffset WholeSecond(DateTimeOffset time) => DateTimeOffset.FromUnixTimeSeconds(time.ToUnixTimeSeconds());

    private void MoveOn(TimeSpan by)
    {
        if (standing is not null)
        {
            standing += by;
        }
        else
        {
            ahead += by;
        }
    }

    private void Set(int id, long? high, long? low)
    {
        var now = Now.ToUnixTimeSeconds();
        var before = prices.GetValueOrDefault(id);
        var price = before?.Price ?? market.LatestOf(id, now) ?? new();
        price = high is null ? price : price with { High = high, HighTime = now };
        price = low is null ? price : price with { Low = low, LowTime = now };
        prices = prices.SetItem(id, new(price, before?.Since ?? now));
    }
}
