using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using PriceStream.Web.Admin;
using PriceStream.Web.Requests;

namespace PriceStream.Web.Pages.Admin;

/// <summary>One password, tried so often and no more.</summary>
[ResponseCache(NoStore = true)]
public sealed partial class LoginModel(AdminOptions options, LoginAttempts attempts, AdminSession session, ILogger<LoginModel> logger) : PageModel
{
    /// <summary>What went wrong, for people; null for nothing.</summary>
    public string? Fault { get; private set; }

    /// <summary>The password would travel readable for everybody on the way.</summary>
    public bool IsOpen => !Request.IsHttps && HttpContext.Connection.RemoteIpAddress is { } address && !System.Net.IPAddress.IsLoopback(address);

    public async Task<IActionResult> OnPostAsync(string? password)
    {
        var address = ClientAddress.Of(HttpContext.Connection.RemoteIpAddress);
        if (attempts.TryBegin(address) is { } wait)
        {
            Response.Headers.RetryAfter = ((int)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
            return Refuse(StatusCodes.Status429TooManyRequests, $"That was tried too often. Try again in {AdminText.Span(wait)}.");
        }

        if (!options.Password!.Matches(password ?? ""))
        {
            WrongPassword(address);
            return Refuse(StatusCodes.Status403Forbidden, "That is not the password.");
        }

        attempts.Succeeded(address);
        await session.BeginAsync(HttpContext);
        LoggedIn();
        return RedirectToPage("/Admin/Index");
    }

    private PageResult Refuse(int status, string fault)
    {
        Fault = fault;
        Response.StatusCode = status;
        return Page();
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A wrong password was tried on the administrator's page, from {Address}")]
    private partial void WrongPassword(ClientAddress address);

    [LoggerMessage(Level = LogLevel.Information, Message = "The administrator has logged in")]
    private partial void LoggedIn();
}
