using PriceStream.Web.Requests;
using PriceStream.Web.Watch;

namespace PriceStream.Web.Pages;

/// <summary>Reads what a form asks to do with the reader's own list.</summary>
internal static class WatchForm
{
    public const string Allowed =
        "watch must be up to 200 positive integers separated by commas, and do one of add, remove, replace, empty, up, down.";

    public const string NothingChosen = "no item was chosen.";

    private static readonly IdListType Ids = new(WatchList.MaxItems);

    /// <summary>Whether the form adds items, and names none.</summary>
    public static bool IsEmptyAdd(IFormCollection form) => form["do"] == WatchChange.Add && form["watch"].ToString().Trim(',').Length == 0;

    /// <summary>Null for a form that asks for nothing that can be done.</summary>
    public static WatchChange? ChangeOf(IFormCollection form)
    {
        // A button has only one name and value, so those that move an item carry its id under the name of the move.
        foreach (var move in (string[])[WatchChange.Up, WatchChange.Down])
        {
            if (form.TryGetValue(move, out var moved))
            {
                return Ids.Read(moved.ToString()) is int[] ids ? new(move, ids) : null;
            }
        }

        var action = form["do"].ToString();
        if (!WatchChange.Actions.Contains(action))
        {
            return null;
        }

        var text = form["watch"].ToString().Trim(','); // all values, such as those of checkboxes
        if (text.Length == 0)
        {
            return action is WatchChange.Empty or WatchChange.Replace ? new(WatchChange.Empty, []) : null;
        }

        return Ids.Read(text) is int[] watched ? new(action, watched) : null;
    }
}
