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
}
