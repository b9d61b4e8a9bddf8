namespace PriceStream.Web.Data.Copy;

/// <summary>The rows that are copied in one transaction.</summary>
internal readonly record struct CopyChunk(CopyTable Table, int Number);
