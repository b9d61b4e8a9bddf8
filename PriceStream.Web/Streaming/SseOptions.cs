using System.ComponentModel.DataAnnotations;
using PriceStream.Web.Settings;

namespace PriceStream.Web.Streaming;

/// <summary>The settings of the Server-Sent Events stream.</summary>
[SettingsSection("Sse")]
public sealed record SseOptions : ICheckedOptions
{
    /// <summary>When false, the stream answers 404 and pages poll instead.</summary>
    [OtherName("SSE_ENABLED")]
    public bool Enabled { get; init; } = true;

    /// <summary>A stream's longest life, less up to 20 % of jitter so that streams opened together do not end together.</summary>
    [DurationRange("00:00:01", "1.00:00:00")]
    [OtherName("SSE_CONNECTION_TIMEOUT")]
    public TimeSpan ConnectionTimeout { get; init; } = TimeSpan.FromMinutes(30);

    [DurationRange("00:00:01", "01:00:00")]
    [OtherName("SSE_HEARTBEAT_INTERVAL")]
    public TimeSpan HeartbeatInterval { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The most streams at once.</summary>
    [Range(1, 1_000_000)]
    [OtherName("SSE_MAX_CLIENTS")]
    public int MaxClients { get; init; } = 10_000;

    /// <summary>The most streams at once of one client address. IPv6 addresses count by /64.</summary>
    [Range(1, 1_000_000)]
    public int MaxClientsPerAddress { get; init; } = 50;

    /// <summary>How far back a returning client is caught up.</summary>
    [DurationRange("00:00:00", "1.00:00:00")]
    public TimeSpan ReplayWindow { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>The most messages that the replay buffer keeps, whatever the window: about 200 bytes each.</summary>
    public int ReplayMessages { get; internal init; } = 100_000;

    [Milliseconds(100, 600_000)]
    [OtherName("SSE_RECONNECT_BASE_DELAY")]
    public TimeSpan ReconnectBaseDelay { get; init; } = TimeSpan.FromSeconds(1);

    [Milliseconds(100, 3_600_000)]
    [OtherName("SSE_RECONNECT_MAX_DELAY")]
    public TimeSpan ReconnectMaxDelay { get; init; } = TimeSpan.FromSeconds(30);

    public void Check(SettingsReader settings)
    {
        if (ReconnectMaxDelay < ReconnectBaseDelay)
        {
            settings.Reject("Sse:ReconnectMaxDelay", $"{MillisecondsAttribute.Allowed}, not less than Sse:ReconnectBaseDelay");
        }
    }
}
