using Npgsql;
using NpgsqlTypes;

namespace PriceStream.Web.Data.Postgres;

/// <summary>Parameters by position, each with its type, so that no statement is parsed or prepared to find it.</summary>
internal static class PostgresParameter
{
    public static NpgsqlParameter Of(int value) => new NpgsqlParameter<int> { TypedValue = value };

    public static NpgsqlParameter Of(long value) => new NpgsqlParameter<long> { TypedValue = value };

    public static NpgsqlParameter Of(string value) => new NpgsqlParameter<string> { TypedValue = value };

    public static NpgsqlParameter Column<TRow>(IReadOnlyCollection<TRow> rows, Func<TRow, int> value) =>
        Column(rows, value, NpgsqlDbType.Integer);

    public static NpgsqlParameter Column<TRow>(IReadOnlyCollection<TRow> rows, Func<TRow, int?> value) =>
        Column(rows, value, NpgsqlDbType.Integer);

    public static NpgsqlParameter Column<TRow>(IReadOnlyCollection<TRow> rows, Func<TRow, long> value) =>
        Column(rows, value, NpgsqlDbType.Bigint);

    public static NpgsqlParameter Column<TRow>(IReadOnlyCollection<TRow> rows, Func<TRow, long?> value) =>
        Column(rows, value, NpgsqlDbType.Bigint);

    public static NpgsqlParameter Column<TRow>(IReadOnlyCollection<TRow> rows, Func<TRow, bool> value) =>
        Column(rows, value, NpgsqlDbType.Boolean);

    public static NpgsqlParameter Column<TRow>(IReadOnlyCollection<TRow> rows, Func<TRow, string> value) =>
        Column(rows, value, NpgsqlDbType.Text);

    private static NpgsqlParameter<TValue[]> Column<TRow, TValue>(
        IReadOnlyCollection<TRow> rows, Func<TRow, TValue> value, NpgsqlDbType type)
    {
        var values = new TValue[rows.Count];
        var next = 0;
        foreach (var row in rows)
        {
            values[next++] = value(row);
        }

        return new() { TypedValue = values, NpgsqlDbType = NpgsqlDbType.Array | type };
    }
}
