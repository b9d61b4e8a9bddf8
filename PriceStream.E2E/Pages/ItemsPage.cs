using Microsoft.Playwright;
using PriceStream.E2E.Support;

namespace PriceStream.E2E.Pages;

/// <summary>The table of items.</summary>
public sealed class ItemsPage(Tab tab)
{
    public ILocator Rows => tab.Page.GetByTestId("item-row");

    /// <summary>The search box, which the pages of single items have too.</summary>
    public ILocator Search => tab.Page.GetByTestId("search");

    /// <summary>The notice that a search has failed.</summary>
    public ILocator SearchFailure => tab.Page.GetByTestId("rows-failed");

    /// <summary>The notice that the catalogue has not arrived yet.</summary>
    public ILocator WaitingForCatalogue => tab.Page.GetByTestId("waiting");

    /// <param name="query">The part of the address from the question mark on, such as <c>?search=whip</c>.</param>
    public Task OpenAsync(string query = "") => tab.Page.GotoAsync(query);

    public ILocator Row(int item) => Rows.Filter(new() { Has = tab.Page.Locator($"[data-item=\"{item}\"]") });

    /// <param name="name">Its text, such as Margin.</param>
    public ILocator Column(string name) => tab.Page.GetByRole(AriaRole.Columnheader, new() { Name = name });

    /// <summary>Sorts by that column, or turns the order round if the rows are already sorted by it.</summary>
    public Task SortByAsync(string column) => Column(column).GetByRole(AriaRole.Link).ClickAsync();
}
