namespace PriceStream.Web.History;

/// <summary>
/// Returns the stream's newest event id. A history carries the id that its numbers include, so that a page can continue from there.
/// The room that publishes prices registers it.
/// </summary>
public delegate string LastEventId();
