namespace PriceStream.Web.History.Import;

/// <summary>How many of the windows that were missed while the site was down have been fetched.</summary>
/// <param name="MoreExpected">The upstream's newest window has not arrived yet, and more missed windows may follow from it.</param>
public sealed record WindowProgress(int Fetched, int Total, bool MoreExpected = false)
{
    public bool IsComplete => Fetched >= Total && !MoreExpected;
}
