using System.Net.Sockets;
using Npgsql;
using PriceStream.Web.Data.Recovery;

namespace PriceStream.Web.Data.Postgres;

/// <summary>
/// Diagnoses the server from an exception. A reason names the server by its address, and after a colon what it reported; visitors read
/// it without either, and it never has a password.
/// </summary>
internal static class PostgresFailures
{
    /// <summary>Returns what is wrong, and a human-readable reason; null when the server did not cause the exception.</summary>
    /// <param name="name">The server's name in the reason.</param>
    public static (StorageFailureKind Kind, string Reason)? Of(Exception exception, string name) => exception switch
    {
        OperationCanceledException => null, // by the caller: the server has only done as it was asked
        PostgresException reported => Of(reported, name),
        NpgsqlException { InnerException: AggregateException { InnerExceptions: [var first, ..] } } => Of(first, name),
        NpgsqlException broken when IsExhausted(broken) => (StorageFailureKind.Unreadable, $"every connection to {name} is in use"),
        NpgsqlException or SocketException or TimeoutException =>
            (StorageFailureKind.Unreadable, $"{name} does not answer{WhyNot(exception)}"),
        _ => exception.InnerException is { } inner ? Of(inner, name) : null,
    };

    /// <summary>The reason for visitors: without the server's address and what the server reported.</summary>
    public static string PublicReason(string reason, string name) =>
        reason.Replace(name, "PostgreSQL", StringComparison.Ordinal).Split(": ")[0];

    // The classes and codes: https://www.postgresql.org/docs/current/errcodes-appendix.html
    private static (StorageFailureKind Kind, string Reason)? Of(PostgresException exception, string name) => exception.SqlState switch
    {
        PostgresErrorCodes.ReadOnlySqlTransaction => (StorageFailureKind.Unwritable, $"{name} is read-only"),
        PostgresErrorCodes.DiskFull => (StorageFailureKind.Unwritable, $"the disk of {name} is full"),
        PostgresErrorCodes.LockNotAvailable => (StorageFailureKind.Unwritable, $"another program has locked a table of {name}"),
        PostgresErrorCodes.QueryCanceled => (StorageFailureKind.Unwritable, $"{name} takes too long"),
        PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected =>
            (StorageFailureKind.Unwritable, $"another program blocks the writes to {name}"),
        PostgresErrorCodes.TooManyConnections => (StorageFailureKind.Unreadable, $"{name} has no free connection"),
        PostgresErrorCodes.InsufficientPrivilege => (StorageFailureKind.Unwritable, $"{name} denies the right{Reported(exception)}"),
        PostgresErrorCodes.InvalidCatalogName => (StorageFailureKind.Unreadable, $"{name} does not exist{Reported(exception)}"),
        PostgresErrorCodes.UndefinedTable => (StorageFailureKind.Unreadable, $"{name} lacks a table{Reported(exception)}"),
        _ => OfClass(exception, name),
    };

    private static (StorageFailureKind Kind, string Reason)? OfClass(PostgresException exception, string name) =>
    exception.SqlState[..2] switch
    {
        "28" => (StorageFailureKind.Unreadable, $"{name} refuses the user{Reported(exception)}"),
        "53" => (StorageFailureKind.Unreadable, $"{name} lacks memory or another resource{Reported(exception)}"),
        // 25P03 ends a transaction that waited too long, such as one of a process that was suspended.
        "08" or "57" or "58" or "25" => (StorageFailureKind.Unreadable, $"{name} does not answer{Reported(exception)}"),
        "XX" => (StorageFailureKind.Unreadable, $"{name} has failed{Reported(exception)}"),
        _ => null,
    };

    private static bool IsExhausted(NpgsqlException exception) =>
        exception.Message.Contains("pool has been exhausted", StringComparison.Ordinal);

    // Only what the operating system reported: Npgsql's own messages name the address once more.
    private static string WhyNot(Exception exception) => exception switch
    {
        TimeoutException => ": timeout",
        SocketException socket => ": " + socket.Message,
        EndOfStreamException => ": it closed the connection",
        System.Security.Authentication.AuthenticationException tls => ": " + tls.Message,
        _ => exception.InnerException is { } inner ? WhyNot(inner) : "",
    };

    private static string Reported(PostgresException exception) => ": " + exception.MessageText;
}
