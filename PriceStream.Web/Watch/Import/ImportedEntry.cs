namespace PriceStream.Web.Watch.Import;

/// <summary>One entry of a text to import, before it is looked up.</summary>
/// <param name="Text">The name, or whatever the text has in its place.</param>
/// <param name="Id">Null where the text has only a name.</param>
/// <param name="IsOfGame">Whether the game itself has the item, so that a missing one is not tradeable.</param>
internal readonly record struct ImportedEntry(string Text, int? Id, bool IsOfGame = false);
