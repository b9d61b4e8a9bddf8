namespace PriceStream.Tests.Support;

/// <summary>A request that <see cref="RecordedUpstream"/> has answered.</summary>
/// <param name="Route">Such as 5m.</param>
/// <param name="Query">With its question mark; empty for none.</param>
internal sealed record RecordedRequest(string Version, string Route, string Query)
{
    public string Path => $"api/v{Version}/osrs/{Route}{Query}";
}
