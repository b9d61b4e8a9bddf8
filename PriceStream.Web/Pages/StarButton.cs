using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using PriceStream.Web.Items;

namespace PriceStream.Web.Pages;

/// <summary>
/// The star of an item: a button that adds it to the reader's own list or removes it. A page has one form for each, with the token in it;
/// the star names the form, so that rows that are drawn once for all readers need no token.
/// </summary>
internal static class StarButton
{
    /// <summary>The end of a star that is not in the list.</summary>
    public const string Off = "form=\"star\" aria-pressed=\"false\">☆</button>";

    /// <summary>The end of one that is.</summary>
    public const string On = "form=\"unstar\" aria-pressed=\"true\">★</button>";

    /// <summary>Appends the star up to its end, which is <see cref="Off"/> or <see cref="On"/>.</summary>
    public static void AppendStart(StringBuilder html, Item item) => html.Append(
        CultureInfo.InvariantCulture,
        $"""
        <button class="star" id="star-{item.ItemId}" name="watch" value="{item.ItemId}" aria-label="Watch {Encode(item.Name)}" 
        """);

    public static string Of(Item item, bool isOn)
    {
        var html = new StringBuilder();
        AppendStart(html, item);
        return html.Append(isOn ? On : Off).ToString();
    }

    /// <summary>The answer to htmx: the star as it is now, and a line about it that is empty when all is well.</summary>
    public static string Answer(Item? item, bool isOn, string note)
    {
        var star = item is null
            ? ""
            : $"""<hx-partial hx-target="#star-{item.ItemId}" hx-swap="outerMorph">{Of(item, isOn)}</hx-partial>""";
        return $"""{star}<hx-partial hx-target="#star-note" hx-swap="innerHTML">{Encode(note)}</hx-partial>""";
    }

    private static string Encode(string text) => HtmlEncoder.Default.Encode(text);
}
