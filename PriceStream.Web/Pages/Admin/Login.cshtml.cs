using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using PriceStream.Web.Admin;
using PriceStream.Web.Requests;

namespace PriceStream.Web.Pages.Admin;

/// <summary>The login page: one password, and a limited number of attempts.</summary>
[ResponseCache(NoStore = true)]
public sealed partial class LoginModel(
    PasswordCheck check, LoginAttempts attempts, AdminSession session, ILogger<LoginModel> logger) : PageModel
{
    private static readonly TimeSpan BusyWait = TimeSpan.FromSeconds(2);

    /// <summary>Why the login failed, as the page says it; null when it has not failed.</summary>
    public string? Error { get; private set; }

    /// <summary>The page came over plain HTTP from another machine, so that the password would travel unencrypted.</summary>
    public bool IsUnencrypted =>
        !Request.IsHttps && HttpContext.Connection.RemoteIpAddress is { } address && !System.Net.IPAddress.IsLoopback(address);

    public async Task<IActionResult> OnPostAsync(string? password, CancellationToken cancellationToken)
    {
        var address = ClientAddress.Of(HttpContext.Connection.RemoteIpAddress);
        if (attempts.TryBegin(address) is { } wait)
        {
            return AskToWait("Too many attempts.", wait);
        }

        switch (await check.MatchesAsync(password ?? "", cancellationToken))
        {
            case null:
                attempts.TakeBack(address);
                return AskToWait("Too many people are logging in.", BusyWait);
            case false:
                WrongPassword(address);
                return Fail(StatusCodes.Status403Forbidden, "Wrong password.");
        }

        attempts.Succeeded(address);
        await session.BeginAsync(HttpContext);
        LoggedIn();
        return RedirectToPage("/Admin/Index");
    }

    private PageResult AskToWait(string why, TimeSpan wait)
    {
        Response.Headers.RetryAfter = ((int)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        return Fail(StatusCodes.Status429TooManyRequests, $"{why} Try again in {AdminText.Span(wait)}.");
    }

    private PageResult Fail(int status, string error)
    {
        Error = error;
        Response.StatusCode = status;
        return Page();
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Administrator login failed: wrong password from {Address}")]
    private partial void WrongPassword(ClientAddress address);

    [LoggerMessage(Level = LogLevel.Information, Message = "The administrator logged in")]
    private partial void LoggedIn();
}
