namespace PriceStream.Web.Data.Copy;

/// <summary>A column's type in PostgreSQL, which decides how its values are encoded.</summary>
internal enum CopyType
{
    Integer,
    Bigint,
    Boolean,
    Text,
}
