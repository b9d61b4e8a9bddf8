namespace PriceStream.Web.Settings;

/// <summary>One setting as this process has it.</summary>
/// <param name="Key">Such as <c>Sse:MaxClients</c>.</param>
/// <param name="Value">As given; a secret, and a password inside it, as <c>***</c>.</param>
/// <param name="Default">What it would be if nobody had set it.</param>
/// <param name="Source"><c>default</c>, <c>environment</c>, <c>command line</c>, or the file that it comes from.</param>
public sealed record EffectiveSetting(string Key, string Value, string Default, string Source)
{
    public bool IsDefault => Source == SettingSource.Default;

    /// <summary>The key as an environment variable.</summary>
    public string EnvironmentKey => Key.Replace(":", "__", StringComparison.Ordinal);
}
