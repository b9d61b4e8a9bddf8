namespace PriceStream.Web.Settings;

/// <summary>The configuration of this process for the log and the administrator's page, without secrets.</summary>
/// <param name="Unknown">Keys that nothing reads, each with the setting that was probably meant.</param>
public sealed partial record EffectiveSettings(IReadOnlyList<EffectiveSetting> All, IReadOnlyList<string> Unknown)
{
    /// <summary>Logs a line for each configured setting, one line for all defaults, and a warning for each unknown key.</summary>
    public void Log(ILogger logger)
    {
        foreach (var setting in All.Where(setting => !setting.IsDefault))
        {
            Changed(logger, setting.Key, setting.Value, setting.Source);
        }

        var defaults = string.Join(", ", All.Where(setting => setting.IsDefault).Select(setting => $"{setting.Key} = '{setting.Value}'"));
        Defaults(logger, defaults);
        foreach (var key in Unknown)
        {
            UnknownKey(logger, key);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Setting {Key} = '{Value}' ({Source})")]
    private static partial void Changed(ILogger logger, string key, string value, string source);

    [LoggerMessage(Level = LogLevel.Information, Message = "Settings at their defaults: {Settings}")]
    private static partial void Defaults(ILogger logger, string settings);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Unknown setting: {Key}")]
    private static partial void UnknownKey(ILogger logger, string key);
}
