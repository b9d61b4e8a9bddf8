namespace PriceStream.Web.Admin;

/// <summary>One button of the administrator's page.</summary>
/// <param name="Name">Its name in the address: <c>POST /admin?handler=NAME</c>.</param>
/// <param name="Label">What the button says.</param>
/// <param name="Purpose">Completes the log line "The administrator requested PURPOSE".</param>
/// <param name="Confirmation">What the page says afterwards.</param>
/// <param name="RunAsync">Runs the action. It may take long; the page waits only a few seconds.</param>
/// <param name="IsOffered">Whether the page shows the button now; null for always.</param>
public sealed record AdminAction(
    string Name, string Label, string Purpose, string Confirmation, Func<CancellationToken, Task> RunAsync, Func<bool>? IsOffered = null);
