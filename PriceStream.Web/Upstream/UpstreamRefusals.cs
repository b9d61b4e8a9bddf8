using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace PriceStream.Web.Upstream;

/// <summary>Counts what the reader refuses, and logs it: each kind of each route once an hour.</summary>
public sealed partial class UpstreamRefusals
{
    private static readonly TimeSpan LoggedEach = TimeSpan.FromHours(1);

    private readonly ConcurrentDictionary<(string Route, string Kind), DateTimeOffset> logged = new();
    private readonly Counter<long> refused;
    private readonly TimeProvider clock;
    private readonly ILogger logger;

    public UpstreamRefusals(IMeterFactory meters, TimeProvider clock, ILogger<UpstreamRefusals> logger)
    {
        (this.clock, this.logger) = (clock, logger);
        refused = meters.Create("pricestream.upstream").CreateCounter<long>(
            "pricestream.upstream.refused", "{row}", "Rows, sides and fields that the price source sent and that cannot be right");
    }

    /// <param name="route">Such as timeseries.</param>
    /// <param name="subject">The same for the log, which may say of which item.</param>
    public void Add<T>(string route, string subject, UpstreamAnswer<T> answer)
    {
        foreach (var (kind, count, _) in answer.Refusals)
        {
            refused.Add(count, new KeyValuePair<string, object?>("route", route), new KeyValuePair<string, object?>("kind", kind));
        }

        var examples = answer.Refusals.Where(refusal => IsDue(route, refusal.Kind)).Select(refusal => refusal.First).ToList();
        if (examples.Count > 0)
        {
            Refused(answer.RefusedRows, answer.TotalRows, subject, string.Join("; ", examples));
        }
    }

    private bool IsDue(string route, string kind)
    {
        var now = clock.GetUtcNow();
        if (logged.TryGetValue((route, kind), out var last) && now >= last && now - last < LoggedEach)
        {
            return false;
        }

        logged[(route, kind)] = now;
        return true;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message =
        "Refused {Refused} of {Total} rows of /{Path}; the first: {First}. Each kind is logged once an hour")]
    private partial void Refused(int refused, int total, string path, string first);
}
