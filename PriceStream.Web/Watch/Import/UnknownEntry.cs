using PriceStream.Web.Items;

namespace PriceStream.Web.Watch.Import;

/// <summary>An entry that is no item of the catalogue.</summary>
/// <param name="Text">As it stands in the text.</param>
/// <param name="Nearest">What may have been meant, the most likely first; empty when nothing is near.</param>
/// <param name="IsNote">Whether the id is probably that of the bank note, whose item has the id before it.</param>
public sealed record UnknownEntry(string Text, IReadOnlyList<Item> Nearest, bool IsNote);
