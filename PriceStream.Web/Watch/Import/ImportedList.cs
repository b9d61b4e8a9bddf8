namespace PriceStream.Web.Watch.Import;

/// <summary>A text as a list, before its entries are looked up.</summary>
/// <param name="Format">What the text is, in words.</param>
/// <param name="Name">What the list is called there; empty for no name.</param>
/// <param name="Note">What the reader should know; null for nothing.</param>
internal sealed record ImportedList(string Format, string Name, IEnumerable<ImportedEntry> Entries, string? Note = null);
