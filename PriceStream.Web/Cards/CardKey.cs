using PriceStream.Web.History;

namespace PriceStream.Web.Cards;

/// <summary>Which card it is, whatever the time.</summary>
public sealed record CardKey(int ItemId, ChartPeriod Period);
