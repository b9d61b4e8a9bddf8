using PriceStream.Web.Settings;

namespace PriceStream.Web.Streaming;

/// <summary>How the Server-Sent Events stream behaves.</summary>
public sealed record SseOptions
{
    /// <summary>Off: the stream answers 404 and pages poll instead.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>A stream's longest life, less up to 20 % of jitter so that streams opened together do not end together.</summary>
    public TimeSpan ConnectionTimeout { get; init; } = TimeSpan.FromMinutes(30);

    public TimeSpan HeartbeatInterval { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Streams at once.</summary>
    public int MaxClients { get; init; } = 10_000;

    /// <summary>Streams at once of one client address; IPv6 counted by /64.</summary>
    public int MaxClientsPerAddress { get; init; } = 50;

    /// <summary>How far back a returning client is caught up.</summary>
    public TimeSpan ReplayWindow { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>How many messages the log keeps at most, whatever the window: about 200 bytes each.</summary>
    public int ReplayMessages { get; init; } = 100_000;

    public TimeSpan ReconnectBaseDelay { get; init; } = TimeSpan.FromSeconds(1);
    public TimeSpan ReconnectMaxDelay { get; init; } = TimeSpan.FromSeconds(30);

    public static SseOptions Read(SettingsReader settings)
    {
        var second = TimeSpan.FromSeconds(1);
        var day = TimeSpan.FromDays(1);
        var options = new SseOptions
        {
            Enabled = settings.Switch("Sse:Enabled", true),
            ConnectionTimeout = settings.Duration("Sse:ConnectionTimeout", TimeSpan.FromMinutes(30), second, day),
            HeartbeatInterval = settings.Duration("Sse:HeartbeatInterval", TimeSpan.FromSeconds(30), second, TimeSpan.FromHours(1)),
            MaxClients = settings.WholeNumber("Sse:MaxClients", 10_000, 1, 1_000_000),
            MaxClientsPerAddress = settings.WholeNumber("Sse:MaxClientsPerAddress", 50, 1, 1_000_000),
            ReplayWindow = settings.Duration("Sse:ReplayWindow", TimeSpan.FromMinutes(15), TimeSpan.Zero, day),
            ReconnectBaseDelay = TimeSpan.FromMilliseconds(settings.WholeNumber("Sse:ReconnectBaseDelay", 1000, 100, 600_000)),
            ReconnectMaxDelay = TimeSpan.FromMilliseconds(settings.WholeNumber("Sse:ReconnectMaxDelay", 30_000, 100, 3_600_000)),
        };
        if (options.ReconnectMaxDelay < options.ReconnectBaseDelay)
        {
            settings.Refuse("Sse:ReconnectMaxDelay", "milliseconds, not less than Sse:ReconnectBaseDelay");
        }

        return options;
    }
}
