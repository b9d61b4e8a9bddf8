namespace PriceStream.Web.Data;

/// <summary>Another instance has taken over the lease, so this one may not write. Nothing was written.</summary>
public sealed class LeaseLostException() : Exception("another instance has taken over");
