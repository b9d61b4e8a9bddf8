namespace PriceStream.Web.Requests;

/// <summary>Allows a percentage to be negative.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SignedAttribute : Attribute;
