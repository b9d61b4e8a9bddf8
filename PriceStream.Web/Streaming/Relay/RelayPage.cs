namespace PriceStream.Web.Streaming.Relay;

/// <summary>Entries of the log that the instances share.</summary>
/// <param name="Position">Where the next page starts.</param>
/// <param name="IsLast">Whether nothing follows for now.</param>
internal readonly record struct RelayPage(IReadOnlyList<RelayEntry> Entries, string? Position, bool IsLast);
