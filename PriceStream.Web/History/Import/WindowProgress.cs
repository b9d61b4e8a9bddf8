namespace PriceStream.Web.History.Import;

/// <summary>How many of the windows that were missed while the site was down have been fetched.</summary>
public sealed record WindowProgress(int Fetched, int Total)
{
    public bool IsComplete => Fetched >= Total;
}
