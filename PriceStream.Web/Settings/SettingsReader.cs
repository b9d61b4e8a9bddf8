namespace PriceStream.Web.Settings;

/// <summary>
/// Binds options records to the configuration and collects every error, so that one message at the start lists all of them. An empty
/// value counts as absent, except for a setting that may be empty. Any setting may be in a file of its own, whose path is in the
/// setting's name plus <c>_FILE</c>. Some settings have a second name.
/// </summary>
public sealed class SettingsReader(IConfiguration configuration)
{
    private readonly List<string> errors = [];
    private readonly HashSet<string> rejected = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, EffectiveSetting> read = [];
    private readonly HashSet<string> otherKeys = new(StringComparer.OrdinalIgnoreCase);

    // By the setting's own key, the second name under which it was set.
    private readonly Dictionary<string, string> usedNames = new(StringComparer.OrdinalIgnoreCase);

    public IReadOnlyList<string> Errors => errors;

    /// <summary>Every setting that has been bound so far, and every configured key that is none of them.</summary>
    public EffectiveSettings Effective => new([.. read.Values], UnknownSettings.In(configuration, [.. read.Keys, .. otherKeys]));

    /// <summary>
    /// Returns a record with the values of its <see cref="SettingsSectionAttribute">section</see>. A setting that is absent or wrong
    /// keeps its default; a wrong one is among the <see cref="Errors"/>.
    /// </summary>
    public T Bind<T>() where T : class, new()
    {
        var options = new T();
        foreach (var setting in Setting.In(typeof(T)))
        {
            Bind(setting, options);
        }

        (options as ICheckedOptions)?.Check(this);
        return options;
    }

    /// <summary>The text of a setting that another room, or the framework, owns; empty when it is absent.</summary>
    public string Peek(string key) => Find(key, "").Text;

    /// <summary>Reports a value that cannot be used. Two rooms may report the same one; it is listed once.</summary>
    /// <param name="allowed">Completes the sentence "allowed: …".</param>
    /// <param name="secret">Keeps the value out of the message.</param>
    public void Reject(string key, string allowed, bool secret = false)
    {
        rejected.Add(key);
        var used = usedNames.GetValueOrDefault(key, key);
        AddError($"{Name(used)} is {Describe(used, secret)}; allowed: {allowed}");
    }

    /// <summary>Whether the value has been rejected, and the default stands in for it.</summary>
    public bool IsRejected(string key) => rejected.Contains(key);

    /// <exception cref="SettingsException">There are errors.</exception>
    public void ThrowIfInvalid()
    {
        if (errors.Count > 0)
        {
            throw new SettingsException(errors);
        }
    }

    private void Bind(Setting setting, object options)
    {
        var initial = setting.TextIn(options);
        var (text, source, isFromFile) = FindByEitherName(setting, initial);
        var isDefault = source == SettingSource.Default;
        var shown = isDefault ? initial : SettingSecrets.Mask(text, isFromFile || setting.IsSecret);
        read[setting.Key] = new(setting.Key, shown, initial, source);
        if (text != initial && !setting.TryStore(options, text))
        {
            Reject(setting.Key, setting.Allowed, setting.IsSecret);
        }
    }

    private (string Text, string Source, bool IsFromFile) FindByEitherName(Setting setting, string initial)
    {
        var own = Find(setting.Key, initial, setting.MayBeEmpty);
        if (setting.OtherKey is not { } otherKey)
        {
            return own;
        }

        otherKeys.Add(otherKey);
        var other = Find(otherKey, initial);
        if (other.Source == SettingSource.Default)
        {
            return own;
        }

        if (own.Source == SettingSource.Default)
        {
            usedNames[setting.Key] = otherKey;
            return (other.Text, $"{other.Source}, as {otherKey}", other.IsFromFile);
        }

        if (!setting.IsSame(own.Text, other.Text))
        {
            AddError($"{Name(setting.Key)} is {Describe(setting.Key, setting.IsSecret)}, but {Name(otherKey)} is "
                + $"{Describe(otherKey, setting.IsSecret)}; allowed: one of them, or the same value for both");
        }

        return own;
    }

    private (string Text, string Source, bool IsFromFile) Find(string key, string initial, bool mayBeEmpty = false)
    {
        var (text, source) = FindInConfiguration(key, initial, mayBeEmpty);
        var fileKey = key + SettingSecrets.FileSuffix;
        var path = FindInConfiguration(fileKey, "").Text;
        if (path.Length == 0)
        {
            return (text, source, false);
        }

        if (source != SettingSource.Default)
        {
            AddError($"{Name(key)} and {Name(fileKey)} are both set; allowed: one of them");
        }

        var (content, error) = SettingSecrets.Read(path);
        if (error is not null)
        {
            rejected.Add(key);
            AddError($"{Name(fileKey)} is '{path}', and {error}; "
                + "allowed: a file that this process can read, with the value as its only line");
        }

        return (error is null ? content : initial, "file " + path, true);
    }

    private (string Text, string Source) FindInConfiguration(string key, string initial, bool mayBeEmpty = false)
    {
        var text = configuration[key]?.Trim();
        var isAbsent = mayBeEmpty ? text is null : string.IsNullOrEmpty(text);
        return isAbsent ? (initial, SettingSource.Default) : (text!, SettingSource.Of(configuration, key, text!, initial));
    }

    private string Describe(string key, bool isSecret)
    {
        if (configuration[key + SettingSecrets.FileSuffix] is { Length: > 0 } path)
        {
            return $"not usable as it is in '{path}'";
        }

        return isSecret ? "not usable" : $"'{SettingSecrets.Mask(configuration[key] ?? "", isSecret: false)}'";
    }

    private static string Name(string key) =>
        key.Contains(':') ? $"{key} (environment: {EffectiveSetting.InEnvironment(key)})" : key;

    private void AddError(string error)
    {
        if (!errors.Contains(error))
        {
            errors.Add(error);
        }
    }
}
