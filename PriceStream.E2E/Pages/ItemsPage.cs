using Microsoft.Playwright;
using PriceStream.E2E.Support;

namespace PriceStream.E2E.Pages;

/// <summary>The items table.</summary>
public sealed class ItemsPage(Tab tab)
{
    public ILocator Rows => tab.Page.Locator("table.items tbody tr");

    public ILocator Search => tab.Page.GetByRole(AriaRole.Searchbox);

    public ILocator Failed => tab.Page.GetByTestId("rows-failed");

    public Task GoAsync(string query = "") => tab.Page.GotoAsync(query);

    public ILocator Column(string name) => tab.Page.GetByRole(AriaRole.Columnheader, new() { Name = name });
}
