namespace PriceStream.Web.Settings;

/// <summary>What this process runs with, to be shown to whoever runs it: no secret is in it.</summary>
/// <param name="Unknown">Keys that nothing reads, each with what was probably meant.</param>
public sealed partial record EffectiveSettings(IReadOnlyList<EffectiveSetting> All, IReadOnlyList<string> Unknown)
{
    /// <summary>A line for each setting that somebody has set, one for all that nobody has, and a warning for each key that means nothing.</summary>
    public void Log(ILogger logger)
    {
        foreach (var setting in All.Where(setting => !setting.IsDefault))
        {
            Set(logger, setting.Key, setting.Value, setting.Source);
        }

        var defaults = string.Join(", ", All.Where(setting => setting.IsDefault).Select(setting => $"{setting.Key} = '{setting.Value}'"));
        Defaults(logger, defaults);
        foreach (var key in Unknown)
        {
            Meaningless(logger, key);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Setting {Key} = '{Value}' ({Source})")]
    private static partial void Set(ILogger logger, string key, string value, string source);

    [LoggerMessage(Level = LogLevel.Information, Message = "Settings by default: {Settings}")]
    private static partial void Defaults(ILogger logger, string settings);

    [LoggerMessage(Level = LogLevel.Warning, Message = "No setting has this name: {Key}")]
    private static partial void Meaningless(ILogger logger, string key);
}
