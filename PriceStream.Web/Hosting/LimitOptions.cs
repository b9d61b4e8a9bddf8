using PriceStream.Web.Settings;

namespace PriceStream.Web.Hosting;

/// <param name="PermitsPerMinute">Calls of the JSON API a minute and address; 0 for no limit.</param>
public sealed record LimitOptions(int PermitsPerMinute)
{
    /// <summary>Calls come back a few at a time, at least one.</summary>
    public int TokensPerPeriod => Math.Max(1, PermitsPerMinute / 60);

    public TimeSpan Period => TimeSpan.FromMinutes(1) * TokensPerPeriod / PermitsPerMinute;

    public static LimitOptions Read(SettingsReader settings) => new(settings.WholeNumber("Api:PermitsPerMinute", 12_000, 0, 10_000_000));
}
