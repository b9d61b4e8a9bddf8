namespace PriceStream.Web.Items;

/// <summary>Whether the catalogue is there, and if its last refresh failed, why.</summary>
public sealed class CatalogueStatus
{
    private volatile string? reason;
    private volatile bool loaded;
    private volatile bool fetched;

    /// <summary>There is a catalogue, from now or from an earlier run.</summary>
    public bool Loaded => loaded;

    /// <summary>The catalogue has been fetched since this start.</summary>
    public bool Fetched => fetched;

    /// <summary>Why the last refresh failed, for people; null when it did not.</summary>
    public string? Reason => reason;

    public void Stored() => loaded = true;

    public void Succeeded()
    {
        loaded = true;
        fetched = true;
        reason = null;
    }

    public void Failed(string why) => reason = why;
}
