namespace PriceStream.Web.Items;

/// <summary>The result of the catalogue's refreshes since the start.</summary>
public sealed class CatalogueStatus
{
    private volatile string? reason;
    private volatile bool fetched;

    /// <summary>The catalogue has been fetched from the upstream since the start.</summary>
    public bool Fetched => fetched;

    /// <summary>Why the last refresh failed, human-readable; null when it succeeded.</summary>
    public string? Reason => reason;

    public void Succeeded()
    {
        fetched = true;
        reason = null;
    }

    public void Failed(string why) => reason = why;
}
