using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using PriceStream.Web.Admin;

namespace PriceStream.Web.Pages.Admin;

/// <summary>How the site is doing, and a button for each action. Every POST redirects here, so that a reload repeats nothing.</summary>
[ResponseCache(NoStore = true)]
public sealed class IndexModel(
    AdminPage overview, AdminClock clock, AdminActions actions, AdminActionRunner runner, AdminSession session) : PageModel
{
    public AdminPage Overview => overview;

    public AdminClock Clock => clock;

    public IEnumerable<AdminAction> Actions => actions.Offered;

    /// <summary>What the last action did; null when the page was just opened.</summary>
    public string? Notice { get; private set; }

    public IReadOnlyList<AdminFact> Way => ProxyView.Of(HttpContext);

    public void OnGet(string? done) => Notice = actions.Find(done)?.Confirmation;

    /// <summary>Runs the action that the address names.</summary>
    public async Task<IActionResult> OnPostAsync([FromQuery] string? handler)
    {
        if (actions.Find(handler) is not { } action)
        {
            return StatusCode(StatusCodes.Status405MethodNotAllowed);
        }

        await runner.RunAsync(action);
        return RedirectToPage("/Admin/Index", pageHandler: null, routeValues: new { done = action.Name.ToLowerInvariant() });
    }

    public async Task<IActionResult> OnPostLogoutAsync()
    {
        await session.EndAsync(HttpContext);
        return RedirectToPage("/Admin/Login");
    }
}
