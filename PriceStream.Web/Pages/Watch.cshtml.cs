using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using PriceStream.Web.Items;
using PriceStream.Web.Requests;
using PriceStream.Web.Watch;

namespace PriceStream.Web.Pages;

/// <summary>The reader's own list: its order, import and export. Every change of it is a form that is sent here.</summary>
[IgnoreAntiforgeryToken] // checked by FormTokens, so that the reader gets a reason
public sealed class WatchModel(Catalogue catalogue, FormTokens tokens) : PageModel
{
    private const string Path = "/watch";

    public WatchQuery Asked { get; private set; } = new();

    /// <summary>With the name that the address has.</summary>
    public WatchList Mine { get; private set; } = WatchList.Empty;

    /// <summary>Why a form was refused; null when none was.</summary>
    public string? Error { get; private set; }

    /// <summary>The list as an address that works anywhere.</summary>
    public string Link => $"{Request.Scheme}://{Request.Host}{Request.PathBase}/?{WatchAddress.Format(Mine)}";

    public Item? Find(int id) => catalogue.Find(id);

    public void OnGet()
    {
        Asked = new Parameters<WatchQuery>(HttpContext, emptyIsAbsent: true).Value;
        Mine = WatchList.Of(OwnList.Of(Request).Ids, Asked.List);
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        IFormCollection form;
        try
        {
            form = await Request.ReadFormAsync(cancellationToken); // before the token, which is in it
        }
        catch (Exception exception) when (
            exception is InvalidDataException or InvalidOperationException or IOException and not BadHttpRequestException)
        {
            return Refuse("Your list was not changed: this is no form.");
        }

        if (!await tokens.IsOwnAsync(HttpContext))
        {
            return Refuse("Your list was not changed, because the page was too old. Reload it, then try again.");
        }

        if (WatchForm.ChangeOf(form) is not { } change)
        {
            return Refuse($"Your list was not changed: {(WatchForm.IsEmptyAdd(form) ? WatchForm.NothingChosen : WatchForm.Allowed)}");
        }

        if (change is { Action: WatchChange.Add or WatchChange.Replace } && Known(change) is var known)
        {
            if (known.Ids.Count == 0)
            {
                return Refuse("Your list was not changed: there is no such item.", StatusCodes.Status404NotFound);
            }

            change = known;
        }

        var before = OwnList.Of(Request);
        var after = change.ApplyTo(before, out var left);
        OwnList.Save(Response, after);
        var isStar = change is { Action: WatchChange.Add or WatchChange.Remove, Ids.Count: 1 };
        return IsHtmx && isStar ? Star(change.Ids[0], after, left) : SeeOther(change, before, left, form["list"].ToString());
    }

    private bool IsHtmx => Request.Headers.ContainsKey("HX-Request");

    // An item that no catalogue has would only take the place of another. Until the catalogue is loaded, nothing is known.
    private WatchChange Known(WatchChange change) =>
        catalogue.IsLoaded ? change with { Ids = [.. change.Ids.Where(catalogue.Contains)] } : change;

    private ContentResult Star(int id, WatchList after, int left) =>
        Content(StarButton.Answer(catalogue.Find(id), after.Contains(id), left > 0 ? Full : ""), "text/html; charset=utf-8");

    private static string Full => $"Your list is full: it has {WatchList.MaxItems} items, the most there can be.";

    private StatusCodeResult SeeOther(WatchChange change, WatchList before, int left, string name)
    {
        var lost = change.LosesList && !before.IsEmpty ? $"was={before.Text}" : null;
        var full = left > 0 ? $"left={left}" : null;
        var list = name.Length > 0 ? $"list={Uri.EscapeDataString(WatchList.Of([], name).Name)}" : null;
        var query = string.Join('&', new[] { lost, full, list }.OfType<string>());
        var own = $"{Request.PathBase}{Path}{(query.Length > 0 ? "?" : "")}{query}";
        Response.Headers.Location = lost is null && full is null ? Back() ?? own : own;
        return StatusCode(StatusCodes.Status303SeeOther);
    }

    /// <summary>The page that the form was on, if it is one of this site that can be asked for again.</summary>
    private string? Back()
    {
        if (!Uri.TryCreate(Request.Headers.Referer.ToString(), UriKind.Absolute, out var from) || from.Authority != Request.Host.Value)
        {
            return null;
        }

        var isHere = from.AbsolutePath.StartsWith($"{Request.PathBase}{Path}", StringComparison.Ordinal);
        return !isHere && Url.IsLocalUrl(from.PathAndQuery) ? from.PathAndQuery : null;
    }

    private IActionResult Refuse(string error, int status = StatusCodes.Status400BadRequest)
    {
        if (IsHtmx)
        {
            return Content(StarButton.Answer(null, isOn: false, error), "text/html; charset=utf-8");
        }

        OnGet();
        Error = error;
        Response.StatusCode = status;
        return Page();
    }
}
