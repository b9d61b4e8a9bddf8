
namespace PriceStream.Web.Pages;

/// <summary>The content of one side of the open bucket, to which the browser adds live trades.</summary>
/// <param name="Sum">The sum of the prices in the bucket without the newest trade, gp; or the upstream's average.</param>
/// <param name="Count">How many prices are in the sum.</param>
/// <param name="Fixed">True when the average is the upstream's, so that trades no longer change it.</param>
/// <param name="Price">The newest price, gp.</param>
/// <param name="Time">The Unix second of the newest trade.</param>
public sealed record ChartSide(long? Sum, int Count, bool? Fixed, long? Price, long? Time);
