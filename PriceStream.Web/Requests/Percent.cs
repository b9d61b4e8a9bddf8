namespace PriceStream.Web.Requests;

/// <summary>A percentage in a request, in hundredths of a percent.</summary>
public readonly record struct Percent(long Hundredths);
