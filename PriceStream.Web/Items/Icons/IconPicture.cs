namespace PriceStream.Web.Items.Icons;

/// <summary>A picture of an item, as this server keeps it.</summary>
/// <param name="MediaType">Its content type.</param>
/// <param name="Version">Changes with its content.</param>
public sealed record IconPicture(byte[] Content, string MediaType, string Version);
