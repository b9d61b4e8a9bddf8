namespace PriceStream.Web.Settings;

/// <summary>Marks a setting whose value is never shown: not in the log, not in an error message, not on a page.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SecretAttribute : Attribute;
