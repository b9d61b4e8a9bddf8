namespace PriceStream.Web.Watch.Import;

/// <summary>A text that cannot be imported. The message is a sentence for the reader.</summary>
internal sealed class ListFormatException(string message) : Exception(message);
