namespace PriceStream.Web.Settings;

/// <summary>The configuration cannot be used. The message lists every error: the key, its value and what is allowed.</summary>
public sealed class SettingsException(IReadOnlyList<string> errors) : Exception(Describe(errors))
{
    public IReadOnlyList<string> Errors { get; } = errors;

    private static string Describe(IReadOnlyList<string> errors) =>
        $"The configuration has {errors.Count} error{(errors.Count == 1 ? "" : "s")}:\n"
        + string.Join('\n', errors.Select(error => "  - " + error));
}
