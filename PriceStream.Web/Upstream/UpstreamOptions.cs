using System.ComponentModel.DataAnnotations;
using PriceStream.Web.Settings;

namespace PriceStream.Web.Upstream;

/// <summary>Where prices come from, and how often they are fetched.</summary>
[SettingsSection("Upstream")]
public sealed record UpstreamOptions : ICheckedOptions
{
    private const string PollSecondsAllowed = "1 to 59, or a multiple of 60 up to 86400";

    private static readonly Uri Wiki = new("https://prices.runescape.wiki/api/v1/osrs/");

    public UpstreamMode Mode { get; init; } = UpstreamMode.Live;

    /// <summary>Any server that speaks the same API. Ends with a slash.</summary>
    public Uri BaseAddress { get; init; } = Wiki;

    /// <summary>The version of the API to speak.</summary>
    public UpstreamApi Api { get; init; } = UpstreamApi.Auto;

    /// <summary>An e-mail address or URL for the User-Agent, so that the owner of the API can reach the owner of this site.</summary>
    [RegularExpression(@"[ -'*-Z\[\]-~]{0,200}", ErrorMessage = "up to 200 plain ASCII characters without brackets or backslashes")]
    public string Contact { get; init; } = "";

    /// <summary>Seconds between two polls: 1 to 59, or a multiple of 60.</summary>
    [Range(1, 86_400, ErrorMessage = PollSecondsAllowed)]
    public int PollSeconds { get; init; } = 60;

    /// <summary>How many days of daily windows of all items are fetched at first, one request each; 0: none.</summary>
    [Range(0, 365)]
    public int BackfillDays { get; init; } = 365;

    /// <summary>The demo market's seed. The same seed makes the same market.</summary>
    [Range(0, int.MaxValue)]
    public int Seed { get; init; } = 1;

    /// <summary>The longest response that is read, decompressed. The largest real one, the catalogue, is about 1 MiB.</summary>
    public int MaxAnswerBytes { get; internal init; } = 16 << 20;

    private bool IsWiki => Mode == UpstreamMode.Live && BaseAddress.Host == Wiki.Host;

    public void Check(SettingsReader settings)
    {
        if (PollSeconds > 59 && PollSeconds % 60 != 0)
        {
            settings.Reject("Upstream:PollSeconds", PollSecondsAllowed);
        }

        // The wiki asks for it: https://oldschool.runescape.wiki/w/RuneScape:Real-time_Prices
        string[] keys = ["Upstream:Mode", "Upstream:BaseAddress", "Upstream:Contact"];
        if (IsWiki && Contact.Length == 0 && !keys.Any(settings.IsRejected))
        {
            settings.Reject("Upstream:Contact", "an e-mail address or URL, which the OSRS Wiki asks for in the User-Agent of every caller");
        }
    }
}
