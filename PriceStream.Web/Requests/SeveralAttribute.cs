namespace PriceStream.Web.Requests;

/// <summary>The parameter takes several of the allowed names, separated by commas.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SeveralAttribute : Attribute;
