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

    /// <summary>Names no host and no user: visitors read it.</summary>
    public static StoreUnavailableException Of(Exception exception) => new(exception is PostgresException answer
        ? $"{Server} answers {answer.SqlState} ({answer.MessageText})"
        : $"{Server} does not answer");
}
