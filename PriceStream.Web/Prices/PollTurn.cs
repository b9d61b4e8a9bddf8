namespace PriceStream.Web.Prices;

/// <summary>The right to poll now. The next poll may start once it is disposed.</summary>
public sealed class PollTurn(SemaphoreSlim free) : IDisposable
{
    public void Dispose() => free.Release();
}
