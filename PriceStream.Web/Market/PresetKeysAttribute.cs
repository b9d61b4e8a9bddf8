using System.ComponentModel.DataAnnotations;

namespace PriceStream.Web.Market;

/// <summary>Allows the keys of all presets.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class PresetKeysAttribute() : AllowedValuesAttribute([.. MarketPreset.All.Select(preset => preset.Key)]);
