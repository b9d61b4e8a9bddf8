namespace PriceStream.Web.Data;

/// <summary>
/// The relay has entries that the publisher has not read, or another epoch, so the numbers of this entry would be ambiguous. Nothing was
/// written.
/// </summary>
public sealed class RelayBehindException() : Exception("the relay has entries that this instance has not read");
