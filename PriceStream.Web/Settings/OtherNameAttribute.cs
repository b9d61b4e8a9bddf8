namespace PriceStream.Web.Settings;

/// <summary>A second key of a setting, such as <c>SSE_ENABLED</c>. It may not contradict the first.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class OtherNameAttribute(string key) : Attribute
{
    public string Key => key;
}
