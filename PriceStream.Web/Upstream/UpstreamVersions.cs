namespace PriceStream.Web.Upstream;

/// <summary>Knows which version of the price API is in use, and replaces one that has been retired.</summary>
public sealed partial class UpstreamVersions(UpstreamOptions options, ILogger<UpstreamVersions> logger)
{
    private (UpstreamEndpoint Endpoint, string? Why) current = (UpstreamEndpoint.Of(options), null);
    private readonly Lock changing = new();

    public UpstreamEndpoint Current
    {
        get
        {
            lock (changing)
            {
                return current.Endpoint;
            }
        }
    }

    /// <summary>
    /// The version to try when the current one is gone; null when the settings allow no other. The demo market retires no version: its
    /// 404 is a failure that a tester has switched on.
    /// </summary>
    public UpstreamEndpoint? Other =>
        options is { Api: UpstreamApi.Auto, Mode: UpstreamMode.Live } ? Current.Other : null;

    /// <summary>The version in use, and why it is not the configured one, for the administrator.</summary>
    public string Description
    {
        get
        {
            lock (changing)
            {
                return $"version {current.Endpoint.Version}{current.Why}";
            }
        }
    }

    /// <summary>Uses a version that has answered where the current one had not.</summary>
    /// <param name="failure">What the current one did, as in "answered 404".</param>
    public void Keep(UpstreamEndpoint endpoint, string failure)
    {
        int before;
        lock (changing)
        {
            if (current.Endpoint == endpoint)
            {
                return; // another request was faster
            }

            before = current.Endpoint.Version;
            current = (endpoint, $", because version {before} {failure}");
        }

        Switched(before, failure, endpoint.Version);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message =
        "Version {Before} of the price API {Failure}. Version {Now} answers and is used instead")]
    private partial void Switched(int before, string failure, int now);
}
