namespace PriceStream.Web.History.Import;

/// <summary>Of the windows that were missed while the site was down, how many have been fetched.</summary>
public sealed record WindowProgress(int Fetched, int Total)
{
    public bool IsComplete => Fetched >= Total;
}
