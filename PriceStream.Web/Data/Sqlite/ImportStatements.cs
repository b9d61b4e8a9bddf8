using PriceStream.Web.Data.Writes;

namespace PriceStream.Web.Data.Sqlite;

/// <summary>SQLite's statements that remember what has been fetched from the upstream.</summary>
internal static class ImportStatements
{
    /// <exception cref="NotSupportedException">SQLite has no statement for this kind of write.</exception>
    public static void Run(WriteTransaction write, StoreWrite what)
    {
        switch (what)
        {
            case MarkWindow mark:
                MarkWindow(write, mark.Width, mark.Time, mark.Items);
                break;
            case MarkRolledUp marks:
                MarkRolledUp(write, marks.Windows);
                break;
            case MarkSeries mark:
                MarkSeries(write, mark.ItemId, mark.Width, mark.At);
                break;
            case ForgetWindows forget:
                ForgetWindows(write, forget.Limits);
                break;
            case Writes.ForgetSeries:
                ForgetSeries(write);
                break;
            default:
                throw new NotSupportedException($"SQLite does not store {what.GetType().Name}");
        }
    }

    private static void MarkWindow(WriteTransaction write, int width, long time, int items) =>
        write.Prepare("""
            INSERT INTO fetched_windows (step, time, items, rolled_into) VALUES ($step, $time, $items, 0)
            ON CONFLICT (step, time) DO UPDATE SET items = excluded.items, rolled_into = 0
            """, "$step", "$time", "$items").Execute(width, time, items);

    private static void MarkRolledUp(WriteTransaction write, IEnumerable<(int Width, long Time, int Into)> windows)
    {
        const string Mark = "UPDATE fetched_windows SET rolled_into = $into WHERE step = $step AND time = $time";
        var mark = write.Prepare(Mark, "$into", "$step", "$time");
        foreach (var (width, time, into) in windows)
        {
            mark.Execute(into, width, time);
        }
    }

    private static void ForgetWindows(WriteTransaction write, IEnumerable<(int Width, long Before)> limits)
    {
        var forget = write.Prepare("DELETE FROM fetched_windows WHERE step = $step AND time < $before", "$step", "$before");
        foreach (var (width, before) in limits)
        {
            forget.Execute(width, before);
        }
    }

    private static void MarkSeries(WriteTransaction write, int itemId, int width, long at)
    {
        const string Mark = "INSERT OR REPLACE INTO fetched_series (item_id, step, fetched_at) VALUES ($item, $step, $at)";
        write.Prepare(Mark, "$item", "$step", "$at").Execute(itemId, width, at);
    }

    private static void ForgetSeries(WriteTransaction write) => write.Prepare("DELETE FROM fetched_series").Execute();
}
