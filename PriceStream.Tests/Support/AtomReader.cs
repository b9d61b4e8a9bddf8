using System.Globalization;
using System.Net;
using System.Xml.Linq;

namespace PriceStream.Tests.Support;

/// <summary>Reads the site's feeds.</summary>
internal static class AtomReader
{
    public static readonly XNamespace Atom = "http://www.w3.org/2005/Atom";

    public static async Task<XElement> GetFeedAsync(this HttpClient http, string path)
    {
        using var answer = await http.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal((HttpStatusCode.OK, "application/atom+xml"), (answer.StatusCode, answer.Content.Headers.ContentType!.MediaType));
        return XElement.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    public static IReadOnlyList<XElement> Entries(this XElement feed) => [.. feed.Elements(Atom + "entry")];

    public static IEnumerable<string> EntryIds(this XElement feed) => feed.Entries().Select(entry => entry.TextOf("id"));

    public static string TextOf(this XElement element, string name) => element.Element(Atom + name)!.Value;

    public static DateTimeOffset Updated(this XElement element) =>
        DateTimeOffset.Parse(element.TextOf("updated"), CultureInfo.InvariantCulture);

    /// <summary>The address of its only link of that kind.</summary>
    public static string LinkOf(this XElement element, string relation) =>
        (string)element.Elements(Atom + "link").Single(link => (string)link.Attribute("rel")! == relation).Attribute("href")!;
}
