namespace PriceStream.Web.Upstream;

/// <summary>One version of the price API, and where it is.</summary>
/// <param name="Version">1 or 2.</param>
/// <param name="Address">Ends with a slash.</param>
public sealed record UpstreamEndpoint(int Version, Uri Address)
{
    /// <summary>The same API in the other version; null when the address names no version, so there is nothing to replace.</summary>
    public UpstreamEndpoint? Other => VersionIn(Address) is null ? null : At(Address, 3 - Version);

    /// <summary>The endpoint to begin with. An address that names no version counts as version 1.</summary>
    public static UpstreamEndpoint Of(UpstreamOptions options) => options.Api switch
    {
        UpstreamApi.V1 => At(options.BaseAddress, 1),
        UpstreamApi.V2 => At(options.BaseAddress, 2),
        _ => At(options.BaseAddress, VersionIn(options.BaseAddress) ?? 1),
    };

    private static UpstreamEndpoint At(Uri address, int version)
    {
        var segments = address.AbsolutePath.Split('/');
        if (Array.FindLastIndex(segments, IsVersion) is var at and >= 0)
        {
            segments[at] = $"v{version}";
        }

        return new(version, new UriBuilder(address) { Path = string.Join('/', segments) }.Uri);
    }

    private static int? VersionIn(Uri address) =>
        Array.FindLast(address.AbsolutePath.Split('/'), IsVersion) is { } segment ? segment[1] - '0' : null;

    private static bool IsVersion(string segment) => segment is ['v' or 'V', '1' or '2'];
}
