namespace PriceStream.Web.Data.Sqlite;

/// <summary>SQLite's statements that remember what has been fetched from the upstream.</summary>
internal static class ImportStatements
{
    public static void MarkWindow(WriteTransaction write, int width, long time, int items) =>
        write.Prepare("""
            INSERT INTO fetched_windows (step, time, items, rolled_into) VALUES ($step, $time, $items, 0)
            ON CONFLICT (step, time) DO UPDATE SET items = excluded.items, rolled_into = 0
            """, "$step", "$time", "$items").Execute(width, time, items);

    public static void MarkRolledUp(WriteTransaction write, IEnumerable<(int Width, long Time, int Into)> windows)
    {
        const string Mark = "UPDATE fetched_windows SET rolled_into = $into WHERE step = $step AND time = $time";
        var mark = write.Prepare(Mark, "$into", "$step", "$time");
        foreach (var (width, time, into) in windows)
        {
            mark.Execute(into, width, time);
        }
    }

    public static void ForgetWindows(WriteTransaction write, IEnumerable<(int Width, long Before)> limits)
    {
        var forget = write.Prepare("DELETE FROM fetched_windows WHERE step = $step AND time < $before", "$step", "$before");
        foreach (var (width, before) in limits)
        {
            forget.Execute(width, before);
        }
    }

    public static void MarkSeries(WriteTransaction write, int itemId, int width, long at)
    {
        const string Mark = "INSERT OR REPLACE INTO fetched_series (item_id, step, fetched_at) VALUES ($item, $step, $at)";
        write.Prepare(Mark, "$item", "$step", "$at").Execute(itemId, width, at);
    }

    public static void ForgetSeries(WriteTransaction write) => write.Prepare("DELETE FROM fetched_series").Execute();
}
