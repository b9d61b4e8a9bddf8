using Microsoft.AspNetCore.Http.Headers;
using Microsoft.Net.Http.Headers;

namespace PriceStream.Web.Requests;

/// <summary>Whether a client wants a body that is stored compressed.</summary>
public static class AcceptedEncodings
{
    private const double Refused = 0;
    private const double Usual = 1; // of an encoding that is named without a weight (RFC 9110, 12.4.2)

    /// <summary>
    /// True when the client accepts gzip and prefers nothing to it, by the weights of Accept-Encoding. As for other responses, a client
    /// without that header gets the plain body.
    /// </summary>
    public static bool PrefersGzip(HttpRequest request)
    {
        var named = new RequestHeaders(request.Headers).AcceptEncoding;
        var gzip = WeightOf(named, "gzip") ?? WeightOf(named, "*") ?? Refused;
        return gzip > Refused && named.All(encoding => (encoding.Quality ?? Usual) <= gzip);
    }

    private static double? WeightOf(IList<StringWithQualityHeaderValue> named, string name) =>
        named.FirstOrDefault(encoding => encoding.Value.Equals(name, StringComparison.OrdinalIgnoreCase)) is { } found
            ? found.Quality ?? Usual
            : null;
}
