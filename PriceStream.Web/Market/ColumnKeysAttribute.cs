using System.ComponentModel.DataAnnotations;

namespace PriceStream.Web.Market;

/// <summary>Allows the keys of all columns.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ColumnKeysAttribute() : AllowedValuesAttribute([.. MarketColumns.All.Select(column => column.Key)]);
