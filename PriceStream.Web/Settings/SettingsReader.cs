using System.Globalization;

namespace PriceStream.Web.Settings;

/// <summary>
/// Reads settings by name, each with what is allowed, and keeps every fault, so that one message at the start names all of them
/// rather than the first. An empty value counts as absent. Any setting may be in a file of its own, named by the setting's name with _FILE.
/// </summary>
public sealed class SettingsReader(IConfiguration configuration)
{
    private readonly List<string> faults = [];
    private readonly Dictionary<string, EffectiveSetting> read = [];

    public IReadOnlyList<string> Faults => faults;

    /// <summary>What the settings are read from, for what is no setting.</summary>
    public IConfiguration Configuration => configuration;

    /// <summary>All that has been read up to now, and what nothing has read.</summary>
    public EffectiveSettings Effective => new([.. read.Values], UnknownSettings.In(configuration, read.Keys));

    /// <param name="secret">Nothing of the value is ever shown.</param>
    public string Text(string key, string fallback, bool secret = false)
    {
        var fileKey = key + SettingSecrets.FileSuffix;
        var (value, source) = Given(key, fallback);
        if (Given(fileKey, "") is { Value.Length: > 0 } file)
        {
            if (source != SettingSource.Default)
            {
                Note($"{Named(key)} and {Named(fileKey)} are both set; allowed: one of them");
            }

            var (content, fault) = SettingSecrets.Read(file.Value);
            if (fault is not null)
            {
                Note($"{Named(fileKey)} is '{file.Value}', and {fault}; allowed: a file that this process can read, with the value as its only line");
            }

            (value, source, secret) = (fault is null ? content : fallback, "file " + file.Value, true);
        }

        read[key] = new(key, source == SettingSource.Default ? fallback : SettingSecrets.Mask(value, secret), fallback, source);
        return value;
    }

    public int WholeNumber(string key, int fallback, int from, int to, Func<int, bool>? also = null, string? allowed = null)
    {
        var text = Text(key, fallback.ToString(CultureInfo.InvariantCulture));
        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            && value >= from && value <= to && also?.Invoke(value) != false)
        {
            return value;
        }

        Refuse(key, allowed ?? $"a whole number from {from} to {to}");
        return fallback;
    }

    public bool Switch(string key, bool fallback)
    {
        if (bool.TryParse(Text(key, fallback ? "true" : "false"), out var value))
        {
            return value;
        }

        Refuse(key, "true or false");
        return fallback;
    }

    public TimeSpan Duration(string key, TimeSpan fallback, TimeSpan from, TimeSpan to)
    {
        // "30" would be thirty days to TimeSpan, and never what was meant.
        var text = Text(key, fallback.ToString("c"));
        if (text.Contains(':') && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var value) && value >= from && value <= to)
        {
            return value;
        }

        Refuse(key, $"a time as hh:mm:ss from {from:c} to {to:c}");
        return fallback;
    }

    public T OneOf<T>(string key, T fallback) where T : struct, Enum
    {
        // Enum.TryParse also takes numbers; a name is what the README promises.
        var text = Text(key, fallback.ToString());
        if (Enum.TryParse<T>(text, ignoreCase: true, out var value) && Enum.GetNames<T>().Contains(text, StringComparer.OrdinalIgnoreCase))
        {
            return value;
        }

        Refuse(key, string.Join(" or ", Enum.GetNames<T>()));
        return fallback;
    }

    /// <summary>An absolute http or https address, always with a slash at its end so that relative paths append to it.</summary>
    public Uri HttpAddress(string key, string fallback)
    {
        var text = Text(key, fallback);
        if (Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri.Query.Length == 0)
        {
            return uri.AbsolutePath.EndsWith('/') ? uri : new Uri(uri.AbsoluteUri + "/");
        }

        Refuse(key, "an absolute http or https address without a query");
        return new Uri(fallback);
    }

    /// <summary>Notes a fault that the caller found itself, with the same form as all others; once, though several rooms may read the key.</summary>
    /// <param name="secret">The value may hold a password and is not shown.</param>
    public void Refuse(string key, string allowed, bool secret = false)
    {
        var fromFile = !string.IsNullOrEmpty(configuration[key + SettingSecrets.FileSuffix]);
        var value = fromFile ? $"not usable as it is in '{configuration[key + SettingSecrets.FileSuffix]}'"
            : secret ? "not usable"
            : $"'{SettingSecrets.Mask(configuration[key] ?? "", secret: false)}'";
        Note($"{Named(key)} is {value}; allowed: {allowed}");
    }

    public void ThrowIfFaulty()
    {
        if (faults.Count > 0)
        {
            throw new SettingsException(faults);
        }
    }

    private static string Named(string key) => $"{key} (environment: {key.Replace(":", "__", StringComparison.Ordinal)})";

    private (string Value, string Source) Given(string key, string fallback) => configuration[key]?.Trim() is { Length: > 0 } value
        ? (value, SettingSource.Of(configuration, key, value, fallback))
        : (fallback, SettingSource.Default);

    private void Note(string fault)
    {
        if (!faults.Contains(fault))
        {
            faults.Add(fault);
        }
    }
}
