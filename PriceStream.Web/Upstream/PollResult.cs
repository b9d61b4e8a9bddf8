
namespace PriceStream.Web.Upstream;

/// <summary>The result of a poll.</summary>
/// <param name="Reason">Why it failed, human-readable; null when it succeeded.</param>
/// <param name="LastEventId">The newest id of the stream after it.</param>
public sealed record PollResult(bool Succeeded, string? Reason, string LastEventId);
