namespace PriceStream.Web.Data.Copy;

/// <summary>A column, which has the same name in both engines.</summary>
internal sealed record CopyColumn(string Name, CopyType Type);
