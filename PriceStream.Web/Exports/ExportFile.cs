using System.Buffers;
using Microsoft.Net.Http.Headers;
using PriceStream.Web.Requests;

namespace PriceStream.Web.Exports;

/// <summary>
/// Sends a table as a file: unless the client has it already, row by row, so that the memory it takes does not grow with the table.
/// </summary>
public abstract class ExportFile<TRow> : IResult
{
    // About 20 KB: enough for the compressor, and bounded whatever the client's speed.
    private const int RowsPerFlush = 200;

    private readonly ExportTable<TRow> table;
    private readonly string mediaType;
    private readonly string fileName;

    private protected ExportFile(ExportTable<TRow> table, string mediaType, string fileName) =>
        (this.table, this.mediaType, this.fileName) = (table, mediaType, fileName);

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.Headers.ContentDisposition = $"attachment; filename=\"{fileName}\"";
        response.Headers.Link = $"<{DataLicence.Address}>; rel=\"license\"";
        if (ConditionalRequests.AnswersUnchanged(httpContext, TagOf()))
        {
            return;
        }

        response.ContentType = mediaType + "; charset=utf-8";
        using var rows = Open(response.BodyWriter);
        var count = 0;
        foreach (var row in table.Rows)
        {
            rows.Write(row);
            if (++count % RowsPerFlush == 0)
            {
                await response.BodyWriter.FlushAsync(httpContext.RequestAborted);
            }
        }

        await response.BodyWriter.FlushAsync(httpContext.RequestAborted);
    }

    private protected abstract IRowWriter<TRow> Open(IBufferWriter<byte> output, IReadOnlyList<ExportColumn<TRow>> columns);

    private IRowWriter<TRow> Open(IBufferWriter<byte> output) => Open(output, table.Columns);

    // Writing a table twice costs less than keeping it.
    private EntityTagHeaderValue TagOf()
    {
        using var tag = new ContentTag();
        using var rows = Open(tag);
        foreach (var row in table.Rows)
        {
            rows.Write(row);
        }

        return tag.End();
    }
}
