using static PriceStream.Web.Admin.AdminText;
using PriceStream.Web.Data;
using PriceStream.Web.History.Import;

namespace PriceStream.Web.Admin;

/// <summary>Whether prices are stored, how large the database is, and how old its backups are.</summary>
public sealed class StorageSection(DataMetrics data, WindowSync windows, AdminClock clock)
{
    private static readonly TimeSpan OldBackup = TimeSpan.FromHours(36);

    private const long LittleSpaceBytes = 1_000_000_000;

    public IReadOnlyList<AdminFact> Facts() =>
    [
        Writes(),
        new("Store", data.Store, TestId: "store"),
        new("Database", data.WalBytes is { } log ? $"{Size(data.Bytes)}, and {Size(log)} of log" : Size(data.Bytes)),
        new("Growth", data.Growth is { } grown ? $"{Size(grown.Bytes)} in {Span(clock.Now - grown.Since)}" : "not known yet"),
        DailyHistory(),
        FreeSpace(),
        .. data.CanBackUp ? (AdminFact[])[NewestBackup(), LastCheck()] : [new("Backups", "by PostgreSQL’s own tools")],
    ];

    private AdminFact Writes() => data.Failure is { } problem
        ? new("Database writes", $"suspended for {clock.Ago(problem.Since)}: {problem.Reason}", Warns: true)
        : new("Database writes", "working");

    // Only the instance that polls fetches windows.
    private AdminFact DailyHistory() =>
        new("Daily history", windows.Days is { } days ? $"{days.Fetched} of {days.Total} days" : "not known yet");

    private AdminFact FreeSpace()
    {
        var free = data.FreeBytes;
        return new("Free on its disk", free is { } bytes ? Size(bytes) : "unknown", free < Math.Max(LittleSpaceBytes, data.Bytes));
    }

    private AdminFact NewestBackup()
    {
        var newest = data.NewestBackup;
        var text = newest is { } backup ? $"{Path.GetFileName(backup.File)}, {clock.Ago(backup.At)} ago" : "none";
        return new("Newest backup", text, data.BacksUp && clock.Now - (newest?.At ?? clock.StartedAt) > OldBackup);
    }

    private AdminFact LastCheck()
    {
        if (data.LastBackup is not { } last)
        {
            return new("Backup check", "no backup since the start");
        }

        return new("Backup check", last.Error ?? $"sound: {Size(last.Bytes)} in {Span(last.Duration)}", !last.Good);
    }
}
