using System.ComponentModel.DataAnnotations;

namespace PriceStream.Web.History;

/// <summary>Allows the keys of all chart periods.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class PeriodKeysAttribute() : AllowedValuesAttribute([.. ChartPeriod.All.Select(period => period.Key)]);
