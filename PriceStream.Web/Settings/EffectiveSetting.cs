namespace PriceStream.Web.Settings;

/// <summary>One setting as this process uses it.</summary>
/// <param name="Key">Such as <c>Sse:MaxClients</c>.</param>
/// <param name="Value">The text as it was set; a secret, or a password inside the text, is <c>***</c>.</param>
/// <param name="Default">The text of the default.</param>
/// <param name="Source"><c>default</c>, <c>environment</c>, <c>command line</c>, or the name of a file.</param>
public sealed record EffectiveSetting(string Key, string Value, string Default, string Source)
{
    public bool IsDefault => Source == SettingSource.Default;

    /// <summary>The key as an environment variable.</summary>
    public string EnvironmentKey => InEnvironment(Key);

    internal static string InEnvironment(string key) => key.Replace(":", "__", StringComparison.Ordinal);
}
