namespace PriceStream.Web.Requests;

/// <summary>The parameter is a part of the path. Without this attribute, a parameter comes from the query string.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class FromPathAttribute : Attribute;
