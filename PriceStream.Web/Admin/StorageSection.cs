using static PriceStream.Web.Admin.AdminText;
using PriceStream.Web.Data;
using PriceStream.Web.Data.Backup;
using PriceStream.Web.Data.Recovery;
using PriceStream.Web.Data.Sqlite;

namespace PriceStream.Web.Admin;

/// <summary>Whether prices are stored, how large the database is, and how old its backups are.</summary>
public sealed class StorageSection(
    DatabaseFile database, DatabaseGrowth growth, DatabaseBackup backup, StorageState storage, AdminClock clock)
{
    private static readonly TimeSpan OldBackup = TimeSpan.FromHours(36);

    private const long LittleSpaceBytes = 1_000_000_000;

    public IReadOnlyList<AdminFact> Facts() =>
    [
        Writes(),
        new("Database", $"{Size(database.Bytes)}, and {Size(database.WalBytes)} of log"),
        new("Growth", growth.Read() is { } grown ? $"{Size(grown.Bytes)} in {Span(clock.Now - grown.Since)}" : "not known yet"),
        FreeSpace(),
        NewestBackup(),
        LastCheck(),
    ];

    private AdminFact Writes() => storage.Fault is { } problem
        ? new("Database writes", $"suspended for {clock.Ago(problem.Since)}: {problem.Reason}", Warns: true)
        : new("Database writes", "working");

    private AdminFact FreeSpace()
    {
        var free = database.FreeBytes;
        return new("Free on its disk", free is { } bytes ? Size(bytes) : "unknown", free < Math.Max(LittleSpaceBytes, database.Bytes));
    }

    private AdminFact NewestBackup()
    {
        var (text, since) = backup.All is [var (file, at), ..]
            ? ($"{Path.GetFileName(file)}, {clock.Ago(at)} ago", at)
            : ("none", clock.StartedAt);
        return new("Newest backup", text, backup.Options.Enabled && clock.Now - since > OldBackup);
    }

    private AdminFact LastCheck()
    {
        if (backup.Last is not { } last)
        {
            return new("Backup check", "no backup since the start");
        }

        return new("Backup check", last.Fault ?? $"sound: {Size(last.Bytes)} in {Span(last.Duration)}", !last.Good);
    }
}
