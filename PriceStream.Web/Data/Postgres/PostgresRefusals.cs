using Npgsql;
using PriceStream.Web.Data.Copy;
using PriceStream.Web.Data.Sqlite;

namespace PriceStream.Web.Data.Postgres;

/// <summary>Why a database cannot be used until the administrator has changed something, and what.</summary>
internal static class PostgresRefusals
{
    private const int OldestMajor = 15;

    private const string OrAnother = "or name another one in ConnectionStrings__PriceStream.";

    /// <summary>Returns the message for an exception of a connection or an upgrade; null when waiting may help.</summary>
    public static string? Of(Exception exception, PostgresConnection connection) => exception switch
    {
        PostgresException reported => Of(reported, connection),
        NpgsqlException missing when missing.Message.Contains("No password", StringComparison.Ordinal) =>
            $"PostgreSQL at {connection.Place} needs a password for the user {connection.User}. "
            + "Add it to ConnectionStrings__PriceStream, or name a file with the whole value in ConnectionStrings__PriceStream_FILE.",
        _ => exception.InnerException is { } inner ? Of(inner, connection) : null,
    };

    /// <exception cref="DatabaseRefusedException">The server is too old.</exception>
    public static void RefuseOld(Version version, string place)
    {
        if (version.Major < OldestMajor)
        {
            throw new DatabaseRefusedException(
                $"PostgreSQL at {place} has the version {version}, and this is PriceStream {DatabaseUpgrade.Version}, which needs "
                + $"PostgreSQL {OldestMajor} or newer. Upgrade the server, {OrAnother}");
        }
    }

    /// <exception cref="DatabaseRefusedException">The database has a migration that this program does not know.</exception>
    public static void RefuseNewer(string place, IEnumerable<string> applied, IReadOnlyList<string> known)
    {
        if (applied.Except(known).Max() is { } newest)
        {
            throw new DatabaseRefusedException(
                $"The database {place} was made by a newer PriceStream: it has the migration {newest}, and this is version "
                + $"{DatabaseUpgrade.Version}, whose newest is {known[^1]}. Start the newer version again, or restore a dump that was made "
                + "before the upgrade.");
        }
    }

    /// <exception cref="DatabaseRefusedException">There are tables with names that the site needs.</exception>
    public static void RefuseOthers(string place, IReadOnlyCollection<string> tables)
    {
        if (tables.Count > 0)
        {
            throw new DatabaseRefusedException(
                $"The database {place} has tables of another program: {string.Join(", ", tables)}. "
                + $"Create a database for this site, {OrAnother}");
        }
    }

    /// <exception cref="DatabaseRefusedException">The database has the other kind of prices.</exception>
    public static void RefuseMode(string place, string mode, PostgresSite site)
    {
        if (CopiedSite.IsUnfinished(mode) && mode != site.Mode)
        {
            var owner = mode.EndsWith("demo", StringComparison.Ordinal) ? "the demo market's" : "real";
            throw new DatabaseRefusedException(
                $"The database {place} has half a copy of {owner} prices. "
                + $"Run --copy-to again for these, which goes on with it, {OrAnother}");
        }

        if (mode != site.Mode)
        {
            throw new DatabaseRefusedException(site.IsDemo
                ? $"The database {place} has real prices, and the demo market's must not mix with them. "
                    + "Name another database in ConnectionStrings__PriceStream, or set Upstream__Mode=Live."
                : $"The database {place} has prices of the demo market, and real ones must not mix with them. "
                    + "Name another database in ConnectionStrings__PriceStream, or set Upstream__Mode=Demo.");
        }
    }

    private static string? Of(PostgresException exception, PostgresConnection connection) => exception.SqlState switch
    {
        PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification =>
            $"PostgreSQL at {connection.Place} refuses the user {connection.User}: {exception.MessageText}. "
            + "Correct the user and the password in ConnectionStrings__PriceStream.",
        PostgresErrorCodes.InvalidCatalogName =>
            $"PostgreSQL at {connection.Place} has no database {connection.Database}. Create it with createdb, {OrAnother}",
        PostgresErrorCodes.InsufficientPrivilege =>
            $"PostgreSQL at {connection.Place} denies the user {connection.User} a right: {exception.MessageText}. "
            + "Make that user the owner of the database, or grant CREATE on its schema.",
        // PgBouncer has one code for all of these.
        PostgresErrorCodes.ProtocolViolation when exception.MessageText.Contains("authentication", StringComparison.Ordinal)
            || exception.MessageText.Contains("no such", StringComparison.Ordinal) =>
            $"The pooler at {connection.Place} refuses the connection: {exception.MessageText}. Correct ConnectionStrings__PriceStream.",
        _ => null,
    };
}
