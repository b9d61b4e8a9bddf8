namespace PriceStream.Web.Requests;

/// <summary>The parameter has this name in the query string. Without this attribute, it is the property's name in snake_case.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class FromQueryAttribute(string name) : Attribute
{
    public string Name => name;
}
