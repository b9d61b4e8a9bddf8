namespace PriceStream.Web.Watch;

/// <summary>What a reader wants to do with the own list.</summary>
/// <param name="Action">One of <see cref="Actions"/>.</param>
public sealed record WatchChange(string Action, IReadOnlyList<int> Ids)
{
    public const string Add = "add";
    public const string Remove = "remove";
    public const string Replace = "replace";
    public const string Empty = "empty";
    public const string Up = "up";
    public const string Down = "down";

    public static readonly IReadOnlyList<string> Actions = [Add, Remove, Replace, Empty, Up, Down];

    /// <summary>Whether it may lose a list that somebody has put together.</summary>
    public bool LosesList => Action is Replace or Empty;

    /// <summary>Returns the changed list.</summary>
    /// <param name="left">How many items did not fit.</param>
    public WatchList ApplyTo(WatchList list, out int left)
    {
        left = 0;
        var wanted = Action switch
        {
            Add => list.Add(Ids, out left),
            Remove => list.Remove(Ids),
            Replace => WatchList.Empty.Add(Ids, out left),
            Up => Moved(list, -1),
            Down => Moved(list, 1),
            _ => WatchList.Empty,
        };
        var kept = WatchCookie.Fit(wanted);
        left += wanted.Ids.Count - kept.Ids.Count;
        return kept;
    }

    private WatchList Moved(WatchList list, int places) => Ids.Aggregate(list, (moved, id) => moved.Move(id, places));
}
