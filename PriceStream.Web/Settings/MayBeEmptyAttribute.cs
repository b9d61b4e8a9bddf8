namespace PriceStream.Web.Settings;

/// <summary>Marks a setting whose empty value is a value of its own. Any other empty setting counts as absent.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class MayBeEmptyAttribute : Attribute;
