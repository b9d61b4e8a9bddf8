using System.Text.Json.Serialization;

namespace PriceStream.Web.Watch;

[JsonSerializable(typeof(ListsJson))]
internal sealed partial class WatchJsonContext : JsonSerializerContext;
