using PriceStream.Web.Settings;

namespace PriceStream.Web.Demo;

/// <summary>How the demo market starts.</summary>
[SettingsSection("Demo")]
public sealed record DemoOptions
{
    /// <summary>Whether the market's time stands still from the start, and nothing is polled until a tester steps it.</summary>
    public bool Manual { get; init; }
}
