using PriceStream.Web.Settings;

namespace PriceStream.Web.Upstream;

/// <summary>How the price source is asked.</summary>
public sealed record UpstreamOptions
{
    public const string RealSource = "https://prices.runescape.wiki/api/v1/osrs/";

    public UpstreamMode Mode { get; init; } = UpstreamMode.Live;
    public Uri BaseAddress { get; init; } = new(RealSource);

    /// <summary>An e-mail address or URL for the User-Agent, by which the source can reach whoever runs this site.</summary>
    public string Contact { get; init; } = "";

    /// <summary>Seconds between two polls: 1 to 59, or a multiple of 60.</summary>
    public int PollSeconds { get; init; } = 60;

    /// <summary>The demo market's seed: the same seed is the same market.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>The longest answer that is read, decompressed. The largest real one, the catalogue, is about 1 MiB.</summary>
    public int MaxAnswerBytes { get; init; } = 16 << 20;

    public static UpstreamOptions Read(SettingsReader settings)
    {
        var faults = settings.Faults.Count;
        var options = new UpstreamOptions
        {
            Mode = settings.OneOf("Upstream:Mode", UpstreamMode.Live),
            BaseAddress = settings.HttpAddress("Upstream:BaseAddress", RealSource),
            Contact = settings.Text("Upstream:Contact", ""),
            PollSeconds = settings.WholeNumber("Upstream:PollSeconds", 60, 1, 86400, s => s < 60 || s % 60 == 0, "1 to 59, or a multiple of 60 up to 86400"),
            Seed = settings.WholeNumber("Upstream:Seed", 1, 0, int.MaxValue),
        };
        // The source asks for it: https://oldschool.runescape.wiki/w/RuneScape:Real-time_Prices
        if (settings.Faults.Count == faults && options.Mode == UpstreamMode.Live && options.Contact.Length == 0 && options.BaseAddress.Host == new Uri(RealSource).Host)
        {
            settings.Refuse("Upstream:Contact", "an e-mail address or URL, which the OSRS Wiki asks for in the User-Agent of every caller");
        }

        if (options.Contact.Any(c => c is < ' ' or > '~' or '(' or ')' or '\\') || options.Contact.Length > 200)
        {
            settings.Refuse("Upstream:Contact", "up to 200 plain ASCII characters without brackets or backslashes");
        }

        return options;
    }
}
