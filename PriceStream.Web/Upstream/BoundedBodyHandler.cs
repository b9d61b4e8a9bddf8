namespace PriceStream.Web.Upstream;

/// <summary>
/// Reads the whole body inside the resilience pipeline, so that its timeouts and retries cover the body too. Stops at a limit, counted
/// after decompression.
/// </summary>
public sealed class BoundedBodyHandler(int maxBytes) : DelegatingHandler
{
    private const int LongestMessage = 200;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            return await ReadAsync(await base.SendAsync(request, cancellationToken), cancellationToken);
        }
        catch (HttpRequestException error) when (Messages(error).Any(UpstreamText.HasControls))
        {
            // The message quotes what the upstream sent, such as a malformed header, and the pipeline logs it.
            throw new HttpRequestException(error.HttpRequestError, UpstreamText.Escape(error.Message, LongestMessage));
        }
    }

    private async Task<HttpResponseMessage> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            await response.Content.LoadIntoBufferAsync(maxBytes, cancellationToken);
            return response;
        }
        catch (HttpRequestException error) when (error.HttpRequestError == HttpRequestError.ConfigurationLimitExceeded)
        {
            response.Dispose();
            throw new UpstreamTooLargeException(maxBytes, error);
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }

    private static IEnumerable<string> Messages(Exception? error)
    {
        for (; error is not null; error = error.InnerException)
        {
            yield return error.Message;
        }
    }
}
