namespace PriceStream.Web.Data.Recovery;

/// <summary>Whether several processes may serve one database.</summary>
/// <param name="MayShare">A relay connects the instances, so only one of them polls and all have the same stream.</param>
public sealed record InstancePolicy(bool MayShare);
