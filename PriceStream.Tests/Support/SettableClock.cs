using Microsoft.Extensions.Time.Testing;

namespace PriceStream.Tests.Support;

/// <summary>
/// A fake clock whose time of day can be set, forward or back, as an administrator or a time service does.
/// Timers keep their intervals.
/// </summary>
internal sealed class SettableClock(DateTimeOffset start) : FakeTimeProvider(start)
{
    private TimeSpan offset;

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + offset;

    public override long GetTimestamp() => base.GetUtcNow().Ticks; // the base takes it from the time of day

    public void SetAhead(TimeSpan by) => offset += by;
}
