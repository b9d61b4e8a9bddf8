using System.ComponentModel.DataAnnotations;
using System.Reflection;

namespace PriceStream.Web.Settings;

/// <summary>One property of an options record: its key, how its text is read, and what is allowed.</summary>
internal sealed class Setting(string section, PropertyInfo property)
{
    private readonly SettingFormat format = SettingFormats.Of(property);

    public string Key { get; } = $"{section}:{property.Name}";

    /// <summary>A second key with the same meaning; null for most settings.</summary>
    public string? OtherKey => property.GetCustomAttribute<OtherNameAttribute>(inherit: false)?.Key;

    // Attributes are read only when needed, because most settings keep their defaults, which are not checked.
    public bool IsSecret => property.IsDefined(typeof(SecretAttribute), inherit: false);

    public bool MayBeEmpty => property.IsDefined(typeof(MayBeEmptyAttribute), inherit: false);

    /// <summary>Completes the sentence "allowed: …".</summary>
    public string Allowed => Rule switch
    {
        null => format.Allowed,
        { ErrorMessage: { } message } => message,
        RangeAttribute range => $"a whole number from {range.Minimum} to {range.Maximum}",
        _ => throw new NotSupportedException($"The rule of {Key} has no ErrorMessage that says what is allowed."),
    };

    private ValidationAttribute? Rule => property.GetCustomAttribute<ValidationAttribute>(inherit: false);

    /// <summary>The settings of an options record, in the order of its properties.</summary>
    public static IEnumerable<Setting> In(Type options)
    {
        var section = options.GetCustomAttribute<SettingsSectionAttribute>()?.Name
            ?? throw new NotSupportedException($"{options} has no [SettingsSection].");
        return options.GetProperties()
            .Where(property => property.SetMethod is { IsPublic: true })
            .Select(property => new Setting(section, property));
    }

    /// <summary>The value in these options, as text.</summary>
    public string TextIn(object options) => format.Write(property.GetValue(options)!);

    /// <summary>Whether two texts stand for one value. A text that is not allowed stands for nothing.</summary>
    public bool IsSame(string one, string other) =>
        format.Parse(one) is { } value && format.Parse(other) is { } otherValue && format.Write(value) == format.Write(otherValue);

    /// <summary>Stores the value that the text stands for.</summary>
    /// <returns>False, and nothing is stored, when the text is not allowed.</returns>
    public bool TryStore(object options, string text)
    {
        if (format.Parse(text) is not { } value || Rule?.IsValid(value) == false)
        {
            return false;
        }

        property.SetValue(options, value);
        return true;
    }
}
