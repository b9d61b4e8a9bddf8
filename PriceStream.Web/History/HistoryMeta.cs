namespace PriceStream.Web.History;

/// <summary>What the rows of a history are.</summary>
/// <param name="ItemId">The item's id in the game.</param>
/// <param name="Period">The period asked for.</param>
/// <param name="TimestepSeconds">The width of a bucket in seconds.</param>
/// <param name="Sampled">True for one row per bucket, false for every stored row.</param>
/// <param name="Count">How many rows there are.</param>
/// <param name="FirstTimestamp">The time of the oldest row; null when there is none.</param>
/// <param name="LastTimestamp">The time of the newest row; null when there is none.</param>
/// <param name="LastEventId">The id of the newest stream event that the rows include. The stream continues after it with after=ID.</param>
public sealed record HistoryMeta(
    int ItemId,
    string Period,
    int TimestepSeconds,
    bool Sampled,
    int Count,
    DateTime? FirstTimestamp,
    DateTime? LastTimestamp,
    string LastEventId);
