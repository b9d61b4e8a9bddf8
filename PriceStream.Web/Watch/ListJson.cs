namespace PriceStream.Web.Watch;

/// <summary>One list of our own JSON.</summary>
internal sealed record ListJson(string Name, IReadOnlyList<int> Items);
