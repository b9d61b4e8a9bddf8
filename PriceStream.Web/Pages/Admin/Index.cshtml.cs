using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using PriceStream.Web.Admin;

namespace PriceStream.Web.Pages.Admin;

/// <summary>How the site is doing, and what can be done about it. After each action the browser is sent back here, so that a reload repeats nothing.</summary>
[ResponseCache(NoStore = true)]
public sealed class IndexModel(AdminOverview overview, AdminActions actions, AdminSession session) : PageModel
{
    private static readonly Dictionary<string, string> Done = new()
    {
        ["sync"] = "The source was asked: see the jobs.",
        ["backup"] = "A backup was asked for: see the storage.",
        ["drain"] = "All streams were ended, and none is taken.",
        ["undrain"] = "Streams are taken again.",
    };

    public AdminOverview Overview => overview;

    /// <summary>What has just been done; null for nothing.</summary>
    public string? Notice { get; private set; }

    public IReadOnlyList<AdminFact> Way => ProxyView.Of(HttpContext);

    public void OnGet(string? done) => Notice = Done.GetValueOrDefault(done ?? "");

    public async Task<IActionResult> OnPostSyncAsync()
    {
        await actions.SyncAsync();
        return Back("sync");
    }

    public async Task<IActionResult> OnPostBackupAsync()
    {
        await actions.BackUpAsync();
        return Back("backup");
    }

    public IActionResult OnPostDrain()
    {
        actions.Drain();
        return Back("drain");
    }

    public IActionResult OnPostUndrain()
    {
        actions.Undrain();
        return Back("undrain");
    }

    public async Task<IActionResult> OnPostLogoutAsync()
    {
        await session.EndAsync(HttpContext);
        return RedirectToPage("/Admin/Login");
    }

    private RedirectToPageResult Back(string done) => RedirectToPage("/Admin/Index", pageHandler: null, routeValues: new { done });
}
