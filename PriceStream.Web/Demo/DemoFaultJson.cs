namespace PriceStream.Web.Demo;

/// <summary>A simulated fault, as the control surface reads and writes it.</summary>
/// <param name="Count">How many requests it still meets; null for all.</param>
/// <param name="Ms">How long an answer takes, in milliseconds.</param>
public sealed record DemoFaultJson(string Fault, string? Path, int? Count, int? Ms);
