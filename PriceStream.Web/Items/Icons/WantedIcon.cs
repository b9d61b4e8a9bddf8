namespace PriceStream.Web.Items.Icons;

/// <summary>A picture to fetch.</summary>
/// <param name="Icon">Its file name in the catalogue.</param>
/// <param name="Source">Its address at the picture source.</param>
public sealed record WantedIcon(string Icon, string Source);
