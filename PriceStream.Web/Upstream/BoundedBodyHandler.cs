namespace PriceStream.Web.Upstream;

/// <summary>
/// Reads the whole body inside the resilience pipeline, so that its timeouts and retries cover the body too. Stops at a limit, counted
/// after decompression.
/// </summary>
public sealed class BoundedBodyHandler(int maxBytes) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
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
}
