namespace PriceStream.Web.Hosting;

/// <summary>The arguments of a command.</summary>
/// <param name="Argument">Null when it was left out.</param>
/// <param name="Settings">The other arguments, which the host reads as configuration.</param>
public sealed record CommandCall(string? Argument, string[] Settings);
