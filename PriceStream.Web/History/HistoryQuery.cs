using System.ComponentModel.DataAnnotations;
using PriceStream.Web.Requests;

namespace PriceStream.Web.History;

/// <summary>Which history to return.</summary>
public sealed record HistoryQuery
{
    /// <summary>The item's id.</summary>
    [FromPath, Range(1, int.MaxValue)]
    public int Id { get; init; }

    /// <summary>How far back the history goes, and with that how much time a bucket covers.</summary>
    [PeriodKeys]
    public string Period { get; init; } = ChartPeriod.Default.Key;

    /// <summary>True returns one row per bucket, false every stored row of the period.</summary>
    public bool Sample { get; init; } = true;

    /// <summary>
    /// With skip, the server does not read its cache, but writes the fresh history to it. Without it, the cache may answer.
    /// </summary>
    [AllowedValues("skip")]
    public string? Cache { get; init; }

    /// <summary>True does the same as cache=skip.</summary>
    public bool BypassCache { get; init; }

    public bool SkipsCache => BypassCache || Cache is not null;
}
