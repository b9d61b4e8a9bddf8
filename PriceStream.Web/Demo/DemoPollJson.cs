namespace PriceStream.Web.Demo;

/// <summary>The result of a step's poll.</summary>
/// <param name="Reason">Why it failed, human-readable; null when it succeeded.</param>
/// <param name="LastEventId">The newest id of the stream, after everything that the poll published.</param>
public sealed record DemoPollJson(bool Ok, string? Reason, string LastEventId);
