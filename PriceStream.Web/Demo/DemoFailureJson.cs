namespace PriceStream.Web.Demo;

/// <summary>A simulated failure as the control surface returns it.</summary>
/// <param name="Count">How many more requests it affects; null for no limit.</param>
/// <param name="Ms">How long a response takes, in milliseconds.</param>
public sealed record DemoFailureJson(string Fault, string? Path, int? Count, int? Ms);
