using System.IO.Compression;
using Microsoft.AspNetCore.ResponseCompression;

namespace PriceStream.Web.Hosting;

/// <summary>Pages and JSON leave compressed. A stream never does: what is compressed waits for more of it.</summary>
public static class ResponseCompression
{
    private static readonly string[] Types =
        ["text/html", "application/json", "application/problem+json", "image/svg+xml", "text/css", "text/javascript"];

    public static void AddPageCompression(this IServiceCollection services)
    {
        services.AddResponseCompression(options =>
        {
            options.EnableForHttps = true; // no page holds a secret that its length could give away: a form's token is another each time
            options.MimeTypes = Types;
        });
        services.Configure<BrotliCompressionProviderOptions>(options => options.Level = CompressionLevel.Optimal);
        services.Configure<GzipCompressionProviderOptions>(options => options.Level = CompressionLevel.Optimal);
    }
}
