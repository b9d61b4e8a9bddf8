using System.Net;

namespace PriceStream.Web.Upstream.Icons;

/// <summary>Fetches pictures of items, and trusts nothing that the answer says of itself.</summary>
public sealed class IconClient(HttpClient http, TimeProvider clock)
{
    /// <summary>The largest picture that is read. The wiki's have about 1 KiB.</summary>
    public const int MostBytes = 64 << 10;

    private const int MostRedirects = 2;
    private const int LongestTypeShown = 60;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Returns a PNG, GIF or WebP picture, at most <see cref="MostBytes"/> long.</summary>
    /// <exception cref="IconException">There is no such picture, or the source fails.</exception>
    public async Task<byte[]> FetchAsync(Uri address, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(Patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            using var response = await GetAsync(address, either.Token);
            return await ReadAsync(response, either.Token);
        }
        catch (OperationCanceledException error) when (!cancellationToken.IsCancellationRequested)
        {
            throw new IconException($"did not answer within {Patience.TotalSeconds:0} s", inner: error);
        }
        catch (Exception error) when (error is HttpRequestException or IOException)
        {
            throw new IconException(UpstreamResponses.Reason(error)!, inner: error);
        }
    }

    // Follows redirects on the same host only: the administrator has allowed only that host.
    private async Task<HttpResponseMessage> GetAsync(Uri address, CancellationToken cancellationToken)
    {
        for (var redirects = 0; ; redirects++)
        {
            var response = await http.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            if ((int)response.StatusCode is < 300 or >= 400)
            {
                return response;
            }

            using (response)
            {
                address = Target(address, response);
            }

            if (redirects == MostRedirects)
            {
                throw new IconException("redirects too often", isRefusal: true);
            }
        }
    }

    private static Uri Target(Uri from, HttpResponseMessage response)
    {
        var target = response.Headers.Location is { } location ? new Uri(from, location) : null;
        var isSameHost = target is not null && target.Scheme == from.Scheme && target.Authority == from.Authority;
        return isSameHost ? target! : throw new IconException("redirects to another host", isRefusal: true);
    }

    private async Task<byte[]> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var type = Check(response);
        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        var buffer = new byte[MostBytes + 1];
        var length = await body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        if (length > MostBytes)
        {
            throw TooLarge();
        }

        var picture = buffer[..length];
        return IconFormat.Of(picture)?.MediaType == type
            ? picture
            : throw new IconException($"sent something else as {type}", isRefusal: true);
    }

    // Returns the content type, which is that of one of the formats.
    private string Check(HttpResponseMessage response)
    {
        var status = response.StatusCode;
        if (status is HttpStatusCode.NotFound or HttpStatusCode.Gone)
        {
            throw new IconException($"answered {(int)status}", isRefusal: true);
        }

        if (!response.IsSuccessStatusCode)
        {
            throw new IconException($"answered {(int)status}", retryAfter: UpstreamResponses.RetryAfter(response, clock));
        }

        if (response.Content.Headers.ContentLength > MostBytes)
        {
            throw TooLarge();
        }

        var header = response.Content.Headers.NonValidated.TryGetValues("Content-Type", out var values) ? $"{values}" : "";
        var type = header.Split(';')[0].Trim().ToLowerInvariant();
        if (IconFormat.All.Any(format => format.MediaType == type))
        {
            return type;
        }

        var shown = type.Length > 0 ? UpstreamText.Escape(type, LongestTypeShown) : "without a content type";
        throw new IconException($"answered {shown} instead of a PNG, GIF or WebP picture", isRefusal: true);
    }

    private static IconException TooLarge() => new($"sent a picture of over {MostBytes >> 10} KiB", isRefusal: true);
}
