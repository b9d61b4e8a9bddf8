using System.Text;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using PriceStream.Web.Watch;
using PriceStream.Web.Watch.Import;

namespace PriceStream.Web.Pages;

/// <summary>Shows what an import would do, before it does anything.</summary>
[IgnoreAntiforgeryToken] // checked by FormTokens, so that the reader gets a reason
[RequestSizeLimit(MaxBody)]
public sealed class WatchImportModel(ListImport import, FormTokens tokens) : PageModel
{
    private const int MaxBody = 256 << 10;
    private const string TooLong = "This is longer than 64 KiB, the most that can be imported. Nothing was changed.";

    public ImportPreview? Preview { get; private set; }

    /// <summary>What was pasted, so that it can be corrected.</summary>
    public string Text { get; private set; } = "";

    public string? Error { get; private set; }

    public WatchList Mine { get; private set; } = WatchList.Empty;

    public IActionResult OnGet() => LocalRedirect("~/watch");

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        Mine = OwnList.Of(Request);
        try
        {
            var form = await Request.ReadFormAsync(cancellationToken); // before the token, which is in it
            if (!await tokens.IsOwnAsync(HttpContext))
            {
                return Refuse("Nothing was imported, because the page was too old. Try again.");
            }

            return await ReadAsync(form, cancellationToken);
        }
        catch (BadHttpRequestException exception)
        {
            var isTooLong = exception.StatusCode == StatusCodes.Status413PayloadTooLarge;
            return Refuse(isTooLong ? TooLong : "The form broke off.", exception.StatusCode);
        }
        catch (Exception exception) when (
            exception is InvalidDataException or InvalidOperationException or IOException and not BadHttpRequestException)
        {
            return Refuse("This is no form with a text or a file.");
        }
    }

    private async Task<IActionResult> ReadAsync(IFormCollection form, CancellationToken cancellationToken)
    {
        Text = form["text"].ToString().Replace("\r\n", "\n", StringComparison.Ordinal);
        var file = form.Files["file"];
        if (file is { Length: > 0 } && Text.Trim().Length > 0)
        {
            return Refuse("Send a text or a file, not both.");
        }

        if (file?.Length > ListImport.MaxBytes || Encoding.UTF8.GetByteCount(Text) > ListImport.MaxBytes)
        {
            Text = "";
            return Refuse(TooLong, StatusCodes.Status413PayloadTooLarge);
        }

        var text = file is { Length: > 0 } ? await TextOfAsync(file, cancellationToken) : Text;
        if (!import.TryRead(text, out var preview, out var error))
        {
            return Refuse(error);
        }

        Preview = preview;
        return Page();
    }

    private static async Task<string> TextOfAsync(IFormFile file, CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(file.OpenReadStream(), Encoding.UTF8, detectEncodingFromByteOrderMarks: true);
        return await reader.ReadToEndAsync(cancellationToken);
    }

    private PageResult Refuse(string error, int status = StatusCodes.Status400BadRequest)
    {
        Error = error;
        Response.StatusCode = status;
        return Page();
    }
}
