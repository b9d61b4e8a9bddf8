namespace PriceStream.Web.History;

/// <summary>
/// Returns the profit of buying one item at low and selling it at high, after the tax at a Unix second; null where there is none.
/// The room that knows the tax registers it.
/// </summary>
public delegate long? MarginAt(int itemId, long second, long? high, long? low);
