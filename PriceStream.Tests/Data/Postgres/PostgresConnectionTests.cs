using Npgsql;
using PriceStream.Tests.Support;
using PriceStream.Web.Data;
using PriceStream.Web.Data.Postgres;

namespace PriceStream.Tests.Data.Postgres;

/// <summary>Connection strings and URLs for PostgreSQL, and none of their secrets anywhere.</summary>
public sealed class PostgresConnectionTests
{
    private const string Key = "ConnectionStrings:PriceStream";

    [Theory]
    [InlineData("Host=db;Database=p;Username=me;Password=s3cret-x", "db:5432/p", "me", "s3cret-x")]
    [InlineData("Server=db;Port=6432;Database=p;User ID=me;PWD=s3cret-x", "db:6432/p", "me", "s3cret-x")]
    [InlineData("server=a,b:5433;database=p;username=me;psw=s3cret-x", "a:5432,b:5433/p", "me", "s3cret-x")]
    [InlineData("Host=db;Database=p;Username=me;Password='s3;cret=x'", "db:5432/p", "me", "s3;cret=x")]
    [InlineData("postgres://me:s3cret-x@db/p", "db:5432/p", "me", "s3cret-x")]
    [InlineData("POSTGRESQL://m%40e:s3%2Fcret%25@db:6432/my%20db", "db:6432/my db", "m@e", "s3/cret%")]
    [InlineData("postgres://me:s3/c?r@et#x@db:6432/p", "db:6432/p", "me", "s3/c?r@et#x")]
    [InlineData("postgres://me:s3cret-x@a:5433,b/p?target_session_attrs=read-write", "a:5433,b:5432/p", "me", "s3cret-x")]
    [InlineData("postgres://me:s3cret-x@[::1]:6432/p", "[::1]:6432/p", "me", "s3cret-x")]
    [InlineData("postgres://me:s3cret-x@%2Frun%2Fpostgresql/p", "/run/postgresql:5432/p", "me", "s3cret-x")]
    [InlineData("postgres:///p?host=/run/postgresql&user=me&password=s3cret-x", "/run/postgresql:5432/p", "me", "s3cret-x")]
    public void A_connection_has_a_host_a_database_a_user_and_a_password(string text, string place, string user, string password)
    {
        var settings = TestSettings.Reader((Key, text));
        var connection = DatabaseOptions.ReadPostgres(settings)!;

        Assert.Empty(settings.Errors);
        Assert.Equal((place, user), (connection.Place, connection.User));
        Assert.Equal(password, new NpgsqlConnectionStringBuilder(connection.ConnectionString).Password);
        Assert.DoesNotContain("s3", settings.Effective.All.Single().Value, StringComparison.Ordinal);
        Assert.Empty(DatabaseOptions.ReadConnectionString(settings));
    }

    [Theory]
    [InlineData("postgres://me:s3cret-x@/p")]
    [InlineData("postgres://me:s3cret-x@db")]
    [InlineData("postgres://me:s3cret-x@db:65536/p")]
    [InlineData("postgres://me:s3cret-x@db:/p")]
    [InlineData("postgres://me:s3cret-x@a,,b/p")]
    [InlineData("postgres://me:s3cret-x@db/p?sslmode=s3cret")]
    [InlineData("postgres://me:s3cret-x@db/p?options=-csearch_path%3Dx")]
    [InlineData("postgres://me:s3cret-x@db/p?unknown=1")]
    [InlineData("Host=db;Database=p;Password=s3cret-x;Nonsense=1")]
    [InlineData("Host=db;Database=p;Password=s3cret-x;Timeout=s3cret")]
    [InlineData("Host=db;Database=p;Password=s3cret-x;Options=-c x=y")]
    [InlineData("Host=db;Password=s3cret-x")]
    [InlineData("Host=;Database=p;Password=s3cret-x")]
    public void Any_other_text_is_an_error_that_does_not_show_it(string text)
    {
        var settings = TestSettings.Reader((Key, text));

        Assert.Null(DatabaseOptions.ReadPostgres(settings));
        var error = Assert.Single(settings.Errors);
        Assert.StartsWith(
            $"{Key} (environment: ConnectionStrings__PriceStream) is not usable; allowed: a SQLite", error, StringComparison.Ordinal);
        Assert.Contains("postgres://user:password@host:port/database", error, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("disable", SslMode.Disable)]
    [InlineData("require", SslMode.Require)]
    [InlineData("verify-ca", SslMode.VerifyCA)]
    [InlineData("verify-full", SslMode.VerifyFull)]
    public void A_URL_names_the_TLS_mode_as_PostgreSQL_does(string mode, SslMode expected)
    {
        var connection = PostgresConnection.Parse(
            $"postgres://me@db/p?sslmode={mode}&sslrootcert=%2Fca.pem&application_name=Site&connect_timeout=3&keepalives=0")!;

        var settings = new NpgsqlConnectionStringBuilder(connection.ConnectionString);
        Assert.Equal(
            (expected, "/ca.pem", "Site", 3, false),
            (settings.SslMode, settings.RootCertificate, settings.ApplicationName, settings.Timeout, settings.TcpKeepAlive));
    }

    [Fact]
    public void What_is_not_given_has_a_default_that_suits_the_site_and_a_pooler()
    {
        var settings = new NpgsqlConnectionStringBuilder(PostgresConnection.Parse("Host=a,b;Database=p;Timeout=9")!.ConnectionString);

        Assert.Equal((9, 10, 20), (settings.Timeout, settings.CommandTimeout, settings.MaxPoolSize));
        Assert.Equal(("PriceStream", true, true), (settings.ApplicationName, settings.NoResetOnClose, settings.TcpKeepAlive));
        Assert.Equal("primary", settings.TargetSessionAttributes);
        Assert.Equal(0, settings.MaxAutoPrepare);
    }

    [Theory]
    [InlineData("Data Source=data/pricestream.db")]
    [InlineData("Filename=/var/lib/host=1.db")]
    public void A_file_is_no_server(string text) => Assert.False(PostgresConnection.IsPostgres(text));
}
