using Microsoft.Playwright;
using PriceStream.E2E.Support;

namespace PriceStream.E2E.Pages;

/// <summary>The page of the reader's own list.</summary>
public sealed class WatchPage(Tab tab)
{
    public ILocator Items => tab.Page.GetByTestId("own-item");

    /// <summary>The star of an item, on any page.</summary>
    public static ILocator Star(Tab tab, int item) => tab.Page.Locator($"button[name=watch][value='{item}']");

    public Task OpenAsync() => tab.Page.GotoAsync("watch");

    /// <param name="way">up or down.</param>
    public ILocator Move(int item, string way) => tab.Page.Locator($"button[name={way}][value='{item}']");

    /// <param name="name">Such as ids.</param>
    public ILocator Export(string name) => tab.Page.GetByTestId($"export-{name}");

    public async Task ImportAsync(string text)
    {
        var form = tab.Page.GetByTestId("import");
        await form.Locator("textarea").FillAsync(text);
        await form.GetByRole(AriaRole.Button, new() { Name = "Look at it first" }).ClickAsync();
    }

    /// <summary>Replaces the list by what has just been imported.</summary>
    public Task ReplaceAsync() => tab.Page.GetByRole(AriaRole.Button, new() { Name = "Replace my list" }).ClickAsync();

    public async Task ImportAndReplaceAsync(string text)
    {
        await ImportAsync(text);
        await ReplaceAsync();
    }

    /// <summary>Lists that this browser keeps beside the one in use.</summary>
    public ILocator Saved => tab.Page.GetByTestId("saved").GetByRole(AriaRole.Listitem);

    /// <summary>Keeps the list in use under a name.</summary>
    public async Task KeepAsync(string name)
    {
        await tab.Page.GetByLabel("Keep the list above as").FillAsync(name);
        await tab.Page.GetByRole(AriaRole.Button, new() { Name = "Keep it" }).ClickAsync();
    }

    public Task UseAsync(string name) => tab.Page.GetByRole(AriaRole.Button, new() { Name = $"Use {name}" }).ClickAsync();

    public Task DeleteAsync(string name) => tab.Page.GetByRole(AriaRole.Button, new() { Name = $"Delete {name}" }).ClickAsync();
}
