using System.ComponentModel.DataAnnotations;
using PriceStream.Web.History;
using PriceStream.Web.Requests;

namespace PriceStream.Web.Cards;

/// <summary>Which card to return.</summary>
public sealed record CardQuery
{
    /// <summary>The period of a card whose address names none.</summary>
    public const string DefaultPeriod = "7d";

    /// <summary>The item's id.</summary>
    [FromPath, Range(1, int.MaxValue)]
    public int Id { get; init; }

    /// <summary>The period of the chart.</summary>
    [PeriodKeys]
    public string Period { get; init; } = DefaultPeriod;

    public CardKey Key => new(Id, ChartPeriod.Of(Period)!);
}
