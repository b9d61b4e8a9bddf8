using System.Collections.Immutable;
using PriceStream.Web.Upstream;

namespace PriceStream.Web.Demo;

/// <summary>The state of the demo market that testers control: time, prices, failures. Registered only in Demo mode.</summary>
/// <param name="startsManual">Whether time stands still from the start, and again after a reset.</param>
public sealed class DemoControl(DemoMarket market, TimeProvider clock, bool startsManual = false)
{
    private readonly Lock changing = new();
    private ImmutableSortedDictionary<int, DemoPrice> prices = ImmutableSortedDictionary<int, DemoPrice>.Empty;
    private TimeSpan ahead; // how far the market's time is ahead of the site's clock; never negative
    private DateTimeOffset? frozenAt = startsManual ? WholeSecond(clock.GetUtcNow()) : null;
    private DemoFailure? failure;

    /// <summary>The market's time.</summary>
    public DateTimeOffset Now
    {
        get
        {
            lock (changing)
            {
                return frozenAt ?? clock.GetUtcNow() + ahead;
            }
        }
    }

    /// <summary>Time stands still between steps, and only a step polls.</summary>
    public bool IsManual
    {
        get
        {
            lock (changing)
            {
                return frozenAt is not null;
            }
        }
    }

    public DemoState State
    {
        get
        {
            lock (changing)
            {
                return new(Now.ToUnixTimeSeconds(), frozenAt is not null, failure is { Count: 0 } ? null : failure, prices);
            }
        }
    }

    /// <summary>Executes the whole command in one step. Prices are set at the new time.</summary>
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
                Freeze(manual);
            }

            MoveOn(TimeSpan.FromSeconds((command.Step ?? 0) + (command.Move ?? 0)));
            prices = command.Clear ? prices.Clear() : prices;
            foreach (var (id, (high, low)) in command.Set)
            {
                Set(id, high, low);
            }

            if (command.EndFailure || command.Failure is not null)
            {
                failure?.End();
                failure = command.Failure;
            }
        }
    }

    /// <summary>The last known trades of every item that has a price.</summary>
    /// <param name="only">The one item to return; null for all.</param>
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

    /// <summary>Whether a window of the item that ends at this second can have a row: see <see cref="DemoPrice"/>.</summary>
    public bool Trades(int id, long windowEnd) => !(windowEnd > Volatile.Read(ref prices).GetValueOrDefault(id)?.Since);

    /// <summary>Returns the failure for a request to this path, and counts it as used; null for none.</summary>
    public DemoFailure? TakeFailure(string path)
    {
        lock (changing)
        {
            if (failure is not { Count: not 0 } taken || (taken.Path ?? path) != path)
            {
                return null;
            }

            // A failure that is used up stays, so that End can release the requests that hang in it.
            failure = taken with { Count = taken.Count - 1 };
            return taken;
        }
    }

    // Time stays: going back, the market would offer trades that are older than those already stored, and none of them would count.
    private void Reset()
    {
        prices = prices.Clear();
        failure?.End();
        failure = null;
        Freeze(startsManual);
    }

    private void Freeze(bool manual)
    {
        if (!manual && frozenAt is { } frozen)
        {
            // The market continues from its own time or from the present, whichever is later, so that time never goes back.
            var lead = frozen - clock.GetUtcNow();
            (frozenAt, ahead) = (null, lead > TimeSpan.Zero ? lead : TimeSpan.Zero);
        }
        else if (manual)
        {
            frozenAt ??= WholeSecond(Now);
        }
    }

    private static DateTimeOffset WholeSecond(DateTimeOffset time) => DateTimeOffset.FromUnixTimeSeconds(time.ToUnixTimeSeconds());

    private void MoveOn(TimeSpan by)
    {
        if (frozenAt is not null)
        {
            frozenAt += by;
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
