using System.IO.Compression;
using Microsoft.AspNetCore.ResponseCompression;

namespace PriceStream.Web.Hosting;

/// <summary>Compresses pages, JSON, exports, feeds and the sitemap, but never a stream, because a compressor buffers data.</summary>
public static class ResponseCompression
{
    private static readonly string[] Types =
    [
        "text/html", "application/json", "application/problem+json", "image/svg+xml", "text/css", "text/javascript", "text/csv",
        "application/x-ndjson", "application/atom+xml", "application/xml",
    ];

    public static void AddPageCompression(this IServiceCollection services)
    {
        services.AddResponseCompression(options =>
        {
            options.EnableForHttps = true; // no page holds a secret that its length could reveal: form tokens change with every page
            options.MimeTypes = Types;
        });
        services.Configure<BrotliCompressionProviderOptions>(options => options.Level = CompressionLevel.Optimal);
        services.Configure<GzipCompressionProviderOptions>(options => options.Level = CompressionLevel.Optimal);
    }
}
