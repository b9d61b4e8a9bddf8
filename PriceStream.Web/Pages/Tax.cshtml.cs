using Microsoft.AspNetCore.Mvc.RazorPages;
using PriceStream.Web.Items;
using PriceStream.Web.Prices;
using PriceStream.Web.Requests;

namespace PriceStream.Web.Pages;

/// <summary>The rules of the Grand Exchange tax, the items without tax, and a form that says what to ask. It needs no script.</summary>
public sealed class TaxModel(GeTax tax, Catalogue catalogue, TimeProvider clock) : PageModel
{
    private readonly Dictionary<string, string> errors = [];

    /// <summary>Newest first.</summary>
    public IEnumerable<TaxRule> Rules => tax.Rules.Reverse();

    /// <summary>The rule in force.</summary>
    public TaxRule Current { get; } = tax.Now;

    /// <summary>The items without tax, by name. Those that the catalogue does not have come last, without a name.</summary>
    public IReadOnlyList<(int Id, Item? Item)> Exempt { get; private set; } = [];

    public long? Net { get; private set; }

    /// <summary>The item that the form names, found as the search finds it; null for any taxed item.</summary>
    public Item? Item { get; private set; }

    /// <summary>The lowest price to ask; null while the form is empty or wrong.</summary>
    public long? Ask => Net is { } net && errors.Count == 0 ? Current.Ask(Item?.ItemId, net) : null;

    public void OnGet()
    {
        var form = new Parameters<TaxForm>(HttpContext, emptyIsAbsent: true);
        foreach (var (name, allowed) in form.Errors)
        {
            errors[name] = "This " + allowed[0];
        }

        Net = form.Value.Net;
        if (form.Value.Item.Trim() is { Length: > 0 } text)
        {
            FindItem(text);
        }

        Exempt = [.. Current.Exempt
            .Select(id => (Id: id, Item: catalogue.Find(id)))
            .OrderBy(exempt => exempt.Item is null)
            .ThenBy(exempt => exempt.Item?.Name, StringComparer.OrdinalIgnoreCase)
            .ThenBy(exempt => exempt.Id)];
    }

    /// <summary>What is wrong with a field; null when nothing is.</summary>
    public string? ErrorOf(string field) => errors.GetValueOrDefault(field);

    /// <summary>The text in a field as it was typed.</summary>
    public string TypedIn(string field) => Request.Query[field].ToString();

    /// <summary>When a rule is in force, in words.</summary>
    public string StateOf(TaxRule rule)
    {
        if (rule == Current)
        {
            return "in force";
        }

        return rule.From > clock.GetUtcNow() ? "not yet in force" : "replaced";
    }

    private void FindItem(string text)
    {
        Item = catalogue.Names.Find(text) is [var best, ..] ? best.Item : null;
        if (Item is null)
        {
            errors.TryAdd("item", "This must be the name or the id of an item");
        }
    }
}
