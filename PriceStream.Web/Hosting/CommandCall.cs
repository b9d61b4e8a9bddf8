namespace PriceStream.Web.Hosting;

/// <summary>What a command was called with.</summary>
/// <param name="Argument">Null when it was left out.</param>
/// <param name="Settings">The other arguments, which the host reads as configuration.</param>
public sealed record CommandCall(string? Argument, string[] Settings);
