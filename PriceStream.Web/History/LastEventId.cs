namespace PriceStream.Web.History;

/// <summary>
/// Returns the stream's newest event id. A history carries the id that its numbers stand for, so that a page can go on from there.
/// The room that publishes prices registers it.
/// </summary>
public delegate string LastEventId();
