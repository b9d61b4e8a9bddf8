namespace PriceStream.Web.Exports;

/// <summary>Writes a table row by row.</summary>
internal interface IRowWriter<TRow> : IDisposable
{
    void Write(TRow row);
}
