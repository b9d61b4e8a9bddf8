using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace PriceStream.Web.Prices;

/// <summary>Decides which fields of a <see cref="TaxJson"/> are written.</summary>
internal static class TaxJsonFields
{
    private static readonly string Item = JsonNamingPolicy.SnakeCaseLower.ConvertName(nameof(TaxJson.ItemId));

    public static IJsonTypeInfoResolver Resolver { get; } = TaxJsonContext.Default.WithAddedModifier(LeaveOutNulls);

    // The fields that do not answer the call are left out. The item of one sale is written even when it is null.
    private static void LeaveOutNulls(JsonTypeInfo type)
    {
        if (type.Type != typeof(TaxJson))
        {
            return;
        }

        foreach (var property in type.Properties)
        {
            property.ShouldSerialize = property.Name == Item
                ? (answer, _) => ((TaxJson)answer).Rules is null
                : (_, value) => value is not null;
        }
    }
}
