using Microsoft.AspNetCore.Connections;
using PriceStream.Web.Data;
using PriceStream.Web.Settings;

namespace PriceStream.Web.Hosting;

/// <summary>Reports an error that the administrator can fix as one message on standard error, without a stack trace.</summary>
internal static class StartFailure
{
    private const int ExitCode = 1;

    /// <returns>The exit code of <paramref name="runAsync"/>, or 1.</returns>
    public static async Task<int> ReportAsync(Func<Task<int>> runAsync)
    {
        try
        {
            return await runAsync();
        }
        catch (Exception exception) when (MessageOf(exception) is { } message)
        {
            await Console.Error.WriteLineAsync(message);
            return ExitCode;
        }
    }

    private static string? MessageOf(Exception exception) => exception switch
    {
        SettingsException => exception.Message,
        DatabaseRefusedException or IOException { InnerException: AddressInUseException } =>
            $"PriceStream did not start: {exception.Message}",
        _ => null,
    };
}
