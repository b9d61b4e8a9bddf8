using System.Globalization;
using System.Net;
using System.Reflection;

namespace PriceStream.Web.Settings;

/// <summary>The types that a setting can have.</summary>
internal static class SettingFormats
{
    private static readonly SettingFormat Text = new("text", text => text, value => (string)value);

    private static readonly SettingFormat TrueOrFalse = new(
        "true or false",
        text => bool.TryParse(text, out var value) ? value : null,
        value => value is true ? "true" : "false");

    private static readonly SettingFormat WholeNumber = new(
        "a whole number",
        text => ParseNumber(text),
        value => ((int)value).ToString(CultureInfo.InvariantCulture));

    private static readonly SettingFormat Milliseconds = new(
        MillisecondsAttribute.Allowed,
        text => ParseNumber(text) is { } number ? TimeSpan.FromMilliseconds(number) : Duration.Parse(text),
        value => ((TimeSpan)value).TotalMilliseconds.ToString(CultureInfo.InvariantCulture));

    private static readonly SettingFormat TimeInterval = new(
        Duration.Allowed,
        text => Duration.Parse(text),
        value => ((TimeSpan)value).ToString("c"));

    private static readonly SettingFormat HttpAddress = new(
        "an absolute http or https address without a query",
        ParseHttpAddress,
        value => ((Uri)value).AbsoluteUri);

    private static readonly Dictionary<Type, SettingFormat> ByType = new()
    {
        [typeof(string)] = Text,
        [typeof(bool)] = TrueOrFalse,
        [typeof(int)] = WholeNumber,
        [typeof(TimeSpan)] = TimeInterval,
        [typeof(Uri)] = HttpAddress,
        [typeof(IReadOnlyList<string>)] = ListOf<string>("values separated by commas", text => text),
        [typeof(IReadOnlyList<IPNetwork>)] = ListOf<IPNetwork>(
            "addresses and networks such as '127.0.0.1, 172.18.0.0/16, fd00::/8', separated by commas", ParseNetwork),
    };

    /// <exception cref="NotSupportedException">No setting can have the property's type.</exception>
    public static SettingFormat Of(PropertyInfo property)
    {
        if (property.PropertyType.IsEnum)
        {
            return NameIn(property.PropertyType);
        }

        if (property.PropertyType == typeof(TimeSpan) && property.IsDefined(typeof(MillisecondsAttribute), inherit: false))
        {
            return Milliseconds;
        }

        return ByType.GetValueOrDefault(property.PropertyType)
            ?? throw new NotSupportedException($"{property.DeclaringType}.{property.Name} has a type that no setting can have.");
    }

    // Enum.TryParse also accepts numbers; only names are documented.
    private static SettingFormat NameIn(Type type)
    {
        var names = Enum.GetNames(type);
        return new(
            string.Join(" or ", names),
            text => names.Contains(text, StringComparer.OrdinalIgnoreCase) ? Enum.Parse(type, text, ignoreCase: true) : null,
            value => value.ToString()!);
    }

    private static SettingFormat ListOf<T>(string allowed, Func<string, object?> parse)
    {
        return new(allowed, Parse, value => string.Join(',', (IReadOnlyList<T>)value));

        object? Parse(string text)
        {
            var parts = text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            var values = parts.Select(parse).OfType<T>().ToArray();
            return values.Length == parts.Length ? values : null;
        }
    }

    private static int? ParseNumber(string text) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) ? value : null;

    // The address always ends with a slash, so that relative paths append to it.
    private static Uri? ParseHttpAddress(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https") || uri.Query.Length > 0)
        {
            return null;
        }

        return uri.AbsolutePath.EndsWith('/') ? uri : new Uri(uri.AbsoluteUri + "/");
    }

    // An address alone is a network of one. IPAddress also accepts "7", as 0.0.0.7.
    private static object? ParseNetwork(string text)
    {
        if (IPNetwork.TryParse(text, out var network))
        {
            return network;
        }

        return IPAddress.TryParse(text, out var address) && text.AsSpan().ContainsAny('.', ':')
            ? new IPNetwork(address, address.GetAddressBytes().Length * 8)
            : null;
    }
}
