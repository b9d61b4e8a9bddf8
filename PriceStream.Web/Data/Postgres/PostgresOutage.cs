using System.Data.Common;
using System.Net.Sockets;
using Npgsql;

namespace PriceStream.Web.Data.Postgres;

/// <summary>Translates what the driver throws while the lease or the relay cannot be reached.</summary>
internal static class PostgresOutage
{
    /// <summary>Begins every message, and is what logs call the server.</summary>
    public const string Server = "PostgreSQL";

    /// <summary>Whether an exception came from the server, or from the way to it.</summary>
    public static bool Is(Exception exception) =>
        exception is DbException or TimeoutException or SocketException or IOException;

    /// <summary>Calls the server, and once more when a pooled connection breaks: it may be from before a restart.</summary>
    public static async Task<TResult> CallAsync<TResult>(Func<Task<TResult>> call)
    {
        try
        {
            return await call();
        }
        catch (NpgsqlException exception) when (IsBroken(exception))
        {
            return await call();
        }
    }

    /// <summary>Names no host and no user, which the server's own text may: visitors read it.</summary>
    public static StoreUnavailableException Of(Exception exception) =>
        new(Server + (exception is PostgresException answer && !IsAway(answer) ? " answers " + answer.SqlState : " does not answer"));

    private static bool IsBroken(NpgsqlException exception) =>
        exception is PostgresException { SqlState: PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown }
        || exception.InnerException is IOException and not { InnerException: TimeoutException };

    // It starts or stops, or has ended the connection. https://www.postgresql.org/docs/current/errcodes-appendix.html
    private static bool IsAway(PostgresException answer) => answer.SqlState[..2] is "08" or "57" or "58" or "25";
}
