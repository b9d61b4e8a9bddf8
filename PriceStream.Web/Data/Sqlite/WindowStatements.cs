namespace PriceStream.Web.Data.Sqlite;

/// <summary>SQLite's statements that store windows and delete old rows.</summary>
internal static class WindowStatements
{
    private const string Insert = """
        INSERT INTO windows (item_id, step, time, high, low, high_volume, low_volume, rolled_up)
        VALUES ($item, $step, $time, $high, $low, $highVolume, $lowVolume, $rolledUp)
        ON CONFLICT (item_id, step, time) DO UPDATE SET

        """;

    private const string Upsert = Insert + """
            high = excluded.high, low = excluded.low,
            high_volume = excluded.high_volume, low_volume = excluded.low_volume, rolled_up = excluded.rolled_up
        """;

    // A window from the upstream replaces a rolled-up one. A window of an item's series never replaces a bulk window: it only adds a side
    // that is missing there, because that side was refused when the window was stored.
    private const string UpsertOfSeries = Insert + """
            high = iif(rolled_up OR high IS NULL, excluded.high, high),
            high_volume = iif(rolled_up OR high IS NULL, excluded.high_volume, high_volume),
            low = iif(rolled_up OR low IS NULL, excluded.low, low),
            low_volume = iif(rolled_up OR low IS NULL, excluded.low_volume, low_volume),
            rolled_up = 0
        WHERE rolled_up OR high IS NULL OR low IS NULL
        """;

    private const string OnlyOverRolledUp = " WHERE rolled_up";

    private const string DeleteTicks = "DELETE FROM ticks WHERE item_id = $item AND time < $before";

    private const string DeleteWindows = "DELETE FROM windows WHERE item_id = $item AND step = $step AND time < $before";

    private static readonly string[] Columns = ["$item", "$step", "$time", "$high", "$low", "$highVolume", "$lowVolume", "$rolledUp"];

    public static void Save(WriteTransaction write, IEnumerable<(int ItemId, HistoryRow Window)> windows, WindowOrigin origin)
    {
        var statement = origin switch
        {
            WindowOrigin.Bulk => Upsert,
            WindowOrigin.Series => UpsertOfSeries,
            _ => Upsert + OnlyOverRolledUp,
        };
        var upsert = write.Prepare(statement, Columns);
        var rolledUp = origin == WindowOrigin.RolledUp ? 1 : 0;
        foreach (var (id, window) in windows)
        {
            upsert.Execute(id, window.Width, window.Time, window.High, window.Low, window.HighVolume, window.LowVolume, rolledUp);
        }
    }

    /// <returns>How many rows were deleted.</returns>
    public static int Prune(WriteTransaction write, IReadOnlyCollection<int> items, IReadOnlyCollection<(int Width, long Before)> limits)
    {
        var ticks = write.Prepare(DeleteTicks, "$item", "$before");
        var windows = write.Prepare(DeleteWindows, "$item", "$step", "$before");
        var deleted = 0;
        foreach (var (width, before) in limits)
        {
            foreach (var item in items)
            {
                deleted += width == 0 ? ticks.Execute(item, before) : windows.Execute(item, width, before);
            }
        }

        return deleted;
    }
}
