using System.ComponentModel.DataAnnotations;
using PriceStream.Web.Settings;

namespace PriceStream.Web.Hosting;

/// <summary>How often one client may call the JSON API.</summary>
[SettingsSection("Api")]
public sealed record LimitOptions
{
    /// <summary>Calls a minute and client address; 0 for no limit.</summary>
    [Range(0, 10_000_000)]
    public int PermitsPerMinute { get; init; } = 12_000;

    /// <summary>The calls that are restored each <see cref="Period"/>: a second's share, and at least one.</summary>
    public int TokensPerPeriod => Math.Max(1, PermitsPerMinute / 60);

    public TimeSpan Period => TimeSpan.FromMinutes(1) * TokensPerPeriod / PermitsPerMinute;
}
