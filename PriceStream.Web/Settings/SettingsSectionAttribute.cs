namespace PriceStream.Web.Settings;

/// <summary>
/// Names the configuration section that a record is bound from. Every property with a public <c>init</c> accessor is a setting of
/// that section, and its initialiser is the default.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class SettingsSectionAttribute(string name) : Attribute
{
    public string Name => name;
}
