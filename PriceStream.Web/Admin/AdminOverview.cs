using static PriceStream.Web.Admin.AdminText;
using PriceStream.Web.Data;
using PriceStream.Web.Data.Backup;
using PriceStream.Web.Data.Recovery;
using PriceStream.Web.Data.Sqlite;
using PriceStream.Web.Hosting;
using PriceStream.Web.Items;
using PriceStream.Web.Jobs;
using PriceStream.Web.Prices;
using PriceStream.Web.Requests;
using PriceStream.Web.Settings;
using PriceStream.Web.Streaming;
using PriceStream.Web.Streaming.Admission;
using PriceStream.Web.Streaming.Relay;
using PriceStream.Web.Upstream;

namespace PriceStream.Web.Admin;

/// <summary>How the site is doing, out of every room.</summary>
public sealed class AdminOverview(
    StreamAdmission admission, StreamHub hub, SseOptions sse, StreamMetrics streams, MeterTotals totals, UpstreamMonitor feed, Freshness freshness, CatalogueStatus catalogue, Catalogue items, UpstreamOptions upstream,
    JobLog jobs, DatabaseFile database, DatabaseGrowth growth, DatabaseBackup backup, StorageState storage, EffectiveSettings settings, TimeProvider clock, StreamLease? lease = null)
{
    private const int BusiestAddresses = 10;
    private static readonly TimeSpan OldBackup = TimeSpan.FromHours(36);

    private const long LittleRoom = 1_000_000_000;

    public DateTimeOffset StartedAt { get; } = clock.GetUtcNow();
    public DateTimeOffset Now => clock.GetUtcNow();
    public bool Draining => hub.Draining;
    public IReadOnlyList<JobReport> Jobs => jobs.Reports;
    public IReadOnlyList<UpstreamFailure> Faults => feed.Failures;
    public IReadOnlyList<EffectiveSetting> Settings => settings.All;
    public IReadOnlyList<string> UnknownSettings => settings.Unknown;
    public IReadOnlyList<KeyValuePair<ClientAddress, int>> Addresses => admission.Busiest(BusiestAddresses);

    public IReadOnlyList<AdminFact> Streams()
    {
        var refused = streams.RefusalsByReason.Where(reason => reason.Value > 0).OrderBy(reason => reason.Key, StringComparer.Ordinal).ToArray();
        return
        [
            new("Open now", $"{Number(admission.Clients)} of at most {Number(sse.MaxClients)}", admission.Clients >= sse.MaxClients),
            new("Addresses", $"{Number(admission.Addresses)}, each with at most {Number(sse.MaxClientsPerAddress)} streams"),
            new("Admitted since the start", Number(streams.Connects)),
            new("Refused", refused.Length == 0 ? "none" : string.Join(", ", refused.Select(reason => $"{Number(reason.Value)} {reason.Key}")), refused.Length > 0),
            new("Cut because they read nothing", Number(streams.Cut)),
            new("New ones are", hub.Draining ? "refused: draining" : sse.Enabled ? "taken" : "refused: switched off", hub.Draining),
        ];
    }

    public IReadOnlyList<AdminFact> Source()
    {
        var (status, fresh) = (feed.Status, freshness.Read());
        List<AdminFact> facts =
        [
            new("Asked at", upstream.Mode == UpstreamMode.Demo ? "the demo market" : upstream.BaseAddress.Host),
            new("Newest trade", fresh.NewestTrade is { } trade ? $"{Ago(trade)} ago ({fresh.State})" : "none yet", !fresh.IsFresh),
            new("Last good poll", status.LastSuccess is { } last ? $"{Ago(last)} ago" : "none yet", status.LastSuccess is null),
            new("Last poll", status.Reason ?? "good", status.Reason is not null),
            new("Catalogue", catalogue.Reason ?? (items.IsLoaded ? "there" : "has not come yet"), catalogue.Reason is not null || !items.IsLoaded),
        ];
        if (lease is not null)
        {
            facts.Add(new("Polled by", lease.Held ? "this instance" : "another instance, or none while Redis is away"));
        }

        return facts;
    }

    public IReadOnlyList<AdminFact> Cache()
    {
        const string Reads = "pricestream.prices.history_reads";
        var (hits, misses) = (totals.Of(Reads, "hit"), totals.Of(Reads, "miss"));
        return
        [
            new("Histories from the cache", hits + misses == 0 ? "none asked for" : $"{Number(hits)} of {Number(hits + misses)} ({100 * hits / (hits + misses)} %)"),
            new("Asked past the cache", Number(totals.Of(Reads, "skip"))),
            new("Not answered by Redis", Number(totals.Of("pricestream.prices.redis_cache_failures")), totals.Of("pricestream.prices.redis_cache_failures") > 0),
        ];
    }

    public IReadOnlyList<AdminFact> Storage()
    {
        var free = database.FreeBytes;
        var newest = backup.All is [var one, ..] ? one : default;
        return
        [
            new("Stored", storage.Fault is { } fault ? $"nothing for {Ago(fault.Since)}: {fault.Reason}" : "all that comes", storage.Fault is not null),
            new("Database", $"{Size(database.Bytes)}, and {Size(database.WalBytes)} of log"),
            new("Growth", growth.Read() is { } grown ? $"{Size(grown.Bytes)} in {Span(Now - grown.Since)}" : "not known yet"),
            new("Free on its disk", free is { } bytes ? Size(bytes) : "not known", free < Math.Max(LittleRoom, database.Bytes)),
            new("Newest backup", newest.File is null ? "none" : $"{Path.GetFileName(newest.File)}, {Ago(newest.At)} ago", backup.Options.Enabled && Now - (newest.File is null ? StartedAt : newest.At) > OldBackup),
            new("Its check", backup.Last is { } last ? last.Fault ?? $"sound: {Size(last.Bytes)} in {Span(last.Duration)}" : "none made since the start", backup.Last is { Good: false }),
        ];
    }

    public string Ago(DateTimeOffset time) => Span(Now - time > TimeSpan.Zero ? Now - time : TimeSpan.Zero);
}
