namespace PriceStream.Web.Requests;

/// <summary>The parameter is the request header of this name.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class FromHeaderAttribute(string name) : Attribute
{
    public string Name => name;
}
